// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/protocol/filerow.h"
#include "backend/node/protocol/frame.h"
#include "backend/nodeclient/nodelink.h"
#include "backend/nodeclient/replies.h"
#include "tests/backend/ssh/await.h"

#include <QPromise>
#include <QTest>

#include <sys/socket.h>

#include <thread>

using namespace Atelier;
using namespace Atelier::NodeClient;
using namespace std::chrono_literals;
using Node::FrameType;
using Test::await;
using Test::explain;

namespace {

const std::string hello = "words of a shell\nATELIER-NODE 1 9.9\n";

std::string frame(FrameType type, std::uint32_t id, const std::string &payload = {})
{
    return Node::frameText(type, id, payload);
}

std::string rows(const std::string &path, int count = 1)
{
    std::string bytes;
    for (int i = 0; i < count; ++i) {
        Node::appendRow(&bytes, {.path = path, .kind = Node::FileKind::File});
    }
    return bytes;
}

/** The node's end of a link, which says whatever a test wants. */
class FakeNode final
{
public:
    explicit FakeNode(const std::string &words, NodeLink::Patience patience = {})
    {
        std::array<int, 2> pair{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
            qFatal("socketpair");
        }
        m_socket = UniqueFd(pair[0]);
        m_end.start();
        const auto ours = std::make_shared<UniqueFd>(pair[1]);
        m_greeted.start();
        say(words);
        m_link = std::make_unique<NodeLink>(
            Ssh::Stream{.descriptor = ours, .end = m_end.future()},
            [this](const Result<void> &result, const QByteArray &) {
                m_greeted.addResult(result);
                m_greeted.finish();
            },
            patience);
    }

    ~FakeNode()
    {
        m_end.addResult(Ssh::StreamEnd{});
        m_end.finish();
        m_link.reset();
    }

    void say(const std::string &words)
    {
        std::string_view left = words;
        while (!left.empty()) {
            const ssize_t count = ::send(m_socket.get(), left.data(), left.size(), MSG_NOSIGNAL);
            if (count <= 0) {
                return; // it has been hung up
            }
            left.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    QFuture<Result<void>> greeted() { return m_greeted.future(); }
    NodeLink &link() { return *m_link; }

private:
    UniqueFd m_socket;
    QPromise<Result<Ssh::StreamEnd>> m_end;
    QPromise<Result<void>> m_greeted;
    std::unique_ptr<NodeLink> m_link;
};

} // namespace

/** The studio's end against a node that lies: a sentence in time, and no crash. */
class TestNodeLink final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesAWrongHello_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("zero") << QByteArray("ATELIER-NODE 0 1\n");
        QTest::newRow("no number") << QByteArray("ATELIER-NODE one 1\n");
        QTest::newRow("no version") << QByteArray("ATELIER-NODE 1\n");
        QTest::newRow("long") << QByteArray("ATELIER-NODE 1 ") + QByteArray(200, 'x') + '\n';
        QTest::newRow("long, without end") << QByteArray("ATELIER-NODE 1 ") + QByteArray(200, 'x');
        QTest::newRow("escapes") << QByteArray("ATELIER-NODE 1 \x1b[2J\n");
        QTest::newRow("64 KiB of words") << QByteArray(66'000, 'w');
    }

    void refusesAWrongHello()
    {
        QFETCH(QByteArray, words);
        FakeNode node(words.toStdString());
        const auto greeted = await(node.greeted());
        QVERIFY(!greeted);
        QCOMPARE(greeted.error().code, Error::Code::Protocol);
        QVERIFY(!greeted.error().message.isEmpty());
    }

