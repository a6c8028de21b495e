// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/nodesessions.h"
#include "tests/support/temporaryhost.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using Notebook::NodeSessions;
using Ssh::SessionState;

namespace {

constexpr int patience = 20'000;

} // namespace

/** Sessions into real instances of a real control plane. */
class TestNodeSessions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void logsInWithAKeyOfItsOwn();
    void sharesOneSession();
    void refusesWhatDoesNotRun();
    void waitsForAnInstanceThatIsBeingMade();
    void closesWithTheInstanceAndComesBackWithIt();
    void givesUpWaitingWhenTheInstanceIsDeleted();
    void goesOnWithoutTheControlPlane();
    void derivesALostPublicHalf();

private:
    [[nodiscard]] Ssh::Connection *ready(const QString &instance);
    [[nodiscard]] QString output(Ssh::Connection *session, const QString &command);
    [[nodiscard]] Error refusal(const QString &instance);
    [[nodiscard]] bool succeeds(const QFuture<Result<void>> &future);

    std::unique_ptr<TemporaryHost> host;
    std::unique_ptr<NodeSessions> sessions;
    const QString name = QStringLiteral("ada-box");
};

void TestNodeSessions::init()
{
    host = std::make_unique<TemporaryHost>();
    QVERIFY(host->connectClient());
    sessions = std::make_unique<NodeSessions>(&host->client(),
                                              host->path(QStringLiteral("config")));
}

void TestNodeSessions::cleanup()
{
    sessions.reset();
    host.reset();
}

Ssh::Connection *TestNodeSessions::ready(const QString &instance)
{
    const auto asked = sessions->session(instance);
    if (!QTest::qWaitFor([&asked] { return asked.isFinished(); }, patience)) {
        return nullptr;
    }
    if (!asked.result()) {
        qWarning() << asked.result().error().message << asked.result().error().detail;
        return nullptr;
    }
    return *asked.result();
}

QString TestNodeSessions::output(Ssh::Connection *session, const QString &command)
{
    const auto ran = session->exec(command);
    if (!QTest::qWaitFor([&ran] { return ran.isFinished(); }, patience) || !ran.result()) {
        return ran.isFinished() ? ran.result().error().message : QStringLiteral("still running");
    }
    return QString::fromUtf8(ran.result()->out).trimmed();
}

Error TestNodeSessions::refusal(const QString &instance)
{
    const auto asked = sessions->session(instance);
    const bool ended = QTest::qWaitFor([&asked] { return asked.isFinished(); }, patience);
    return ended && !asked.result() ? asked.result().error()
                                    : Error{.code = Error::Code::Unknown, .message = {}};
}

bool TestNodeSessions::succeeds(const QFuture<Result<void>> &future)
{
    return QTest::qWaitFor([&future] { return future.isFinished(); }, patience)
           && future.result().has_value();
}

void TestNodeSessions::logsInWithAKeyOfItsOwn()
{
    QVERIFY(host->createRunning(name));
    QVERIFY(!QFile::exists(sessions->keyFile()));
    QCOMPARE(sessions->existing(name), nullptr);
    Ssh::Connection *session = ready(name);
    QVERIFY(session != nullptr);
    QCOMPARE(sessions->existing(name), session);
    const auto access = host->client().access(name);
    QTRY_VERIFY(access.isFinished());
    QCOMPARE(output(session, QStringLiteral("whoami")), access.result()->user);
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
                            | QFile::WriteOther;
    QCOMPARE(QFile::permissions(sessions->keyFile()) & others, QFile::Permissions());
}

void TestNodeSessions::sharesOneSession()
{
    QVERIFY(host->createRunning(name));
    const auto one = sessions->session(name);
    const auto two = sessions->session(name);
    QTRY_VERIFY_WITH_TIMEOUT(one.isFinished() && two.isFinished(), patience);
    QVERIFY(one.result().has_value());
    QCOMPARE(*one.result(), *two.result());
    const auto three = sessions->session(name);
    QVERIFY(three.isFinished());
    QCOMPARE(*three.result(), *one.result());
}

