// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshconnection.h"
#include "backend/ssh/pool/pooledconnection.h"
#include "backend/ssh/remoteprocess.h"
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/faultscript.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>

#include <future>
#include <thread>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::connectTo;
using Test::explain;
using Test::FaultProxy;
using Test::FaultScript;
using Test::receiveAll;
using Test::sendAll;
using Test::SocketServer;

namespace {

/** Pooled: without OpenSSH's client. Carried: with it for bulk streams. */
enum class Kind { Session, Pooled, Carried, OpenSsh };

std::unique_ptr<Connection> make(Kind kind, const Destination &destination)
{
    switch (kind) {
    case Kind::Session:
        return std::make_unique<Session>(destination);
    case Kind::Pooled:
        return std::make_unique<PooledConnection>(destination, nullptr, 30s, QString());
    case Kind::Carried:
        return std::make_unique<PooledConnection>(destination);
    case Kind::OpenSsh:
        break;
    }
    return std::make_unique<OpenSshConnection>(destination);
}

/** Runs @p work in a thread while the test's event loop goes on. */
template<typename Function>
auto inThread(Function work)
{
    auto future = std::async(std::launch::async, std::move(work));
    if (!QTest::qWaitFor([&] { return future.wait_for(0s) == std::future_status::ready; },
                         60'000)) {
        qFatal("A test's thread hangs.");
    }
    return future.get();
}

QByteArray echoed(int socket, const QByteArray &data)
{
    return inThread([&] {
        std::thread sender([&] {
            if (sendAll(socket, data)) {
                ::shutdown(socket, SHUT_WR);
            }
        });
        QByteArray received = receiveAll(socket);
        sender.join();
        return received;
    });
}

} // namespace

/** What every way to a node does alike: each test runs with each implementation. */
class TestConnectionContract final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void collectsOutputAndStatus();
    void tellsStatus255FromAFault();
    void tellsASignal();
    void passesInputOn();
    void endsACommandInTime();
    void cancelsACommand();
    void limitsTheOutput();
    void startsACommandWithStreams();
    void runsManyAtOnce();
    void streamsBothWays_data();
    void streamsBothWays();
    void speaksToASubsystem_data();
    void speaksToASubsystem();
    void saysWhichSubsystemIsMissing();
    void reachesAPort_data();
    void reachesAPort();
    void reachesASocket();
    void passesEachEndByItself();
    void saysThatNothingAnswers();
    void tunnels();
    void saysWhenTheConnectionBreaks();
    void opensAgainAfterALoss();
    void refusesAChangedHostKey();
    void refusesAnUnknownHostKey();
    void saysThatTheKeyWasRefused();
    void saysThatNobodyListens();
    void givesUpOnASilentServer();
    void answersEverythingWhenItEnds();

private:
    void connectNow();

    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<Connection> m_connection;
    Kind m_kind = Kind::Session;
    Destination m_destination;
};

void TestConnectionContract::initTestCase_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("session") << static_cast<int>(Kind::Session);
    QTest::newRow("pooled") << static_cast<int>(Kind::Pooled);
    QTest::newRow("carried") << static_cast<int>(Kind::Carried);
    QTest::newRow("openssh") << static_cast<int>(Kind::OpenSsh);
}

