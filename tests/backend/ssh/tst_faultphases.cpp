// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/faultscript.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <array>
#include <map>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::FaultProxy;
using Test::FaultScript;
using Direction = FaultProxy::Direction;
using Fault = FaultProxy::Fault;

namespace {

constexpr qsizetype dataSize = 200'000;
constexpr std::chrono::milliseconds connectTimeout = 2s;
constexpr std::chrono::milliseconds keepAlive = 400ms;
/** Room for a machine that compiles meanwhile. */
constexpr qint64 slack = 4'000;

/** How many bytes had passed up and down when something had been reached. */
using Place = std::array<std::int64_t, 2>;

struct Phase
{
    const char *name;
    const char *after;  ///< the mark before it
    const char *before; ///< the mark behind it
    /** Where between the two: below 1 a share, else bytes from the first. */
    double where;

    /** Before the first keys. */
    [[nodiscard]] bool isPlain() const { return before == QByteArray("authenticating"); }
    [[nodiscard]] bool isLogin() const { return isPlain() || before == QByteArray("open"); }
};

/** In the order in which a connection goes through them. */
constexpr std::array phases{
    Phase{.name = "connect", .after = "begin", .before = "authenticating", .where = 0},
    Phase{.name = "banner", .after = "begin", .before = "authenticating", .where = 10},
    Phase{.name = "key exchange", .after = "begin", .before = "authenticating", .where = 0.5},
    Phase{.name = "new keys", .after = "begin", .before = "authenticating", .where = 0.97},
    Phase{.name = "authentication", .after = "authenticating", .before = "open", .where = 0.6},
    Phase{.name = "channel open", .after = "open", .before = "exec", .where = 10},
    Phase{.name = "exec start", .after = "open", .before = "exec", .where = 80},
    Phase{.name = "transfer", .after = "exec", .before = "stream", .where = 0.5},
    Phase{.name = "stream's end", .after = "exec", .before = "stream", .where = 0.9999},
    Phase{.name = "tunnel", .after = "stream", .before = "end", .where = 0.5},
};

constexpr std::array<std::pair<const char *, Fault>, 4> faults{{
    {"reset", Fault::Reset},
    {"end", Fault::End},
    {"stall", Fault::Stall},
    {"corruption", Fault::Flip},
}};

/** What a fault may be called: before the login, and later. */
bool isFitting(const Error &error, Fault fault, bool wasReady)
{
    QSet<Error::Code> allowed{Error::Code::Unreachable,
                              Error::Code::ConnectionLost,
                              Error::Code::HandshakeFailed,
                              Error::Code::TimedOut};
    if (wasReady) {
        allowed = {Error::Code::ConnectionLost};
    } else if (fault == Fault::Stall) {
        allowed = {Error::Code::TimedOut};
    }
    return allowed.contains(error.code) && error.message.endsWith(u'.');
}

} // namespace

/** Every fault of a network at every phase of a connection. */
class TestFaultPhases final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    // Three that run at the same time (CMakeLists.txt): each row mostly waits.
    void noticesAFaultOfALogin_data() { addFaults("connect", "authentication"); }
    void noticesAFaultOfALogin() { noticeAndRecover(); }
    void noticesAFaultOfACommand_data() { addFaults("channel open", "transfer"); }
    void noticesAFaultOfACommand() { noticeAndRecover(); }
    void noticesAFaultAtAnEnd_data() { addFaults("stream's end", "tunnel"); }
    void noticesAFaultAtAnEnd() { noticeAndRecover(); }
    void noticesAnyByte_data();
    void noticesAnyByte();
    void takesNoFaultForARefusal();
    void waitsOutAStall_data();
    void waitsOutAStall();
    void worksOnABadNetwork_data();
    void worksOnABadNetwork();

private:
    void record();
    void prepare(std::chrono::milliseconds alive = keepAlive);
    [[nodiscard]] Place place(const Phase &phase) const;
    static void addPlaces();
    /** Every fault both ways, in the phases from @p first to @p last. */
    static void addFaults(QByteArrayView first, QByteArrayView last);
    void noticeAndRecover();
    [[nodiscard]] static const Phase &phase();

    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<Test::SocketServer> m_echo;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Tunnel> m_tunnel;
    std::map<QByteArray, Place> m_marks;
};

