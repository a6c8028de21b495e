// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/httpmessage.h"

#include <QTest>

using namespace Atelier;
using namespace Atelier::Notebook;

class TestHttpMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsTheTokenIntoAHeaderOnly()
    {
        const QByteArray bytes = serialize(
            {.path = "/api/status", .host = "127.0.0.1:8888", .token = "secret"});
        QVERIFY(bytes.startsWith("GET /api/status HTTP/1.1\r\n"));
        QVERIFY(bytes.contains("\r\nHost: 127.0.0.1:8888\r\n"));
        QVERIFY(bytes.contains("\r\nAuthorization: token secret\r\n"));
        QVERIFY(bytes.contains("\r\nConnection: close\r\n"));
        QVERIFY(bytes.endsWith("\r\n\r\n"));
    }

    void givesTheLengthOfABody()
    {
        const QByteArray bytes = serialize({.method = "PUT", .path = "/x", .json = "{\"a\":1}"});
        QVERIFY(bytes.contains("\r\nContent-Length: 7\r\n"));
        QVERIFY(bytes.endsWith("\r\n\r\n{\"a\":1}"));
    }

    void readsAnAnswer_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]extra")
                                << 200 << QByteArray("[]");
        QTest::newRow("until the end")
            << QByteArray("HTTP/1.0 404 Not Found\r\n\r\nnothing") << 404 << QByteArray("nothing");
        QTest::newRow("chunks") << QByteArray(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
            "chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n")
                                << 200 << QByteArray("abc0123456789");
        QTest::newRow("no body") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204
                                 << QByteArray();
    }

    void readsAnAnswer()
    {
        QFETCH(QByteArray, bytes);
        const Result<HttpResponse> response = parseHttpResponse(bytes);
        QVERIFY(response.has_value());
        QTEST(response->status, "status");
        QTEST(response->body, "body");
    }

    void keepsEveryCookieInItsOrder()
    {
        const Result<HttpResponse> response = parseHttpResponse(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX: y\r\nset-cookie: b=2; Path=/\r\n\r\n");
        QVERIFY(response.has_value());
        QCOMPARE(response->allHeaders("set-cookie"), (QList<QByteArray>{"a=1", "b=2; Path=/"}));
        QCOMPARE(response->header("x"), QByteArray("y"));
    }

    void refusesWhatIsNoAnswer_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no end of the header") << QByteArray("HTTP/1.1 200 OK\r\nA: b\r\n");
        QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH\r\n\r\n");
        QTest::newRow("short body")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        QTest::newRow("chunk too long")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc");
        QTest::newRow("chunk not a number")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc");
        QTest::newRow("chunk of negative size")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n");
        QTest::newRow("chunk of enormous size") << QByteArray(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nabc\r\n");
    }

    void refusesWhatIsNoAnswer()
    {
        QFETCH(QByteArray, bytes);
        const Result<HttpResponse> response = parseHttpResponse(bytes);
        QVERIFY(!response.has_value());
        QCOMPARE(response.error().code, Error::Code::Protocol);
    }
};

QTEST_GUILESS_MAIN(TestHttpMessage)
#include "tst_httpmessage.moc"
