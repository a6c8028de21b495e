// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/uniquefd.h"
#include "backend/node/protocol/frame.h"
#include "backend/node/protocol/hello.h"
#include "backend/node/protocol/payload.h"
#include "backend/node/server/handlertable.h"
#include "backend/node/server/server.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/socket.h>

#include <array>
#include <atomic>
#include <optional>
#include <thread>

using namespace Atelier;
using namespace Atelier::Node;

namespace {

struct Answer
{
    FrameType type = FrameType::Done;
    std::uint32_t id = 0;
    std::string payload = {};
};

Outcome<nlohmann::json> echo(Call &call)
{
    std::string all;
    while (const auto bytes = call.input.next()) {
        all += *bytes;
    }
    return nlohmann::json{{"bytes", all.size()}};
}

/** As much as is wanted. */
Outcome<nlohmann::json> flood(Call &call)
{
    const std::string block(65536, 'x');
    while (call.reply.data(block)) {
    }
    return std::unexpected(Fault{.code = FaultCode::Cancelled});
}

/** A server in a thread of its own, and its other end. */
class Conversation final
{
public:
    Conversation()
    {
        std::array<int, 2> pair{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
            qFatal("socketpair");
        }
        m_ours = UniqueFd(pair[0]);
        m_theirs = UniqueFd(pair[1]);
        m_table.add("echo", echo);
        m_table.add("flood", flood);
        m_table.add("throw", [](Call &) -> Outcome<nlohmann::json> {
            throw std::runtime_error("It failed.");
        });
        m_thread = std::thread([this] {
            Server server(m_theirs.get(), m_theirs.get(), m_table);
            m_status = server.run();
            m_hasLeftThreads = server.hasLeftThreads();
            ::shutdown(m_theirs.get(), SHUT_RDWR);
        });
    }

    ~Conversation() { end(); }

    int end()
    {
        if (m_thread.joinable()) {
            ::shutdown(m_ours.get(), SHUT_WR);
            m_thread.join();
        }
        return m_status;
    }

    void say(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t count = ::send(m_ours.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) {
                return;
            }
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void say(FrameType type, std::uint32_t id, std::string_view payload = {}) const
    {
        say(frameText(type, id, payload));
    }
    void greet() const { say(helloLine(Role::Studio)); }

    /** The next frame; nothing: the server has ended. */
    std::optional<Answer> hear()
    {
        while (true) {
            if (m_isGreeted) {
                const auto frame = m_reader.next();
                if (!frame) {
                    qFatal("The server broke the protocol.");
                }
                if (*frame) {
                    return Answer{.type = (*frame)->type,
                                  .id = (*frame)->id,
                                  .payload = std::string((*frame)->payload)};
                }
            }
            std::array<char, 65536> block{};
            const ssize_t count = ::recv(m_ours.get(), block.data(), block.size(), 0);
            if (count <= 0) {
                return std::nullopt;
            }
            const std::string_view bytes(block.data(), static_cast<std::size_t>(count));
            if (m_isGreeted) {
                m_reader.add(bytes);
            } else if (const auto hello = m_hello.add(bytes); hello && *hello) {
                m_isGreeted = true;
                m_reader.add(m_hello.rest());
            }
        }
    }

    [[nodiscard]] bool hasLeftThreads() const { return m_hasLeftThreads; }

private:
    UniqueFd m_ours;
    UniqueFd m_theirs;
    HandlerTable m_table;
    HelloReader m_hello{Role::Node};
    FrameReader m_reader;
    bool m_isGreeted = false;
    std::atomic<int> m_status = -1;
    std::atomic<bool> m_hasLeftThreads = false;
    std::thread m_thread;
};

} // namespace

/** The serving side, frame by frame. */
class TestNodeServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAnUnknownRequest()
    {
        Conversation node;
        node.greet();
        node.say(FrameType::Request, 1, R"({"request":"fly"})");
        const auto answer = node.hear();
        QVERIFY(answer && answer->type == FrameType::Failure && answer->id == 1);
        QCOMPARE(faultFrom(*payloadFrom(answer->payload)).code, FaultCode::UnknownRequest);
        QCOMPARE(node.end(), 0);
    }

    void turnsAnExceptionIntoAFault()
    {
        Conversation node;
        node.greet();
        node.say(FrameType::Request, 1, R"({"request":"throw"})");
        const auto answer = node.hear();
        QVERIFY(answer && answer->type == FrameType::Failure);
        QVERIFY(answer->payload.contains("It failed."));
    }

