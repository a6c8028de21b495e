// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/requestguard.h"

#include <QTest>

using namespace Atelier::Server;
using namespace Qt::StringLiterals;

class RequestGuardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgesARequest_data();
    void judgesARequest();
    void judgesTheSameWhenBytesComeOneByOne_data() { judgesARequest_data(); }
    void judgesTheSameWhenBytesComeOneByOne();
    void refusesAHeaderWithoutAnEnd();
    void isReadyForTheNextRequest();
};

void RequestGuardTest::judgesARequest_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status"); // 0: passes
    const QByteArray get = "GET / HTTP/1.1\r\nHost: a\r\n";
    const QByteArray put = "PUT / HTTP/1.1\r\nHost: a\r\n";
    const auto row = [](const char *name, const QByteArray &bytes, int status) {
        QTest::newRow(name) << bytes << status;
    };
    row("plain", get + "\r\n", 0);
    row("body", put + "Content-Length: 2\r\n\r\n{}", 0);
    row("no host", "GET / HTTP/1.1\r\n\r\n", 400);
    row("two hosts", get + "Host: b\r\n\r\n", 400);
    row("absolute target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("no version", "GET /\r\nHost: a\r\n\r\n", 400);
    row("another version", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505);
    row("length and encoding",
        put + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        400);
    row("encoding and length",
        put + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
        400);
    row("encoding", put + "Transfer-Encoding: chunked\r\n\r\n", 411);
    row("two lengths", put + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400);
    row("negative length", put + "Content-Length: -1\r\n\r\n", 400);
    row("length with sign", put + "Content-Length: +2\r\n\r\n{}", 400);
    row("length list", put + "Content-Length: 2, 2\r\n\r\n{}", 400);
    row("hexadecimal length", put + "Content-Length: 0x2\r\n\r\n{}", 400);
    row("endless length", put + "Content-Length: 99999999999999999999\r\n\r\n{}", 400);
    row("large body", put + "Content-Length: 104857600\r\n\r\n", 413);
    row("space before colon", get + "X-A : b\r\n\r\n", 400);
    row("folded line", get + "X-A: b\r\n c\r\n\r\n", 400);
    row("bare line feed", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400);
    row("null byte", get + QByteArray("X-A: \0b\r\n\r\n", 11), 400);
    row("no colon", get + "nonsense\r\n\r\n", 400);
    row("expect", put + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n{}", 417);
    row("huge header", get + "X-A: " + QByteArray(largestHeader, 'x') + "\r\n\r\n", 431);
}

void RequestGuardTest::judgesARequest()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RequestGuard guard;
    const auto verdict = guard.feed(bytes);
    QCOMPARE(guard.status(), status);
    QVERIFY(verdict
            == (status == 0 ? RequestGuard::Verdict::Complete : RequestGuard::Verdict::Refused));
    QVERIFY(status == 0 || guard.reason().endsWith(u'.'));
}

void RequestGuardTest::judgesTheSameWhenBytesComeOneByOne()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RequestGuard guard;
    auto verdict = RequestGuard::Verdict::NeedMore;
    for (qsizetype index = 0; index < bytes.size() && verdict == RequestGuard::Verdict::NeedMore;
         ++index) {
        verdict = guard.feed(QByteArrayView(bytes).sliced(index, 1));
    }
    QCOMPARE(guard.status(), status);
    QVERIFY(verdict
            == (status == 0 ? RequestGuard::Verdict::Complete : RequestGuard::Verdict::Refused));
}

void RequestGuardTest::refusesAHeaderWithoutAnEnd()
{
    RequestGuard guard;
    QVERIFY(guard.feed("GET / HTTP/1.1\r\nX: ") == RequestGuard::Verdict::NeedMore);
    QVERIFY(guard.feed(QByteArray(largestHeader, 'x')) == RequestGuard::Verdict::Refused);
    QCOMPARE(guard.status(), 431);
}

void RequestGuardTest::isReadyForTheNextRequest()
{
    RequestGuard guard;
    QVERIFY(guard.feed("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            == RequestGuard::Verdict::Complete);
    QVERIFY(guard.wantsClose());
    guard.reset();
    QVERIFY(guard.isEmpty());
    QVERIFY(!guard.wantsClose());
    QVERIFY(guard.feed("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n{")
            == RequestGuard::Verdict::NeedMore);
    QVERIFY(guard.feed("}x") == RequestGuard::Verdict::Complete);
}

QTEST_GUILESS_MAIN(RequestGuardTest)
#include "tst_requestguard.moc"
