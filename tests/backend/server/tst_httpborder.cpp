// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What comes over the wire against a real listener: what must not reach a handler does not, and
// what does reaches it as it came.
#include "backend/server/httpborder.h"
#include "tests/support/rawclient.h"

#include <QRegularExpression>
#include <QTest>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <stdexcept>
#include <vector>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;
using Test::answerTo;
using Test::RawAnswer;
using Test::RawClient;

class HttpBorderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void refusesWhatTheParserWouldTake_data();
    void refusesWhatTheParserWouldTake();
    void refusesItBehindAnotherRequestToo_data() { refusesWhatTheParserWouldTake_data(); }
    void refusesItBehindAnotherRequestToo();
    void handsOnTheTargetAsItCame_data();
    void handsOnTheTargetAsItCame();
    void handsOnVerbsThatTheParserDoesNotKnow();
    void takesABodyForABody();
    void takesALargeBody();
    void answersWhoIsStillSendingTooMuch();
    void cutsAClientThatIsSlowWithItsHeader();
    void cutsAClientThatIsSlowWithItsBody();
    void closesAnIdleConnection();
    void saysThatTooManyAreConnected();
    void givesAnotherUserNothing();
    void cutsAClientThatAsksWithoutReading();
    void readsLittleAheadWhileItAnswers();
    void livesOnWhenAHandlerThrows_data();
    void livesOnWhenAHandlerThrows();
    void cutsAStreamWhoseHandlerThrows();
    void answers500WhenNobodyAnswers();
    void listensToASocketOnceHoweverManyRequestsCome();

private:
    void listen(const BorderLimits &limits = {});
    void handle(const Request &request, const ReplyPtr &reply);
    [[nodiscard]] QByteArray get(const QByteArray &target) const;
    [[nodiscard]] QByteArray put(qsizetype size) const;

    std::unique_ptr<HttpBorder> m_border;
    quint16 m_port = 0;
    std::vector<Request> m_requests;
    std::vector<ReplyPtr> m_open;
};

void HttpBorderTest::init()
{
    m_requests.clear();
    listen();
}

void HttpBorderTest::cleanup()
{
    m_open.clear();
    m_border.reset();
}

void HttpBorderTest::listen(const BorderLimits &limits)
{
    auto listener = std::make_unique<Listener>(limits);
    QVERIFY(listener->listen(QHostAddress::LocalHost));
    m_port = listener->serverPort();
    m_border = std::make_unique<HttpBorder>(
        listener.get(),
        [this](const Request &request, const ReplyPtr &reply) { handle(request, reply); });
    QVERIFY(m_border->bind(listener.get()));
    static_cast<void>(listener.release()); // the border's from here
}

void HttpBorderTest::handle(const Request &request, const ReplyPtr &reply)
{
    m_requests.push_back(request);
    if (request.path == "/throw") {
        throw std::runtime_error("a fault");
    }
    if (request.path == "/throwNumber") {
        throw 42;
    }
    if (request.path == "/dropped") {
        return;
    }
    if (request.path.startsWith("/stream")) {
        reply->begin("text/plain");
        if (request.path == "/streamThenThrow") {
            static_cast<void>(reply->write("half"));
            throw std::runtime_error("a fault");
        }
        m_open.push_back(reply);
        return;
    }
    const QByteArray text = request.path == "/large" ? QByteArray(256 * 1024, 'x') : "ok";
    reply->send({.headers = {{"Content-Type", "text/plain"}}, .text = text});
}

QByteArray HttpBorderTest::get(const QByteArray &target) const
{
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port)
           + "\r\n\r\n";
}

QByteArray HttpBorderTest::put(qsizetype size) const
{
    return "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n";
}

