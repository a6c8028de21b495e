// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QFile>
#include <QTest>

#include <signal.h>
#include <sys/socket.h>

#include <future>
#include <thread>

using namespace Atelier;
using namespace Atelier::Ssh;
using Test::await;
using Test::explain;
using Test::receiveAll;
using Test::sendAll;

namespace {

/** Runs @p work in a thread while the test's event loop goes on. */
template<typename Function>
auto inThread(Function work)
{
    auto future = std::async(std::launch::async, std::move(work));
    if (!QTest::qWaitFor(
            [&] { return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready; },
            60'000)) {
        qFatal("A test's thread hangs.");
    }
    return future.get();
}

} // namespace

/** Streams through a real sshd. */
class TestStream final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_sshd = std::make_unique<Test::TestSshd>();
        QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
        m_session = std::make_unique<Session>(m_sshd->destination());
        const auto opened = await(m_session->open());
        QVERIFY2(opened.has_value(), explain(opened));
    }

    void cleanup()
    {
        m_session.reset();
        m_sshd.reset();
    }

    void movesBytesBothWaysAndTellsTheEnd()
    {
        const auto stream = await(
            m_session->stream(StreamTarget::command(QStringLiteral("cat; echo no >&2; exit 7"))));
        QVERIFY2(stream.has_value(), explain(stream));
        const QByteArray data(3'000'000, 'x');
        const QByteArray echoed = inThread([&] {
            std::thread sender([&] {
                if (sendAll(stream->descriptor->get(), data)) {
                    ::shutdown(stream->descriptor->get(), SHUT_WR);
                }
            });
            QByteArray received = receiveAll(stream->descriptor->get());
            sender.join();
            return received;
        });
        QCOMPARE(echoed, data);
        const auto end = await(stream->end);
        QVERIFY2(end.has_value(), explain(end));
        QCOMPARE(end->exitStatus, 7);
        QCOMPARE(end->errorOutput, QByteArray("no\n"));
    }

    void endsBeforeTheCallerCloses()
    {
        const auto stream = await(
            m_session->stream(StreamTarget::command(QStringLiteral("echo done"))));
        QVERIFY2(stream.has_value(), explain(stream));
        const auto end = await(stream->end);
        QVERIFY2(end.has_value(), explain(end));
        QCOMPARE(receiveAll(stream->descriptor->get()), QByteArray("done\n"));
    }

    void namesTheSignal()
    {
        const auto stream = await(
            m_session->stream(StreamTarget::command(QStringLiteral("kill -TERM $$"))));
        QVERIFY2(stream.has_value(), explain(stream));
        const auto end = await(stream->end);
        QVERIFY2(end.has_value(), explain(end));
        QCOMPARE(end->signal, QStringLiteral("TERM"));
    }

    void speaksToASubsystem()
    {
        const auto stream = await(
            m_session->stream(StreamTarget::subsystem(QStringLiteral("sftp")).asBulk()));
        QVERIFY2(stream.has_value(), explain(stream));
        const QByteArray hello = inThread([&] {
            QByteArray answer(9, '\0');
            return sendAll(stream->descriptor->get(), QByteArray("\0\0\0\5\1\0\0\0\3", 9))
                           && ::recv(stream->descriptor->get(), answer.data(), 9, MSG_WAITALL) == 9
                       ? answer
                       : QByteArray();
        });
        QCOMPARE(hello.mid(4), QByteArray("\2\0\0\0\3", 5));
    }

    void saysWhichSubsystemIsMissing()
    {
        const auto stream = await(
            m_session->stream(StreamTarget::subsystem(QStringLiteral("nonesuch"))));
        QVERIFY(!stream);
        QCOMPARE(stream.error().code, Error::Code::ChannelRefused);
        QVERIFY(stream.error().message.contains(QLatin1String("nonesuch")));
    }

    void reachesAPort()
    {
        const Test::SocketServer server(Test::SocketServer::echo);
        const auto stream = await(
            m_session->stream(StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port())));
        QVERIFY2(stream.has_value(), explain(stream));
        const QByteArray answer = inThread([&] {
            return sendAll(stream->descriptor->get(), "hello")
                           && ::shutdown(stream->descriptor->get(), SHUT_WR) == 0
                       ? receiveAll(stream->descriptor->get())
                       : QByteArray();
        });
        QCOMPARE(answer, QByteArray("hello"));
    }

    void endsTheCommandWhenClosed()
    {
        const QString file = m_sshd->path(QStringLiteral("pid"));
        auto stream = await(m_session->stream(
            StreamTarget::command(QStringLiteral("echo $$ > '%1'; exec sleep 600").arg(file))));
        QVERIFY2(stream.has_value(), explain(stream));
        QFile pid(file);
        QTRY_VERIFY(pid.exists() && pid.size() > 1);
        QVERIFY(pid.open(QIODevice::ReadOnly));
        const auto process = pid.readAll().trimmed().toInt();
        QVERIFY(process > 1 && ::kill(process, 0) == 0);
        stream->descriptor.reset();
        QTRY_VERIFY(::kill(process, 0) != 0);
    }

    void saysWhenTheConnectionBreaks()
    {
        const auto stream = await(
            m_session->stream(StreamTarget::command(QStringLiteral("echo half; sleep 600"))));
        QVERIFY2(stream.has_value(), explain(stream));
        m_sshd->killConnections();
        const auto end = await(stream->end);
        QVERIFY(!end);
        QCOMPARE(end.error().code, Error::Code::ConnectionLost);
    }

private:
    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<Session> m_session;
};

QTEST_GUILESS_MAIN(TestStream)
#include "tst_stream.moc"
