// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwards.h"
#include "backend/forwards/offeredports.h"
#include "tests/widgets/compute/cannedplane.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Forwards;
using namespace Qt::StringLiterals;
using Arm::InstanceState;
using NodeClient::ListeningPort;
using NodeClient::PortWatch;

/** What is offered of what a watch tells; the watch itself is tested where it is made. */
class OfferedPortsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void offersWhatBeginsToListenUntilItEnds();
    void offersNothingThatIsNotForABrowser_data();
    void offersNothingThatIsNotForABrowser();
    void acceptingForwardsToTheSamePort();
    void declinesForGood();
    void offersNothingThatIsForwardedAlready();
    void watchesARunningInstanceOnce();
    void beginsAnewAfterAFailure();
    void namesAToolInOneLine_data();
    void namesAToolInOneLine();

private:
    void begin();
    [[nodiscard]] static ListeningPort listening(quint16 port,
                                                 const QString &program,
                                                 const QString &label = {})
    {
        return {
            .port = port, .address = u"127.0.0.1"_s, .program = program, .label = label, .pid = 1};
    }
    [[nodiscard]] static ListeningPort board()
    {
        return listening(6006, u"tensorboard"_s, u"TensorBoard"_s);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CannedPlane> m_plane;
    std::unique_ptr<Atelier::Forwards::Forwards> m_forwards;
    QPointer<PortWatch> m_watch;
    int m_watches = 0;
    std::unique_ptr<OfferedPorts> m_offers;
};

void OfferedPortsTest::init()
{
    m_offers.reset();
    m_forwards.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_plane = std::make_unique<CannedPlane>(
        QList{CannedPlane::instance(u"ada-box"_s, InstanceState::Running),
              CannedPlane::instance(u"emmy-box"_s, InstanceState::Stopped)});
    QVERIFY(m_plane->follow());
    m_watches = 0;
    begin();
}

void OfferedPortsTest::begin()
{
    m_offers.reset();
    m_forwards = std::make_unique<Atelier::Forwards::Forwards>(ForwardServices{
        .controlPlane = &m_plane->client,
        .connectTo =
            [](const QString &) {
                return QtFuture::makeReadyValueFuture(Result<Ssh::Connection *>(
                    failure({.code = Error::Code::Unreachable, .message = u"Away."_s})));
            },
        .store = {m_folder->filePath(u"forwards.json"_s), u"local"_s}});
    m_offers = std::make_unique<OfferedPorts>(
        &m_plane->client, m_forwards.get(), [this](const QString &) {
            auto watch = std::make_unique<PortWatch>();
            m_watch = watch.get();
            ++m_watches;
            return watch;
        });
    m_offers->watch(u"ada-box"_s);
}

void OfferedPortsTest::offersWhatBeginsToListenUntilItEnds()
{
    QSignalSpy changes(m_offers.get(), &OfferedPorts::changed);
    Q_EMIT m_watch->appeared(board());
    Q_EMIT m_watch->appeared(board()); // at another address too
    QCOMPARE(changes.count(), 1);
    QCOMPARE(m_offers->offersOf(u"ada-box"_s).size(), 1);
    QVERIFY(m_offers->offersOf(u"emmy-box"_s).isEmpty());
    m_offers->dismiss(m_offers->offers().constFirst());
    QVERIFY(m_offers->offers().isEmpty());
    Q_EMIT m_watch->gone(6006);
    Q_EMIT m_watch->appeared(board());
    QCOMPARE(m_offers->offers().size(), 1);
    Q_EMIT m_watch->gone(6006);
    QVERIFY(m_offers->offers().isEmpty());
}

void OfferedPortsTest::offersNothingThatIsNotForABrowser_data()
{
    QTest::addColumn<ListeningPort>("port");
    QTest::addColumn<bool>("isOffered");
    const auto row = [](const char *name, quint16 port, const QString &program, bool isOffered) {
        QTest::newRow(name) << listening(port, program) << isOffered;
    };
    row("a web server", 8000, u"python3"_s, true);
    row("the way in", 24000, u"sshd"_s, false);
    row("a forward by hand", 9000, u"sshd-session"_s, false);
    row("a kernel's channel", 45123, u"python3"_s, false);
    QTest::newRow("a known tool at any port")
        << listening(45123, u"tensorboard"_s, u"TensorBoard"_s) << true;
}