void HttpBorderTest::refusesWhatTheParserWouldTake_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray get = "GET / HTTP/1.1\r\nHost: a\r\n";
    const auto row = [](const char *name, const QByteArray &bytes, int status = 400) {
        QTest::newRow(name) << bytes << status;
    };
    row("line feeds alone", "GET / HTTP/1.1\nHost: a\n\n");
    row("one line feed alone", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n");
    row("empty line of a line feed", get + "\n");
    row("carriage return in a field", get + "X: a\rb\r\n\r\n");
    row("carriage return before the end", get + "X: a\r\r\n\r\n");
    row("carriage returns alone", "GET / HTTP/1.1\rHost: a\r\r");
    row("NUL in a field", get + QByteArray("X: a\0b\r\n\r\n", 10));
    row("NUL in the line", QByteArray("GET /\0 HTTP/1.1\r\n", 17));
    row("space before the verb", ' ' + get + "\r\n");
    row("empty line before", "\r\n" + get + "\r\n");
    row("two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n");
    row("tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n");
    row("words behind the version", "GET / HTTP/1.1 x\r\nHost: a\r\n\r\n");
    row("short version", "GET / HTTP/1\r\nHost: a\r\n\r\n", 505);
    row("version of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    row("asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    row("absolute target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n");
    row("authority", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n");
    row("fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n");
    row("raw UTF-8", "GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n");
    row("half a percent", "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n");
    row("percent and letters", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n");
    row("percent in the query", "GET /?a=% HTTP/1.1\r\nHost: a\r\n\r\n");
    row("encoded NUL", "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n");
    row("encoded line feed", "GET /a%0d%0ab HTTP/1.1\r\nHost: a\r\n\r\n");
    row("encoded half of UTF-8", "GET /%c3 HTTP/1.1\r\nHost: a\r\n\r\n");
    row("overlong slash", "GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n");
    row("folded field", get + "X: a\r\n b\r\n\r\n");
    row("space before the colon", get + "X : a\r\n\r\n");
    row("no colon", get + "nonsense\r\n\r\n");
    row("no name", get + ": a\r\n\r\n");
    row("name of two words", get + "a b: c\r\n\r\n");
    row("Host twice", get + "Host: a\r\n\r\n");
    row("Host in another spelling", get + "hOST: a\r\n\r\n");
    row("no Host", "GET / HTTP/1.1\r\n\r\n");
    row("no Host in 1.0", "GET / HTTP/1.0\r\n\r\n");
    row("Authorization twice", get + "Authorization: a\r\nauthorization: b\r\n\r\n");
    row("Content-Length twice", get + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx");
    row("Content-Length as a list", get + "Content-Length: 1, 1\r\n\r\nx");
    row("Content-Length of letters", get + "Content-Length: one\r\n\r\nx");
    row("Content-Length of nothing", get + "Content-Length:\r\n\r\n");
    row("Content-Length below zero", get + "Content-Length: -1\r\n\r\n");
    row("Content-Length and chunks",
        get + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx");
    row("chunks", get + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411);
    row("body too large", get + "Content-Length: 1048577\r\n\r\n", 413);
    row("WebSocket", get + "Connection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n");
    row("a hundred fields", get + QByteArray("a: b\r\n").repeated(100) + "\r\n", 431);
    row("a field of 9 kB", get + "X: " + QByteArray(9000, 'x') + "\r\n\r\n", 431);
    row("a header of 17 kB",
        get + QByteArray("X: ").append(6000, 'x').append("\r\n").repeated(3),
        431);
    row("a target of 17 kB", "GET /" + QByteArray(17'000, 'x'), 431);
}

void HttpBorderTest::refusesWhatTheParserWouldTake()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RawClient client(m_port);
    client.send(bytes);
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.headers.value("connection"), "close");
    QVERIFY(answer.error()["message"_L1].toString().endsWith(u'.'));
    QVERIFY(client.closes());
    QCOMPARE(client.received(), QByteArray()); // and no other answer behind it
    QCOMPARE(m_requests.size(), 0U);
}

void HttpBorderTest::refusesItBehindAnotherRequestToo()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RawClient client(m_port);
    client.send(get("/first") + put(4) + "body" + bytes);
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(client.answer().status, status);
    QVERIFY(client.closes());
    QCOMPARE(m_requests.size(), 2U);
    QCOMPARE(m_requests.back().body, "body");
}

void HttpBorderTest::handsOnTheTargetAsItCame_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/a%2Fb",
                             "/a%2fb",
                             "/a/../b",
                             "/a/%2e%2E/b",
                             "/a/./b",
                             "//elsewhere/a",
                             "///",
                             "/a%252Fb",
                             "/%E3%81%82",
                             "/a;b,c='d'~[e]|",
                             "/a%20b+c"}) {
        QTest::newRow(path) << QByteArray(path);
    }
}

void HttpBorderTest::handsOnTheTargetAsItCame()
{
    QFETCH(QByteArray, path);
    QCOMPARE(answerTo(m_port, get(path + "?x=1%262&y=%2F/..&x=3")).status, 200);
    QCOMPARE(m_requests.size(), 1U);
    QCOMPARE(m_requests.front().path, path);
    QCOMPARE(m_requests.front().query.queryItemValue(u"x"_s, QUrl::FullyDecoded), u"1&2"_s);
    QCOMPARE(m_requests.front().query.queryItemValue(u"y"_s, QUrl::FullyDecoded), u"//.."_s);
}

void HttpBorderTest::handsOnVerbsThatTheParserDoesNotKnow()
{
    for (const QByteArray verb : {"PROPFIND", "get", "TRACE", "G!T"}) {
        QCOMPARE(answerTo(m_port, verb + get("/").mid(3)).status, 200);
        QCOMPARE(m_requests.back().verb, verb);
    }
}

void HttpBorderTest::takesABodyForABody()
{
    const QByteArray inner = get("/smuggled");
    RawClient client(m_port);
    client.send(put(inner.size()));
    client.send(inner + get("/next"));
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(m_requests.size(), 2U);
    QCOMPARE(m_requests.at(0).body, inner);
    QCOMPARE(m_requests.at(1).path, "/next");
}

void HttpBorderTest::takesALargeBody()
{
    const QByteArray body(largestBody, 'b');
    RawClient client(m_port);
    for (int round = 0; round < 2; ++round) {
        client.send(put(body.size()) + body);
        QCOMPARE(client.answer().status, 200);
        QCOMPARE(m_requests.back().body, body);
    }
}

void HttpBorderTest::answersWhoIsStillSendingTooMuch()
{
    RawClient client(m_port);
    client.send(put(64 * largestBody));
    for (int part = 0; part < 16; ++part) {
        client.send(QByteArray(largestBody, 'b'));
    }
    QCOMPARE(client.answer().status, 413);
    QVERIFY(client.closes());
}

void HttpBorderTest::cutsAClientThatIsSlowWithItsHeader()
{
    listen({.request = std::chrono::milliseconds(500)});
    RawClient client(m_port);
    const QByteArray bytes = get("/") + get("/");
    qsizetype sent = 0;
    QTimer tick;
    connect(&tick, &QTimer::timeout, this, [&] { client.send(bytes.mid(sent++, 1)); });
    tick.start(200);
    QCOMPARE(client.answer().status, 408);
    QVERIFY(client.closes());
    QVERIFY(sent > 1);
    QCOMPARE(m_requests.size(), 0U);
}

void HttpBorderTest::cutsAClientThatIsSlowWithItsBody()
{
    listen({.request = std::chrono::milliseconds(500)});
    RawClient client(m_port);
    client.send(get("/") + put(1000));
    QTimer tick;
    connect(&tick, &QTimer::timeout, this, [&] { client.send("x"); });
    tick.start(200);
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(client.answer().status, 408);
    QVERIFY(client.closes());
    QCOMPARE(m_requests.size(), 1U);
}

void HttpBorderTest::closesAnIdleConnection()
{
    listen({.idle = std::chrono::milliseconds(500)});
    RawClient silent(m_port);
    RawClient asked(m_port);
    asked.send(get("/"));
    QCOMPARE(asked.answer().status, 200);
    RawClient following(m_port);
    following.send(get("/stream"));
    QCOMPARE(following.answer().status, 200);
    QVERIFY(silent.closes());
    QVERIFY(asked.closes());
    QVERIFY(silent.received().isEmpty() && asked.received().isEmpty());
    QVERIFY(following.isOpen());
}

void HttpBorderTest::saysThatTooManyAreConnected()
{
    listen({.connections = 3});
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int count = 0; count < 3; ++count) {
        clients.push_back(std::make_unique<RawClient>(m_port));
        clients.back()->send(get("/"));
        QCOMPARE(clients.back()->answer().status, 200);
    }
    RawClient refused(m_port);
    const RawAnswer answer = refused.answer(); // before it has asked
    QCOMPARE(answer.status, 503);
    QCOMPARE(answer.headers.value("retry-after"), "1");
    QVERIFY(!answer.error()["message"_L1].toString().isEmpty());
    QVERIFY(refused.closes());
    clients.back()->send(get("/"));
    QCOMPARE(clients.back()->answer().status, 200);
    clients.pop_back();
    QTRY_COMPARE_WITH_TIMEOUT(answerTo(m_port, get("/")).status, 200, 15'000);
}

void HttpBorderTest::givesAnotherUserNothing()
{
    // Whose connections are asked for is another user here: we are to it what he is to us. With a
    // second user in earnest: tests/tools/second_user.sh.
    listen({.connections = 1, .owner = ::geteuid() + 1});
    for (int round = 0; round < 3; ++round) {
        RawClient client(m_port);
        client.send(get("/"));
        QVERIFY(client.closes());
        QCOMPARE(client.received(), QByteArray());
    }
    QCOMPARE(m_requests.size(), 0U);
}

void HttpBorderTest::cutsAClientThatAsksWithoutReading()
{
    RawClient client(m_port);
    client.stall();
    for (int request = 0; request < 200; ++request) {
        client.send(get("/large"));
    }
    QTRY_VERIFY_WITH_TIMEOUT(
        m_requests.size() > 1 && m_border->findChildren<Connection *>().isEmpty(), 15'000);
    QVERIFY2(m_requests.size() < 100, qPrintable(QString::number(m_requests.size())));
    QCOMPARE(answerTo(m_port, get("/")).status, 200);
}

void HttpBorderTest::readsLittleAheadWhileItAnswers()
{
    RawClient client(m_port);
    client.send(get("/stream"));
    QCOMPARE(client.answer().status, 200);
    const auto connections = m_border->findChildren<Connection *>();
    QCOMPARE(connections.size(), 1);
    client.send(QByteArray(16 * largestBody, 'x'));
    QTRY_VERIFY_WITH_TIMEOUT(connections.front()->bytesAvailable() > 0, 15'000);
    for (int round = 0; round < 50; ++round) {
        QCOMPARE(answerTo(m_port, get("/")).status, 200);
    }
    QVERIFY2(connections.front()->bytesAvailable() <= 128 * 1024,
             qPrintable(QString::number(connections.front()->bytesAvailable())));
}

void HttpBorderTest::livesOnWhenAHandlerThrows_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("exception") << QByteArray("/throw");
    QTest::newRow("anything") << QByteArray("/throwNumber");
}

void HttpBorderTest::livesOnWhenAHandlerThrows()
{
    QFETCH(QByteArray, target);
    RawClient client(m_port);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"GET /throw"_s));
    client.send(get(target));
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.status, 500);
    QVERIFY(answer.error()["message"_L1].toString().endsWith(u'.'));
    client.send(get("/"));
    QCOMPARE(client.answer().status, 200);
}