void TestNodeSessions::refusesWhatDoesNotRun()
{
    QCOMPARE(refusal(name).code, Error::Code::NotFound);
    QVERIFY(host->createRunning(name));
    QVERIFY(succeeds(host->client().stop(name)));
    QTRY_COMPARE(host->stateOf(name), QStringLiteral("Stopped"));
    const Error error = refusal(name);
    QCOMPARE(error.code, Error::Code::Conflict);
    QVERIFY(error.message.contains(name));
}

void TestNodeSessions::waitsForAnInstanceThatIsBeingMade()
{
    const auto created = host->client().create(
        {.name = name, .vmSize = QStringLiteral("Local_C1_M2")});
    QTRY_VERIFY(created.isFinished());
    QTRY_VERIFY(host->client().instance(name) != nullptr);
    QVERIFY(ready(name) != nullptr);
}

void TestNodeSessions::closesWithTheInstanceAndComesBackWithIt()
{
    QVERIFY(host->createRunning(name));
    Ssh::Connection *session = ready(name);
    QVERIFY(session != nullptr);
    QVERIFY(succeeds(host->client().stop(name)));
    QTRY_VERIFY(session->state() == SessionState::Disconnected);
    QVERIFY(succeeds(host->client().start(name)));
    // By itself: nobody asks for the session again.
    QTRY_VERIFY_WITH_TIMEOUT(session->state() == SessionState::Ready, patience);
    QCOMPARE(output(session, QStringLiteral("echo again")), QStringLiteral("again"));
    QVERIFY(succeeds(host->client().restart(name)));
    QTRY_COMPARE(ready(name), session);
    QCOMPARE(output(session, QStringLiteral("echo and again")), QStringLiteral("and again"));
}

void TestNodeSessions::givesUpWaitingWhenTheInstanceIsDeleted()
{
    QVERIFY(host->createRunning(name));
    Ssh::Connection *session = ready(name);
    QVERIFY(session != nullptr);
    QVERIFY(succeeds(host->client().remove(name)));
    QTRY_VERIFY(session->state() == SessionState::Disconnected);
    QTRY_COMPARE(refusal(name).code, Error::Code::NotFound);
    // The same name again is another machine with other keys, and the same session reaches it.
    QVERIFY(host->createRunning(name));
    QCOMPARE(ready(name), session);
}

void TestNodeSessions::goesOnWithoutTheControlPlane()
{
    QVERIFY(host->createRunning(name));
    Ssh::Connection *session = ready(name);
    QVERIFY(session != nullptr);
    QSignalSpy changed(session, &Ssh::Connection::stateChanged);
    host->killControlPlane();
    QTRY_COMPARE(host->client().link(), Client::ControlPlane::Link::Unreachable);
    QCOMPARE(output(session, QStringLiteral("echo on")), QStringLiteral("on"));
    QVERIFY(host->connectClient());
    QCOMPARE(ready(name), session);
    QCOMPARE(output(session, QStringLiteral("echo still")), QStringLiteral("still"));
    QCOMPARE(changed.count(), 0);
}

void TestNodeSessions::derivesALostPublicHalf()
{
    QVERIFY(host->createRunning(name));
    QVERIFY(ready(name) != nullptr);
    sessions = std::make_unique<NodeSessions>(&host->client(),
                                              host->path(QStringLiteral("config")));
    QVERIFY(QFile::remove(sessions->keyFile() + u".pub"));
    QVERIFY(QFile::setPermissions(sessions->keyFile(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    QVERIFY(ready(name) != nullptr);
    QVERIFY(QFile::exists(sessions->keyFile() + u".pub"));
}

QTEST_GUILESS_MAIN(TestNodeSessions)
#include "tst_nodesessions.moc"