    void refusesWrongFrames_data()
    {
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *name, const std::string &words) {
            QTest::newRow(name) << QByteArray::fromStdString(words);
        };
        row("unknown type", std::string("\0\0\0\0\x09\0\0\0\1", 9));
        row("type zero", std::string("\0\0\0\0\0\0\0\0\1", 9));
        row("too large", std::string("\0\x20\0\0\3\0\0\0\1", 9));
        row("4 GiB", std::string("\xff\xff\xff\xff\3\0\0\0\1", 9));
        row("a studio's frame", frame(FrameType::Request, 1, "{}"));
        row("no JSON", frame(FrameType::Done, 1, "{"));
        row("no object", frame(FrameType::Done, 1, "[]"));
        row("deep JSON", frame(FrameType::Item, 1, std::string(500'000, '[')));
        row("no request", frame(FrameType::Done, 0, "{}"));
        row("a failure of all", frame(FrameType::Failure, 0, R"({"code":7})"));
        row("odd credit", frame(FrameType::Credit, 1, "12345"));
        row("a row that leads out", frame(FrameType::Data, 1, rows("../x")));
        row("a cut row", frame(FrameType::Data, 1, rows("name").substr(0, 20)));
        row("an absolute row", frame(FrameType::Data, 1, rows("/etc/passwd")));
        row("miscounted",
            frame(FrameType::Data, 1, rows("a", 3))
                + frame(FrameType::Done, 1, R"({"entries":4})"));
        row("negative",
            frame(FrameType::Done, 1, R"({"entries":-1,"faultCount":-9e99,"faults":5})")
                + frame(FrameType::Request, 1));
    }

    void refusesWrongFrames()
    {
        QFETCH(QByteArray, words);
        FakeNode node(hello);
        QVERIFY(await(node.greeted()).has_value());
        const auto reply = std::make_shared<ListReply>(nullptr, nullptr);
        node.link().begin({{"request", "list"}}, reply);
        node.say(words.toStdString());
        const auto result = await(reply->future());
        if (qstrcmp(QTest::currentDataTag(), "negative") == 0) {
            QVERIFY2(result.has_value(), explain(result));
            return;
        }
        QVERIFY(!result);
        QVERIFY2(!result.error().message.isEmpty(), explain(result));
    }

    void refusesMoreThanItGaveCreditFor()
    {
        FakeNode node(hello);
        class Hoarder final : public PromiseReply<bool>
        {
            [[nodiscard]] bool grantsItself() const override { return true; }
            [[nodiscard]] Result<bool> resultFrom(const nlohmann::json &) override { return true; }
        };
        const auto reply = std::make_shared<Hoarder>();
        node.link().begin({{"request", "pack"}}, reply);
        const std::string block(std::size_t{1} << 20U, 'x');
        std::thread flood([&] {
            for (int i = 0; i < 20; ++i) {
                node.say(frame(FrameType::Data, 1, block));
            }
        });
        const auto result = await(reply->future());
        flood.join();
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Protocol);
    }

    void boundsWhatWaitsForABusyThread_data()
    {
        QTest::addColumn<QByteArray>("item");
        QTest::addColumn<int>("count");
        QTest::newRow("large") << QByteArray(R"({"a":")" + QByteArray(500'000, 'x') + R"("})")
                               << 40;
        QTest::newRow("small") << QByteArray("{}") << 300'000;
    }

    /** A node that sends items without end, and a thread that has no time for them. */
    void boundsWhatWaitsForABusyThread()
    {
        QFETCH(const QByteArray, item);
        QFETCH(const int, count);
        FakeNode node(hello);
        QVERIFY(await(node.greeted()).has_value());
        QObject context;
        const auto poster = std::make_shared<Poster>(&context);
        int taken = 0;
        const auto reply = std::make_shared<JsonReply>(poster,
                                                       [&](const QJsonObject &) { ++taken; });
        node.link().begin({{"request", "watch"}}, reply);
        std::thread flood([&] {
            const std::string one = frame(FrameType::Item, 1, item.toStdString());
            std::string many;
            for (int i = 0; i < count; ++i) {
                many += one;
            }
            node.say(many);
        });
        flood.join(); // nothing is taken meanwhile
        const auto result = await(reply->future());
        poster->close();
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Protocol);
        QVERIFY(!result.error().message.isEmpty());
        QVERIFY2(taken < count / 2, qPrintable(QString::number(taken)));
    }

    void goesOnWhenABusyThreadHasTimeAgain()
    {
        FakeNode node(hello);
        QVERIFY(await(node.greeted()).has_value());
        QObject context;
        const auto poster = std::make_shared<Poster>(&context);
        int taken = 0;
        const auto reply = std::make_shared<JsonReply>(poster,
                                                       [&](const QJsonObject &) { ++taken; });
        node.link().begin({{"request", "watch"}}, reply);
        // Each round is within the credit, all of them together are far over it.
        const std::string item = frame(
            FrameType::Item, 1, R"({"a":")" + std::string(500'000, 'x') + R"("})");
        for (int round = 1; round <= 6; ++round) {
            node.say(item + item + item + item);
            QTRY_COMPARE(taken, 4 * round);
        }
        node.say(frame(FrameType::Done, 1, "{}"));
        const auto result = await(reply->future());
        poster->close();
        QVERIFY2(result.has_value(), explain(result));
    }

    void ignoresWhatComesForARequestThatWasCancelled()
    {
        FakeNode node(hello);
        const auto reply = std::make_shared<ListReply>(nullptr, nullptr);
        const auto id = node.link().begin({{"request", "list"}}, reply);
        node.link().cancel(id);
        QCOMPARE(await(reply->future()).error().code, Error::Code::Cancelled);
        node.say(frame(FrameType::Data, id, rows("a")) + frame(FrameType::Done, id, "{}"));
        const auto next = std::make_shared<ListReply>(nullptr, nullptr);
        node.link().begin({{"request", "list"}}, next);
        node.say(frame(FrameType::Done, id + 1, R"({"entries":0})"));
        const auto result = await(next->future());
        QVERIFY2(result.has_value(), explain(result));
    }

    void givesUpOnASilentNode()
    {
        FakeNode node("hm\n", {.greeting = 50ms});
        const auto greeted = await(node.greeted());
        QVERIFY(!greeted);
        QCOMPARE(greeted.error().code, Error::Code::TimedOut);
    }

    void givesUpOnANodeThatFallsSilent()
    {
        FakeNode node(hello, {.quiet = 50ms, .answer = 50ms});
        QVERIFY(await(node.greeted()).has_value());
        const auto reply = std::make_shared<ListReply>(nullptr, nullptr);
        node.link().begin({{"request", "list"}}, reply);
        const auto result = await(reply->future());
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::TimedOut);
        QVERIFY(node.link().isBroken());
    }

    void takesWordsByteByByte()
    {
        FakeNode node("");
        const auto reply = std::make_shared<ListReply>(nullptr, nullptr);
        node.link().begin({{"request", "list"}}, reply);
        const std::string words = hello + frame(FrameType::Data, 1, rows("a", 2))
                                  + frame(FrameType::Done, 1, R"({"entries":2})");
        for (const char byte : words) {
            node.say(std::string(1, byte));
        }
        const auto result = await(reply->future());
        QVERIFY2(result.has_value(), explain(result));
        QCOMPARE(result->entries, 2U);
    }
};

QTEST_GUILESS_MAIN(TestNodeLink)
#include "tst_nodelink.moc"
