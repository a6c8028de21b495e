// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwards.h"
#include "backend/forwards/forwardsmodel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"
#include "tests/widgets/compute/cannedplane.h"

#include <QAbstractItemModelTester>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <sys/socket.h>

using namespace Atelier;
using namespace Atelier::Forwards;
using namespace Qt::StringLiterals;
using Arm::InstanceState;
using Test::connectTo;
using Test::receiveAll;
using Test::sendAll;
using Test::SocketServer;

/** Forwarded ports through a real SSH server, for instances whose states a test decides. */
class ForwardsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void carriesBytesToAPortAndToASocket();
    void waitsForItsInstanceAndKeepsItsPortOverAStop();
    void keepsItsPortOverALostConnection();
    void eachIsStartedAndStoppedByItself();
    void namesWhoHoldsAPortAndTakesAnother();
    void isRememberedAndStartsByItself();
    void comesBackOnItsFreePort();
    void saysThatNobodyAnswersInTheInstance();
    void waitsForTheNextInstanceOfItsName();
    void changesItsTargetWhileItListens();

private:
    void begin();
    void setState(InstanceState state) const
    {
        m_plane->change(CannedPlane::instance(u"ada-box"_s, state));
    }
    [[nodiscard]] Forward forward(quint16 port) const
    {
        return {.instance = u"ada-box"_s, .name = u"echo"_s, .port = port};
    }
    [[nodiscard]] ForwardState state(const QString &id) const
    {
        return m_forwards->find(id)->status().state;
    }
    [[nodiscard]] quint16 port(const QString &id) const
    {
        return m_forwards->find(id)->status().port;
    }
    [[nodiscard]] static QByteArray echoed(quint16 port, const QByteArray &text);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<SocketServer> m_echo;
    std::unique_ptr<CannedPlane> m_plane;
    std::unique_ptr<Ssh::Session> m_session;
    std::unique_ptr<Atelier::Forwards::Forwards> m_forwards;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QByteArray ForwardsTest::echoed(quint16 port, const QByteArray &text)
{
    const UniqueFd socket = connectTo(port);
    if (!socket.isValid() || !sendAll(socket.get(), text)) {
        return {};
    }
    ::shutdown(socket.get(), SHUT_WR);
    return receiveAll(socket.get());
}

void ForwardsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_sshd = std::make_unique<Test::TestSshd>();
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_echo = std::make_unique<SocketServer>(&SocketServer::echo);
    m_plane = std::make_unique<CannedPlane>(
        QList{CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    QVERIFY(m_plane->follow());
    m_session = std::make_unique<Ssh::Session>(m_sshd->destination());
    m_session->setReconnecting(true);
    begin();
}

void ForwardsTest::begin()
{
    m_tester.reset();
    m_forwards.reset();
    m_forwards = std::make_unique<Atelier::Forwards::Forwards>(ForwardServices{
        .controlPlane = &m_plane->client,
        .connectTo =
            [this](const QString &) {
                return m_session->open().then([session = m_session.get()](
                                                  const Result<void> &opened) {
                    return opened.transform([session]() -> Ssh::Connection * { return session; });
                });
            },
        .store = {m_folder->filePath(u"forwards.json"_s), u"local"_s}});
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_forwards->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void ForwardsTest::cleanup()
{
    m_tester.reset();
    m_forwards.reset();
    m_session.reset();
    m_plane.reset();
    m_echo.reset();
    m_sshd.reset();
}

void ForwardsTest::carriesBytesToAPortAndToASocket()
{
    const SocketServer onSocket(m_sshd->path(u"echo.sock"_s), &SocketServer::echo);
    const QString byPort = m_forwards->add(forward(m_echo->port()));
    Forward socket = forward(0);
    socket.socket = m_sshd->path(u"echo.sock"_s);
    const QString bySocket = m_forwards->add(socket);
    for (const QString &id : {byPort, bySocket}) {
        QTRY_COMPARE(state(id), ForwardState::Listening);
        QCOMPARE(echoed(port(id), "hello"), "hello");
    }
    const ForwardsModel *model = m_forwards->model();
    QCOMPARE(model->rowCount(), 2);
    const QModelIndex row = model->index(0);
    QCOMPARE(row.data(ForwardsModel::InstanceRole).toString(), u"ada-box"_s);
    QCOMPARE(row.data(ForwardsModel::StatusRole).toString(),
             u"Listening on localhost:%1"_s.arg(port(byPort)));
    QCOMPARE(row.data(ForwardsModel::AddressRole).toString(),
             u"http://localhost:%1/"_s.arg(port(byPort)));
}

void ForwardsTest::waitsForItsInstanceAndKeepsItsPortOverAStop()
{
    setState(InstanceState::Stopped);
    QTRY_VERIFY(!m_forwards->runs(u"ada-box"_s));
    const QString id = m_forwards->add(forward(m_echo->port()));
    QCOMPARE(state(id), ForwardState::Waiting);
    setState(InstanceState::Running);
    QTRY_COMPARE(state(id), ForwardState::Listening);
    const quint16 before = port(id);
    setState(InstanceState::Stopping);
    QTRY_COMPARE(state(id), ForwardState::Waiting);
    m_session->close();
    m_sshd->stop();
    setState(InstanceState::Stopped);
    QVERIFY(m_sshd->start());
    m_session->setDestination(m_sshd->destination());
    setState(InstanceState::Running);
    QTRY_COMPARE(state(id), ForwardState::Listening);
    QCOMPARE(port(id), before);
    QCOMPARE(echoed(before, "again"), "again");
}

void ForwardsTest::keepsItsPortOverALostConnection()
{
    const QString id = m_forwards->add(forward(m_echo->port()));
    QTRY_COMPARE(state(id), ForwardState::Listening);
    const quint16 before = port(id);
    m_sshd->stop();
    QTRY_COMPARE(state(id), ForwardState::Reconnecting);
    QCOMPARE(port(id), before);
    QVERIFY(m_sshd->start());
    QTRY_COMPARE_WITH_TIMEOUT(state(id), ForwardState::Listening, 20'000);
    QCOMPARE(port(id), before);
    QCOMPARE(echoed(before, "again"), "again");
}

void ForwardsTest::eachIsStartedAndStoppedByItself()
{
    const QString one = m_forwards->add(forward(m_echo->port()));
    const QString two = m_forwards->add(forward(m_echo->port()));
    QTRY_COMPARE(state(one), ForwardState::Listening);
    QTRY_COMPARE(state(two), ForwardState::Listening);
    const quint16 before = port(one);
    m_forwards->stop(one);
    QCOMPARE(state(one), ForwardState::Stopped);
    QTRY_VERIFY(!connectTo(before).isValid());
    QCOMPARE(echoed(port(two), "still"), "still");
    setState(InstanceState::Stopping);
    setState(InstanceState::Running);
    QTRY_COMPARE(state(two), ForwardState::Listening);
    QCOMPARE(state(one), ForwardState::Stopped); // by a person
    m_forwards->start(one);
    QTRY_COMPARE(state(one), ForwardState::Listening);
    QCOMPARE(port(one), before);
    m_forwards->restart(one);
    QTRY_COMPARE(state(one), ForwardState::Listening);
    QCOMPARE(port(one), before);
    QCOMPARE(echoed(before, "new"), "new");
    m_forwards->remove(one);
    QTRY_VERIFY(!connectTo(before).isValid());
    QCOMPARE(m_forwards->model()->rowCount(), 1);
}

void ForwardsTest::namesWhoHoldsAPortAndTakesAnother()
{
    QProcess holder;
    holder.start(u"python3"_s,
                 {u"-c"_s,
                  u"import socket, sys; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); "
                  "print(s.getsockname()[1], flush=True); sys.stdin.read()"_s});
    QVERIFY(holder.waitForReadyRead());
    const quint16 taken = holder.readLine().trimmed().toUShort();
    Forward fixed = forward(m_echo->port());
    fixed.localPort = taken;
    const QString id = m_forwards->add(fixed);
    QTRY_COMPARE(state(id), ForwardState::PortTaken);
    const QString sentence = m_forwards->find(id)->status().error.message;
    QVERIFY2(sentence.contains(QString::number(taken)), qPrintable(sentence));
    QVERIFY2(sentence.contains(u"python3"_s), qPrintable(sentence));
    m_forwards->useAnotherPort(id);
    QTRY_COMPARE(state(id), ForwardState::Listening);
    QVERIFY(port(id) != taken);
    QCOMPARE(echoed(port(id), "elsewhere"), "elsewhere");
    holder.closeWriteChannel();
    QVERIFY(holder.waitForFinished());
}

void ForwardsTest::isRememberedAndStartsByItself()
{
    const QString byItself = m_forwards->add(forward(m_echo->port()));
    Forward byHand = forward(m_echo->port());
    byHand.startsByItself = false;
    const QString other = m_forwards->add(byHand);
    QTRY_COMPARE(state(byItself), ForwardState::Listening);
    QTRY_COMPARE(state(other), ForwardState::Listening);
    begin();
    QTRY_COMPARE(state(byItself), ForwardState::Listening);
    QCOMPARE(state(other), ForwardState::Stopped);
    m_forwards->remove(byItself);
    m_forwards->remove(other);
    begin();
    QCOMPARE(m_forwards->model()->rowCount(), 0);
}

void ForwardsTest::comesBackOnItsFreePort()
{
    const QString id = m_forwards->add(forward(m_echo->port()));
    QTRY_COMPARE(state(id), ForwardState::Listening);
    const quint16 before = port(id);
    m_session = std::make_unique<Ssh::Session>(m_sshd->destination());
    begin();
    QTRY_COMPARE(state(id), ForwardState::Listening);
    QCOMPARE(port(id), before);
    // Taken meanwhile: another, and no word about it.
    m_forwards.reset();
    m_session = std::make_unique<Ssh::Session>(m_sshd->destination());
    QTcpServer holder;
    QTRY_VERIFY(holder.isListening() || holder.listen(QHostAddress::LocalHost, before));
    begin();
    QTRY_COMPARE(state(id), ForwardState::Listening);
    QVERIFY(port(id) != before);
}

void ForwardsTest::saysThatNobodyAnswersInTheInstance()
{
    const quint16 target = m_echo->port();
    m_echo.reset();
    const QString id = m_forwards->add(forward(target));
    QTRY_COMPARE(state(id), ForwardState::Listening);
    const UniqueFd socket = connectTo(port(id));
    QVERIFY(receiveAll(socket.get()).isEmpty());
    QTRY_VERIFY(!m_forwards->find(id)->status().error.message.isEmpty());
    QCOMPARE(state(id), ForwardState::Listening);
}

void ForwardsTest::waitsForTheNextInstanceOfItsName()
{
    const QString id = m_forwards->add(forward(m_echo->port()));
    QTRY_COMPARE(state(id), ForwardState::Listening);
    const quint16 before = port(id);
    m_plane->removed(u"ada-box"_s);
    QTRY_COMPARE(state(id), ForwardState::Waiting);
    QTRY_VERIFY(!connectTo(before).isValid());
    setState(InstanceState::Running);
    QTRY_COMPARE(state(id), ForwardState::Listening);
    QCOMPARE(port(id), before);
}

void ForwardsTest::changesItsTargetWhileItListens()
{
    const SocketServer shouting([](int socket) { static_cast<void>(sendAll(socket, "HELLO")); });
    const QString id = m_forwards->add(forward(m_echo->port()));
    QTRY_COMPARE(state(id), ForwardState::Listening);
    Forward changed = m_forwards->find(id)->forward();
    changed.port = shouting.port();
    changed.name = u"shouting"_s;
    m_forwards->change(changed);
    QTRY_COMPARE(state(id), ForwardState::Listening);
    QCOMPARE(receiveAll(connectTo(port(id)).get()), "HELLO");
    QCOMPARE(m_forwards->model()->index(0).data().toString(), u"shouting"_s);
}

QTEST_GUILESS_MAIN(ForwardsTest)
#include "tst_forwards.moc"