void TestFaultPhases::initTestCase()
{
    // OpenSSH 10 turns away for a while whoever breaks off logins.
    m_sshd = std::make_unique<Test::TestSshd>(QStringList{QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_echo = std::make_unique<Test::SocketServer>(Test::SocketServer::echo);
    record();
}

void TestFaultPhases::cleanupTestCase()
{
    m_echo.reset();
    m_sshd.reset();
}

void TestFaultPhases::init()
{
    m_proxy = std::make_unique<FaultProxy>(m_sshd->port());
    QVERIFY(m_proxy->isListening());
    prepare();
}

void TestFaultPhases::cleanup()
{
    m_tunnel.reset();
    m_session.reset();
    m_proxy.reset();
}

void TestFaultPhases::prepare(std::chrono::milliseconds alive)
{
    Destination destination = m_sshd->destination();
    destination.port = m_proxy->port();
    destination.connectTimeout = connectTimeout;
    destination.keepAlive = alive;
    m_session = std::make_unique<Session>(destination);
    m_tunnel = m_session->tunnel(StreamTarget::tcp(QStringLiteral("127.0.0.1"), m_echo->port()));
    const auto port = await(m_tunnel->listen());
    QVERIFY2(port, explain(port));
}

void TestFaultPhases::record()
{
    m_proxy = std::make_unique<FaultProxy>(m_sshd->port());
    // A mark is set while the other side's next words are still on their way.
    m_proxy->setDelay(20ms);
    prepare();
    const auto mark = [this](const char *name) {
        m_marks[name] = {m_proxy->bytes(Direction::Up), m_proxy->bytes(Direction::Down)};
    };
    connect(m_session.get(), &Session::stateChanged, this, [mark](SessionState state) {
        if (state == SessionState::Authenticating) {
            mark("authenticating");
        }
    });
    mark("begin");
    FaultScript script(*m_session, dataSize, m_tunnel->localPort());
    const auto result = script.run(mark);
    QVERIFY2(result, explain(result));
    for (const auto &[name, at] : m_marks) {
        qInfo("%s: %lld up, %lld down", name.constData(), qlonglong{at[0]}, qlonglong{at[1]});
    }
    cleanup();
}

Place TestFaultPhases::place(const Phase &phase) const
{
    Place found{};
    for (std::size_t way = 0; way < found.size(); ++way) {
        const auto first = m_marks.at(phase.after).at(way);
        const auto length = m_marks.at(phase.before).at(way) - first;
        const double distance = phase.where < 1 ? phase.where * static_cast<double>(length)
                                                : phase.where;
        found.at(way) = first + static_cast<std::int64_t>(distance);
    }
    return found;
}

void TestFaultPhases::addPlaces()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("way");
}

const Phase &TestFaultPhases::phase()
{
    QFETCH(const int, phase);
    return phases.at(static_cast<std::size_t>(phase));
}

void TestFaultPhases::addFaults(QByteArrayView first, QByteArrayView last)
{
    addPlaces();
    const auto named = [](QByteArrayView name) {
        return std::ranges::find(
                   phases, name, [](const Phase &phase) { return QByteArrayView(phase.name); })
               - phases.begin();
    };
    for (auto at = static_cast<std::size_t>(named(first));
         at <= static_cast<std::size_t>(named(last));
         ++at) {
        for (const auto &[name, fault] : faults) {
            for (const int way : {0, 1}) {
                if (fault == Fault::Stall && way == 0 && phases.at(at).isLogin()) {
                    continue; // looks the same from here, and takes the whole time to connect
                }
                QTest::addRow("%s, %s, %s", phases.at(at).name, name, way == 0 ? "up" : "down")
                    << static_cast<int>(at) << static_cast<int>(fault) << way;
            }
        }
    }
}

void TestFaultPhases::noticeAndRecover()
{
    QFETCH(const int, fault);
    QFETCH(const int, way);
    const auto kind = static_cast<Fault>(fault);
    const auto at = place(phase()).at(static_cast<std::size_t>(way));
    m_proxy->inject(kind, static_cast<Direction>(way), at, 1);
    bool wasReady = false;
    // By the session. A connection that has only begun waits ten seconds for it to come back, which
    // here it does not.
    QTimer patience;
    patience.setSingleShot(true);
    patience.setInterval(1s);
    connect(&patience, &QTimer::timeout, m_tunnel.get(), &Tunnel::stop);
    qint64 noticed = 0;
    QElapsedTimer watch;
    connect(m_session.get(), &Session::stateChanged, this, [&](SessionState state) {
        wasReady = wasReady || state == SessionState::Ready;
        if (state == SessionState::Lost || state == SessionState::Failed) {
            noticed = watch.elapsed();
            patience.start();
        }
    });
    const quint16 port = m_tunnel->localPort();
    FaultScript script(*m_session, dataSize, port);
    watch.start();
    const auto result = script.run();
    QCOMPARE(m_proxy->faultsHappened(), 1);
    if (result && kind == Fault::Flip && phase().isPlain()) {
        return; // before the first keys nothing protects a packet's padding, and nothing uses it
    }
    QVERIFY2(!result, "The fault was not noticed.");
    QVERIFY2(isFitting(result.error(), kind, wasReady), explain(result));
    // Asked after one silent interval at the latest; given up after the next, or after three where
    // something comes that makes no sense yet.
    QCOMPARE_LT(noticed, (wasReady ? 5 * keepAlive : connectTimeout).count() + slack);
    disconnect(m_session.get(), nullptr, this, nullptr);
    patience.stop();
    QVERIFY(await(m_tunnel->listen(port)));
    watch.start();
    const auto again = script.run();
    QVERIFY2(again, explain(again));
    qInfo("%lld bytes: noticed after %lld ms (%s), everything done again in %lld ms",
          qlonglong{at},
          noticed,
          qPrintable(result.error().message),
          watch.elapsed());
}

void TestFaultPhases::noticesAnyByte_data()
{
    QTest::addColumn<int>("way");
    QTest::addColumn<int>("byte");
    // A packet's first four bytes are its length, the next are encrypted.
    for (const int byte : {0, 1, 2, 3, 4, 5, 20}) {
        QTest::addRow("byte %d up", byte) << 0 << byte;
        QTest::addRow("byte %d down", byte) << 1 << byte;
    }
}

void TestFaultPhases::noticesAnyByte()
{
    QFETCH(const int, way);
    QFETCH(const int, byte);
    const auto at = m_marks.at("open").at(static_cast<std::size_t>(way)) + byte;
    m_proxy->inject(Fault::Flip, static_cast<Direction>(way), at, 1);
    FaultScript script(*m_session, dataSize, m_tunnel->localPort());
    QElapsedTimer watch;
    watch.start();
    const auto result = script.run();
    QCOMPARE(m_proxy->faultsHappened(), 1);
    QVERIFY2(!result, "The fault was not noticed.");
    QCOMPARE(result.error().code, Error::Code::ConnectionLost);
    qInfo("noticed after %lld ms", watch.elapsed());
    QCOMPARE_LT(watch.elapsed(), (5 * keepAlive.count()) + slack);
    const auto again = script.run();
    QVERIFY2(again, explain(again));
}

void TestFaultPhases::takesNoFaultForARefusal()
{
    // A refused login ends all attempts, so that nothing else may pass for one.
    const auto begin = m_marks.at("authenticating").at(1);
    int broken = 0;
    for (auto at = begin + 1; at < m_marks.at("open").at(1); at += 7) {
        cleanup();
        init();
        m_proxy->inject(Fault::Flip, Direction::Down, at, 1);
        const auto opened = await(m_session->open());
        if (opened) {
            break; // what the server says behind its consent
        }
        QVERIFY2(isFitting(opened.error(), Fault::Flip, false), explain(opened));
        ++broken;
    }
    QCOMPARE_GT(broken, 10);
}

void TestFaultPhases::waitsOutAStall_data()
{
    addPlaces();
    for (std::size_t at = 0; at < phases.size(); ++at) {
        QTest::addRow("%s", phases.at(at).name)
            << static_cast<int>(at) << static_cast<int>(Fault::Stall) << static_cast<int>(at % 2);
    }
}

void TestFaultPhases::waitsOutAStall()
{
    QFETCH(const int, way);
    m_proxy->inject(Fault::Stall,
                    static_cast<Direction>(way),
                    place(phase()).at(static_cast<std::size_t>(way)));
    QTimer release;
    QElapsedTimer stalled;
    connect(&release, &QTimer::timeout, this, [&] {
        if (m_proxy->faultsHappened() == 1 && !stalled.isValid()) {
            stalled.start();
        }
        if (stalled.isValid() && stalled.hasExpired(250)) {
            m_proxy->release();
            release.stop();
        }
    });
    release.start(10);
    FaultScript script(*m_session, dataSize, m_tunnel->localPort());
    const auto result = script.run();
    QVERIFY2(result, explain(result));
    QCOMPARE(m_proxy->connections(), 1);
    QVERIFY(!release.isActive());
}

void TestFaultPhases::worksOnABadNetwork_data()
{
    QTest::addColumn<int>("delay");
    QTest::addColumn<int>("rate");
    QTest::newRow("40 ms") << 20 << 0;
    QTest::newRow("200 ms") << 100 << 0;
    QTest::newRow("64 KiB/s") << 0 << 65536;
}

void TestFaultPhases::worksOnABadNetwork()
{
    QFETCH(const int, delay);
    QFETCH(const int, rate);
    // What waits in a slow line's buffers must not pass for silence.
    m_tunnel.reset();
    prepare(3s);
    m_proxy->setDelay(std::chrono::milliseconds(delay));
    m_proxy->setThrottle(Direction::Up, rate);
    m_proxy->setThrottle(Direction::Down, rate);
    std::map<QByteArray, qint64> times;
    QElapsedTimer watch;
    watch.start();
    FaultScript script(*m_session, dataSize, m_tunnel->localPort());
    const auto result = script.run([&](const char *step) { times[step] = watch.restart(); });
    QVERIFY2(result, explain(result));
    QCOMPARE(m_proxy->connections(), 1);
    qInfo("login %lld ms, command %lld ms, %lld bytes up and down %lld ms, tunnel %lld ms",
          times["open"],
          times["exec"],
          qlonglong{dataSize},
          times["stream"],
          times["end"]);
}

QTEST_GUILESS_MAIN(TestFaultPhases)
#include "tst_faultphases.moc"