void TestConnectionContract::init()
{
    QFETCH_GLOBAL(const int, kind);
    m_kind = static_cast<Kind>(kind);
    m_sshd = std::make_unique<Test::TestSshd>(QStringList{QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_proxy = std::make_unique<FaultProxy>(m_sshd->port());
    m_destination = m_sshd->destination();
    m_destination.port = m_proxy->port();
    m_connection = make(m_kind, m_destination);
}

void TestConnectionContract::cleanup()
{
    m_connection.reset();
    m_proxy.reset();
    m_sshd.reset();
}

void TestConnectionContract::connectNow()
{
    const auto opened = await(m_connection->open());
    QVERIFY2(opened, explain(opened));
    QTRY_COMPARE(m_connection->state(), SessionState::Ready);
}

void TestConnectionContract::collectsOutputAndStatus()
{
    connectNow();
    const auto result = await(
        m_connection->exec(QStringLiteral("printf 'a\\0b'; printf no >&2; exit 7")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, QByteArray("a\0b", 3));
    QCOMPARE(result->err, "no");
    QCOMPARE(result->exitStatus, 7);
    QCOMPARE(result->signal, QString());
}

void TestConnectionContract::tellsStatus255FromAFault()
{
    connectNow();
    const auto result = await(m_connection->exec(QStringLiteral("exit 255")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->exitStatus, 255);
    const auto bulk = await(
        m_connection->stream(StreamTarget::command(QStringLiteral("exit 255")).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    const auto end = await(bulk->end);
    QVERIFY2(end, explain(end));
    QCOMPARE(end->exitStatus, 255);
}

void TestConnectionContract::tellsASignal()
{
    connectNow();
    const auto expected = [](bool isOpenSsh) {
        return isOpenSsh ? QStringLiteral("UNKNOWN") : QStringLiteral("TERM");
    };
    const auto result = await(m_connection->exec(QStringLiteral("kill -TERM $$")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->signal, expected(m_kind == Kind::OpenSsh));
    const auto bulk = await(
        m_connection->stream(StreamTarget::command(QStringLiteral("kill -TERM $$")).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    const auto end = await(bulk->end);
    QVERIFY2(end, explain(end));
    QCOMPARE(end->signal, expected(m_kind == Kind::OpenSsh || m_kind == Kind::Carried));
}

void TestConnectionContract::passesInputOn()
{
    connectNow();
    const QByteArray data = Test::unlikeBytes(3'000'000);
    const auto result = await(m_connection->exec(QStringLiteral("cat"), {.input = data}));
    QVERIFY2(result, explain(result));
    QVERIFY(result->out == data);
    const auto deaf = await(
        m_connection->exec(QStringLiteral("exec <&-; exit 4"), {.input = data}));
    QVERIFY2(deaf, explain(deaf));
    QCOMPARE(deaf->exitStatus, 4);
}

void TestConnectionContract::endsACommandInTime()
{
    connectNow();
    const auto result = await(m_connection->exec(QStringLiteral("sleep 30"), {.timeout = 300ms}));
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::TimedOut);
}

void TestConnectionContract::cancelsACommand()
{
    connectNow();
    std::stop_source stop;
    const auto running = m_connection->exec(QStringLiteral("sleep 30"), {.stop = stop.get_token()});
    std::thread other([&] { stop.request_stop(); });
    const auto result = await(running, 2'000);
    other.join();
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Cancelled);
    QVERIFY(await(m_connection->exec(QStringLiteral("true"))));
}

void TestConnectionContract::limitsTheOutput()
{
    connectNow();
    const auto result = await(
        m_connection->exec(QStringLiteral("cat /dev/zero"), {.maximumOutput = 100'000}));
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Exhausted);
    QVERIFY(await(m_connection->exec(QStringLiteral("true"))));
}

void TestConnectionContract::startsACommandWithStreams()
{
    connectNow();
    const auto process = m_connection->start(QStringLiteral("cat; printf end >&2; exit 3"));
    QSignalSpy started(process.get(), &RemoteProcess::started);
    QSignalSpy finished(process.get(), &RemoteProcess::finished);
    QByteArray out;
    QByteArray err;
    connect(process.get(), &RemoteProcess::readyOutput, this, [&](const QByteArray &data) {
        out += data;
    });
    connect(process.get(), &RemoteProcess::readyError, this, [&](const QByteArray &data) {
        err += data;
    });
    process->write("one ");
    QTRY_COMPARE(out, "one ");
    QCOMPARE(started.count(), 1);
    process->write("two");
    process->closeInput();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.first().first().toInt(), 3);
    QCOMPARE(out, "one two");
    QCOMPARE(err, "end");
}

void TestConnectionContract::runsManyAtOnce()
{
    connectNow();
    std::vector<QFuture<Result<ExecResult>>> all;
    for (int number = 0; number < 8; ++number) {
        all.push_back(m_connection->exec(QStringLiteral("echo %1").arg(number)));
    }
    for (int number = 0; number < 8; ++number) {
        const auto result = await(all.at(static_cast<std::size_t>(number)));
        QVERIFY2(result, explain(result));
        QCOMPARE(result->out, QByteArray::number(number) + '\n');
    }
}

void TestConnectionContract::streamsBothWays_data()
{
    QTest::addColumn<bool>("isBulk");
    QTest::newRow("interactive") << false;
    QTest::newRow("bulk") << true;
}

void TestConnectionContract::streamsBothWays()
{
    QFETCH(const bool, isBulk);
    connectNow();
    StreamTarget target = StreamTarget::command(QStringLiteral("cat; printf no >&2; exit 7"));
    target.isBulk = isBulk;
    const auto stream = await(m_connection->stream(target));
    QVERIFY2(stream, explain(stream));
    const QByteArray data = Test::unlikeBytes(5'000'000);
    QVERIFY(echoed(stream->descriptor->get(), data) == data);
    const auto end = await(stream->end);
    QVERIFY2(end, explain(end));
    QCOMPARE(end->exitStatus, 7);
    QCOMPARE(end->errorOutput, "no");
}

void TestConnectionContract::speaksToASubsystem_data()
{
    streamsBothWays_data();
}

void TestConnectionContract::speaksToASubsystem()
{
    QFETCH(const bool, isBulk);
    connectNow();
    StreamTarget target = StreamTarget::subsystem(QStringLiteral("sftp"));
    target.isBulk = isBulk;
    const auto stream = await(m_connection->stream(target));
    QVERIFY2(stream, explain(stream));
    const QByteArray hello = inThread([&] {
        QByteArray answer(9, '\0');
        return sendAll(stream->descriptor->get(), QByteArray("\0\0\0\5\1\0\0\0\3", 9))
                       && ::recv(stream->descriptor->get(), answer.data(), 9, MSG_WAITALL) == 9
                   ? answer
                   : QByteArray();
    });
    QCOMPARE(hello.mid(4), QByteArray("\2\0\0\0\3", 5));
}

void TestConnectionContract::saysWhichSubsystemIsMissing()
{
    connectNow();
    const auto stream = await(
        m_connection->stream(StreamTarget::subsystem(QStringLiteral("nonesuch"))));
    QVERIFY(!stream);
    QCOMPARE(stream.error().code, Error::Code::ChannelRefused);
    QVERIFY(stream.error().message.contains(QLatin1String("nonesuch")));
}

void TestConnectionContract::reachesAPort_data()
{
    streamsBothWays_data();
}

void TestConnectionContract::reachesAPort()
{
    QFETCH(const bool, isBulk);
    connectNow();
    const SocketServer server(SocketServer::echo);
    StreamTarget target = StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port());
    target.isBulk = isBulk;
    const QByteArray data = Test::unlikeBytes(2'000'000);
    for (int round = 0; round < 2; ++round) {
        const auto stream = await(m_connection->stream(target));
        QVERIFY2(stream, explain(stream));
        QVERIFY(echoed(stream->descriptor->get(), data) == data);
        stream->descriptor->reset();
        const auto end = await(stream->end);
        QVERIFY2(end, explain(end));
    }
}

void TestConnectionContract::reachesASocket()
{
    connectNow();
    const QString path = m_sshd->path(QStringLiteral("echo"));
    const SocketServer server(path, SocketServer::echo);
    const auto stream = await(m_connection->stream(StreamTarget::socket(path)));
    QVERIFY2(stream, explain(stream));
    QCOMPARE(echoed(stream->descriptor->get(), "hello"), "hello");
}

void TestConnectionContract::passesEachEndByItself()
{
    connectNow();
    // Ends what it sends, and reads on: as a web server does that answers before all is uploaded.
    std::promise<QByteArray> heard;
    auto future = heard.get_future();
    const SocketServer server([&](int socket) {
        static_cast<void>(sendAll(socket, "first"));
        ::shutdown(socket, SHUT_WR);
        heard.set_value(receiveAll(socket));
    });
    const auto stream = await(
        m_connection->stream(StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port())));
    QVERIFY2(stream, explain(stream));
    QCOMPARE(inThread([&] { return receiveAll(stream->descriptor->get()); }), "first");
    QVERIFY(sendAll(stream->descriptor->get(), "then"));
    ::shutdown(stream->descriptor->get(), SHUT_WR);
    QTRY_VERIFY(future.wait_for(0s) == std::future_status::ready);
    QCOMPARE(future.get(), "then");
}

void TestConnectionContract::saysThatNothingAnswers()
{
    connectNow();
    const auto port = await(
        m_connection->stream(StreamTarget::tcp(QStringLiteral("127.0.0.1"), 1)));
    QVERIFY(!port);
    QCOMPARE(port.error().code, Error::Code::ForwardingRefused);
    const auto socket = await(
        m_connection->stream(StreamTarget::socket(m_sshd->path(QStringLiteral("nonesuch")))));
    QVERIFY(!socket);
    QCOMPARE(socket.error().code, Error::Code::ForwardingRefused);
    QVERIFY(await(m_connection->exec(QStringLiteral("true"))));
}

void TestConnectionContract::tunnels()
{
    connectNow();
    const SocketServer server(SocketServer::echo);
    const auto tunnel = m_connection->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    QCOMPARE(tunnel->localPort(), *port);
    const QByteArray data = Test::unlikeBytes(1'000'000);
    for (int round = 0; round < 3; ++round) {
        const UniqueFd socket = connectTo(*port);
        QVERIFY(echoed(socket.get(), data) == data);
    }
    QTRY_COMPARE(tunnel->openConnections(), 0);
    tunnel->stop();
    QTRY_VERIFY(!connectTo(*port).isValid());
    const auto again = await(tunnel->listen());
    QVERIFY2(again, explain(again));
    QCOMPARE(*again, *port);
    const UniqueFd socket = connectTo(*port);
    QCOMPARE(echoed(socket.get(), "again"), "again");
}

void TestConnectionContract::saysWhenTheConnectionBreaks()
{
    connectNow();
    const StreamTarget half = StreamTarget::command(QStringLiteral("echo half; sleep 600"));
    const auto stream = await(m_connection->stream(half));
    QVERIFY2(stream, explain(stream));
    const auto bulk = await(m_connection->stream(half.asBulk()));
    QVERIFY2(bulk, explain(bulk));
    const auto running = m_connection->exec(QStringLiteral("sleep 600"));
    const auto process = m_connection->start(QStringLiteral("echo up; sleep 600"));
    QSignalSpy output(process.get(), &RemoteProcess::readyOutput);
    QSignalSpy failed(process.get(), &RemoteProcess::failed);
    QTRY_COMPARE(output.count(), 1);
    m_proxy->cut(FaultProxy::Fault::Reset);
    const auto end = await(stream->end);
    QVERIFY(!end);
    QCOMPARE(end.error().code, Error::Code::ConnectionLost);
    QCOMPARE(inThread([&] { return receiveAll(bulk->descriptor->get()); }), "half\n");
    const auto bulkEnd = await(bulk->end);
    QVERIFY(!bulkEnd);
    QCOMPARE(bulkEnd.error().code, Error::Code::ConnectionLost);
    const auto result = await(running);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::ConnectionLost);
    QTRY_COMPARE(failed.count(), 1);
    QTRY_COMPARE(m_connection->state(), SessionState::Lost);
}

void TestConnectionContract::opensAgainAfterALoss()
{
    connectNow();
    const SocketServer server(SocketServer::echo);
    const auto tunnel = m_connection->tunnel(
        StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port()));
    const auto port = await(tunnel->listen());
    QVERIFY2(port, explain(port));
    FaultScript script(*m_connection, 300'000, *port);
    for (int round = 0; round < 2; ++round) {
        const auto result = script.run();
        QVERIFY2(result, explain(result));
        m_proxy->cut(round == 0 ? FaultProxy::Fault::Reset : FaultProxy::Fault::End);
        QTRY_COMPARE(m_connection->state(), SessionState::Lost);
        QCOMPARE(m_connection->lastError().code, Error::Code::ConnectionLost);
    }
    const auto result = script.run();
    QVERIFY2(result, explain(result));
}

void TestConnectionContract::refusesAChangedHostKey()
{
    m_sshd->replaceHostKey();
    QVERIFY(m_sshd->restart());
    const auto opened = await(m_connection->open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyChanged);
    QTRY_COMPARE(m_connection->state(), SessionState::Failed);
    QVERIFY(!m_sshd->log().contains(QLatin1String("userauth-request")));
}

void TestConnectionContract::refusesAnUnknownHostKey()
{
    m_destination.hostKeys.clear();
    m_connection = make(m_kind, m_destination);
    const auto opened = await(m_connection->open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyUnknown);
}

void TestConnectionContract::saysThatTheKeyWasRefused()
{
    m_destination.identityFiles = {m_sshd->makeKey(
        QStringLiteral("stranger"), {QStringLiteral("-t"), QStringLiteral("ed25519")})};
    m_connection = make(m_kind, m_destination);
    const auto opened = await(m_connection->open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
}

void TestConnectionContract::saysThatNobodyListens()
{
    m_proxy->setRefusing(true);
    const auto opened = await(m_connection->open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::ConnectionRefused);
}

void TestConnectionContract::givesUpOnASilentServer()
{
    m_destination.connectTimeout = 1s;
    m_proxy->setSilent(true);
    m_connection = make(m_kind, m_destination);
    QElapsedTimer watch;
    watch.start();
    const auto opened = await(m_connection->open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::TimedOut);
    QCOMPARE_GE(watch.elapsed(), 900);
    QCOMPARE_LT(watch.elapsed(), 6'000);
}

void TestConnectionContract::answersEverythingWhenItEnds()
{
    connectNow();
    const auto running = m_connection->exec(QStringLiteral("sleep 600"));
    const auto stream = await(
        m_connection->stream(StreamTarget::command(QStringLiteral("echo on; sleep 600"))));
    QVERIFY2(stream, explain(stream));
    const auto bulk = await(
        m_connection->stream(StreamTarget::command(QStringLiteral("echo on; sleep 600")).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    const auto opening = m_connection->stream(
        StreamTarget::command(QStringLiteral("sleep 600")).asBulk());
    const auto process = m_connection->start(QStringLiteral("sleep 600"));
    QElapsedTimer watch;
    watch.start();
    m_connection.reset();
    QCOMPARE_LT(watch.elapsed(), 1'500);
    const auto result = await(running);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Cancelled);
    const auto end = await(stream->end);
    QVERIFY(!end);
    QCOMPARE(end.error().code, Error::Code::Cancelled);
    const auto bulkEnd = await(bulk->end);
    QVERIFY(!bulkEnd);
    QCOMPARE(bulkEnd.error().code, Error::Code::Cancelled);
    QVERIFY(opening.isFinished());
}

QTEST_GUILESS_MAIN(TestConnectionContract)
#include "tst_connectioncontract.moc"