void HttpBorderTest::cutsAStreamWhoseHandlerThrows()
{
    RawClient client(m_port);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"GET /streamThenThrow"_s));
    client.send(get("/streamThenThrow"));
    QVERIFY(client.closes());
    QVERIFY(!client.received().contains("0\r\n\r\n")); // which would say that this was all
    QCOMPARE(answerTo(m_port, get("/")).status, 200);
}

void HttpBorderTest::answers500WhenNobodyAnswers()
{
    RawClient client(m_port);
    client.send(get("/dropped") + get("/"));
    QCOMPARE(client.answer().status, 500);
    QCOMPARE(client.answer().status, 200);
}

void HttpBorderTest::listensToASocketOnceHoweverManyRequestsCome()
{
    struct Socket : QTcpSocket // opens what is protected
    {
        using QTcpSocket::receivers;
    };
    RawClient client(m_port);
    client.send(get("/"));
    QCOMPARE(client.answer().status, 200);
    const auto connections = m_border->findChildren<Connection *>();
    QCOMPARE(connections.size(), 1);
    const auto listening = [&connections] {
        return (connections.front()->*(&Socket::receivers))(SIGNAL(readyRead()));
    };
    const int before = listening();
    for (int request = 0; request < 20; ++request) {
        client.send(get("/"));
        QCOMPARE(client.answer().status, 200);
    }
    QCOMPARE(listening(), before);
}

QTEST_GUILESS_MAIN(HttpBorderTest)
#include "tst_httpborder.moc"