void OfferedPortsTest::offersNothingThatIsNotForABrowser()
{
    QFETCH(const ListeningPort, port);
    QFETCH(const bool, isOffered);
    Q_EMIT m_watch->appeared(port);
    QCOMPARE(!m_offers->offers().isEmpty(), isOffered);
}

void OfferedPortsTest::acceptingForwardsToTheSamePort()
{
    Q_EMIT m_watch->appeared(board());
    const QString id = m_offers->accept(m_offers->offers().constFirst());
    QVERIFY(m_offers->offers().isEmpty());
    const Forward forward = m_forwards->find(id)->forward();
    QCOMPARE(forward.name, u"TensorBoard"_s);
    QCOMPARE(forward.instance, u"ada-box"_s);
    QCOMPARE(forward.port, quint16{6006});
    QCOMPARE(forward.localPort, quint16{0});
    QCOMPARE(forward.usedPort, quint16{6006}); // asked for first, and then any
}

void OfferedPortsTest::declinesForGood()
{
    Q_EMIT m_watch->appeared(board());
    m_offers->decline(m_offers->offers().constFirst());
    Q_EMIT m_watch->gone(6006);
    Q_EMIT m_watch->appeared(board());
    QVERIFY(m_offers->offers().isEmpty());
    begin(); // the studio is started again
    Q_EMIT m_watch->appeared(board());
    QVERIFY(m_offers->offers().isEmpty());
    ListeningPort other = board();
    other.port = 6007;
    Q_EMIT m_watch->appeared(other);
    QCOMPARE(m_offers->offers().size(), 1);
}

void OfferedPortsTest::offersNothingThatIsForwardedAlready()
{
    m_forwards->add({.instance = u"ada-box"_s, .name = u"mine"_s, .port = 6006});
    Q_EMIT m_watch->appeared(board());
    QVERIFY(m_offers->offers().isEmpty());
}

void OfferedPortsTest::watchesARunningInstanceOnce()
{
    m_offers->watch(u"ada-box"_s);
    m_offers->watch(u"emmy-box"_s);
    m_offers->watch(u"nobody"_s);
    QCOMPARE(m_watches, 1);
    Q_EMIT m_watch->appeared(board());
    m_plane->change(CannedPlane::instance(u"ada-box"_s, InstanceState::Stopping));
    QTRY_VERIFY(m_watch.isNull());
    QVERIFY(m_offers->offers().isEmpty());
    m_plane->change(CannedPlane::instance(u"ada-box"_s, InstanceState::Running));
    QTRY_VERIFY(m_forwards->runs(u"ada-box"_s));
    QCOMPARE(m_watches, 1); // not before there is a session
    m_offers->watch(u"ada-box"_s);
    QCOMPARE(m_watches, 2);
}

void OfferedPortsTest::beginsAnewAfterAFailure()
{
    Q_EMIT m_watch->appeared(board());
    Q_EMIT m_watch->failed({.code = Error::Code::ConnectionLost, .message = u"Lost."_s});
    QVERIFY(m_offers->offers().isEmpty());
    QTRY_VERIFY(m_watch.isNull());
    m_offers->watch(u"ada-box"_s);
    QCOMPARE(m_watches, 2);
    Q_EMIT m_watch->appeared(board());
    m_offers->dismiss(m_offers->offers().constFirst());
    Q_EMIT m_watch->failed({.code = Error::Code::ConnectionLost, .message = u"Lost."_s});
    m_offers->watch(u"ada-box"_s);
    Q_EMIT m_watch->appeared(board()); // the same program, told of again
    QVERIFY(m_offers->offers().isEmpty());
}

void OfferedPortsTest::namesAToolInOneLine_data()
{
    QTest::addColumn<ListeningPort>("port");
    QTest::addColumn<QString>("name");
    QTest::newRow("a known one") << board() << u"TensorBoard"_s;
    QTest::newRow("another") << listening(8000, u"my-app"_s) << u"my-app"_s;
    QTest::newRow("nameless") << listening(8000, {}) << u"A program"_s;
    QTest::newRow("hostile") << listening(8000, u"a\n\x1b[31m<b>\u202e"_s) << u"a [31m<b>"_s;
    QTest::newRow("long") << listening(8000, QString(200, u'x')) << QString(32, u'x');
}

void OfferedPortsTest::namesAToolInOneLine()
{
    QFETCH(const ListeningPort, port);
    QFETCH(const QString, name);
    QCOMPARE(toolName(port), name);
}

QTEST_GUILESS_MAIN(OfferedPortsTest)
#include "tst_offeredports.moc"