    void refusesAnOldStudioInASentence()
    {
        Conversation node;
        node.say("ATELIER-STUDIO 0 0.0\n");
        const auto answer = node.hear();
        QVERIFY(answer && answer->type == FrameType::Failure && answer->id == 0);
        QVERIFY(!node.hear());
        QCOMPARE(node.end(), 1);
    }

    void refusesWhatBreaksTheProtocol_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const std::string &bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
        };
        const std::string hello = helloLine(Role::Studio);
        row("no hello", "GET / HTTP/1.1\r\n");
        row("unknown type", hello + std::string("\0\0\0\0\x0a\0\0\0\1", 9));
        row("too large", hello + std::string("\0\x10\0\1\3\0\0\0\1", 9));
        row("id zero", hello + frameText(FrameType::Request, 0, "{}"));
        row("a node's frame", hello + frameText(FrameType::Done, 1, "{}"));
        row("an id in use",
            hello + frameText(FrameType::Request, 1, R"({"request":"echo"})")
                + frameText(FrameType::Request, 1, R"({"request":"echo"})"));
        row("odd credit",
            hello + frameText(FrameType::Request, 1, R"({"request":"echo"})")
                + frameText(FrameType::Credit, 1, "1"));
    }

    void refusesWhatBreaksTheProtocol()
    {
        QFETCH(QByteArray, bytes);
        Conversation node;
        node.say(bytes.toStdString());
        std::optional<Answer> answer = node.hear();
        while (answer && answer->id != 0) {
            answer = node.hear();
        }
        QVERIFY(answer && answer->type == FrameType::Failure);
        QVERIFY(faultFrom(*payloadFrom(answer->payload)).message.ends_with('.'));
        QCOMPARE(node.end(), 1);
        QVERIFY(!node.hasLeftThreads());
    }

    void servesOthersWhileOneStreamStands()
    {
        Conversation node;
        node.greet();
        node.say(FrameType::Request, 1, R"({"request":"flood"})");
        node.say(FrameType::Request, 2, R"({"request":"echo"})");
        node.say(FrameType::Data, 2, "12345");
        node.say(FrameType::Finish, 2);
        std::int64_t flooded = 0;
        std::optional<Answer> answer = node.hear();
        while (answer && answer->id == 1) {
            flooded += static_cast<std::int64_t>(answer->payload.size());
            answer = node.hear();
        }
        QVERIFY(answer && answer->type == FrameType::Done && answer->id == 2);
        QCOMPARE(answer->payload, R"({"bytes":5})");
        QVERIFY(flooded <= creditWindow + 65536);
        // No more comes before credit does.
        QElapsedTimer timer;
        timer.start();
        node.say(FrameType::Cancel, 1);
        answer = node.hear();
        while (answer && answer->type == FrameType::Data) {
            flooded += static_cast<std::int64_t>(answer->payload.size());
            answer = node.hear();
        }
        QVERIFY(flooded <= creditWindow + 65536);
        QVERIFY(answer && answer->type == FrameType::Failure && answer->id == 1);
        QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
    }

    void holdsASenderToItsCredit()
    {
        Conversation node;
        node.greet();
        node.say(FrameType::Request, 1, R"({"request":"flood"})"); // never reads
        const std::string block(largestPayload, 'x');
        std::thread sender([&] {
            for (int i = 0; i < 10; ++i) {
                node.say(FrameType::Data, 1, block);
            }
        });
        std::optional<Answer> answer = node.hear();
        while (answer && answer->id != 0) {
            answer = node.hear();
        }
        sender.join();
        QVERIFY(answer && answer->type == FrameType::Failure);
    }

    void servesAtMost64AtOnce()
    {
        Conversation node;
        node.greet();
        for (std::uint32_t id = 1; id <= Server::mostRequests; ++id) {
            node.say(FrameType::Request, id, R"({"request":"echo"})");
        }
        node.say(FrameType::Request, 1000, R"({"request":"echo"})");
        const auto answer = node.hear();
        QVERIFY(answer && answer->id == 1000);
        QCOMPARE(faultFrom(*payloadFrom(answer->payload)).code, FaultCode::Busy);
        QCOMPARE(node.end(), 0);
        QVERIFY(!node.hasLeftThreads());
    }
};

QTEST_APPLESS_MAIN(TestNodeServer)
#include "tst_nodeserver.moc"
