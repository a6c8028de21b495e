// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/onetimelogin.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Notebook;

namespace {

const LabAccess lab{.url = QUrl(QStringLiteral("http://127.0.0.1:4321/")),
                    .cookies = {"username-127-0-0-1-4321=abc; Path=/"}};

QByteArray ask(quint16 port, const QByteArray &path, const QByteArray &host)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    QByteArray answer;
    QObject::connect(&socket, &QTcpSocket::connected, &socket, [&] {
        socket.write("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    });
    QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] { answer += socket.readAll(); });
    const bool ended = QTest::qWaitFor(
        [&socket] { return socket.state() == QAbstractSocket::UnconnectedState; });
    return ended ? answer + socket.readAll() : QByteArray("no end");
}

} // namespace

class TestOneTimeLogin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setsTheCookieOnceAndLeadsOn()
    {
        QObject owner;
        QPointer login = new OneTimeLogin(lab, &owner);
        const Result<QUrl> url = login->listen();
        QVERIFY(url.has_value());
        QVERIFY(!url->toString().contains(QStringLiteral("abc")));
        const auto port = static_cast<quint16>(url->port());
        const QByteArray host = "127.0.0.1:" + QByteArray::number(port);
        const QByteArray answer = ask(port, url->path().toLatin1(), host);
        QVERIFY2(answer.startsWith("HTTP/1.1 302"), answer.constData());
        QVERIFY(answer.contains("\r\nSet-Cookie: username-127-0-0-1-4321=abc; Path=/\r\n"));
        QVERIFY(answer.contains("\r\nLocation: http://127.0.0.1:4321/lab\r\n"));
        QTRY_VERIFY(login.isNull());
        QVERIFY(ask(port, url->path().toLatin1(), host).isEmpty());
    }

    void tellsNothingToWhoDoesNotKnowTheAddress()
    {
        QObject owner;
        auto *login = new OneTimeLogin(lab, &owner);
        const Result<QUrl> url = login->listen();
        QVERIFY(url.has_value());
        const auto port = static_cast<quint16>(url->port());
        const QByteArray host = "127.0.0.1:" + QByteArray::number(port);
        QVERIFY(ask(port, "/", host).startsWith("HTTP/1.1 404"));
        QVERIFY(ask(port, url->path().toLatin1() + "0", host).startsWith("HTTP/1.1 404"));
        QVERIFY(
            ask(port, url->path().toLatin1(), "attacker.example:80").startsWith("HTTP/1.1 404"));
        QVERIFY(ask(port, url->path().toLatin1(), host).startsWith("HTTP/1.1 302"));
    }

    void knowsItsOwnUser()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, server.serverPort());
        QTRY_VERIFY(server.hasPendingConnections());
        const std::unique_ptr<QTcpSocket> peer(server.nextPendingConnection());
        QVERIFY(peerIsSameUser(*peer));
        QTcpSocket unconnected;
        QVERIFY(!peerIsSameUser(unconnected));
    }
};

QTEST_GUILESS_MAIN(TestOneTimeLogin)
#include "tst_onetimelogin.moc"
