// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;

/** Connecting, verifying and logging in against a real sshd, and each way in which that fails. */
class TestSessionLogin final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void logsInWithAKey_data();
    void logsInWithAKey();
    void reportsEachStateInOrder();
    void answersASecondOpenAtOnce();
    void refusesAChangedHostKeyBeforeAnyCredential();
    void refusesAChangedHostKeyOfAnotherType();
    void refusesAnUnknownHostKey();
    void refusesAKeyFileThatOthersCanRead();
    void reportsAMissingKeyFile();
    void reportsAKeyFileWithAPassphrase();
    void reportsARefusedKeyWithWhatTheServerOffers();
    void reportsARefusedConnection();
    void reportsASilentServer();
    void reportsAServerThatSpeaksNoSsh();
    void reportsAnUnknownName();
    void resolvesAName();
    void canBeClosedAndOpenedAgain();
    void cancelsAnOpenByClosing();
    void rejectsCommandsWithoutAConnection();

private:
    Test::TestSshd m_sshd;
};

void TestSessionLogin::initTestCase()
{
    QVERIFY2(m_sshd.start(), qPrintable(m_sshd.error()));
}

void TestSessionLogin::logsInWithAKey_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto arguments = [](const char *text) {
        return QString::fromLatin1(text).split(QLatin1Char(' '));
    };
    QTest::newRow("ed25519") << arguments("-t ed25519");
    QTest::newRow("rsa-3072") << arguments("-t rsa -b 3072");
    QTest::newRow("rsa-4096") << arguments("-t rsa -b 4096");
    QTest::newRow("rsa-3072-pem") << arguments("-t rsa -b 3072 -m PEM");
    QTest::newRow("ecdsa-256") << arguments("-t ecdsa -b 256");
}

void TestSessionLogin::logsInWithAKey()
{
    QFETCH(const QStringList, arguments);
    Destination destination = m_sshd.destination();
    destination.identityFiles = {
        m_sshd.makeKey(QString::fromLatin1(QTest::currentDataTag()), arguments)};
    m_sshd.authorize(destination.identityFiles.first());
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    const auto result = await(session.exec(QStringLiteral("echo hello")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "hello\n");
}

void TestSessionLogin::reportsEachStateInOrder()
{
    Session session(m_sshd.destination());
    QSignalSpy states(&session, &Session::stateChanged);
    QCOMPARE(session.state(), SessionState::Disconnected);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    QList<SessionState> seen;
    for (const auto &arguments : std::as_const(states)) {
        seen += arguments.first().value<SessionState>();
    }
    const QList<SessionState> expected{SessionState::Connecting,
                                       SessionState::Handshaking,
                                       SessionState::Authenticating,
                                       SessionState::Ready};
    QCOMPARE(seen, expected);
}

void TestSessionLogin::answersASecondOpenAtOnce()
{
    Session session(m_sshd.destination());
    const auto first = session.open();
    const auto second = session.open();
    QVERIFY(await(first));
    QVERIFY(await(second));
    QVERIFY(await(session.open()));
}

void TestSessionLogin::refusesAChangedHostKeyBeforeAnyCredential()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    const Destination destination = sshd.destination();
    sshd.replaceHostKey();
    QVERIFY2(sshd.restart(), qPrintable(sshd.error()));
    QVERIFY(sshd.hostKey() != destination.hostKeys.first());

    Session session(destination);
    session.setReconnecting(true);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyChanged);
    QVERIFY(opened.error().message.contains(sshd.hostKey().fingerprint()));
    QVERIFY(opened.error().message.contains(destination.hostKeys.first().fingerprint()));
    QTRY_COMPARE(session.state(), SessionState::Failed);
    QCOMPARE(session.lastError().code, Error::Code::HostKeyChanged);
    // The server saw a connection come and go, and nobody who asked to log in.
    QTRY_VERIFY2(sshd.log().contains(QLatin1String("Connection from 127.0.0.1")),
                 qPrintable(sshd.log()));
    QTRY_VERIFY2(sshd.log().contains(QLatin1String("[preauth]")), qPrintable(sshd.log()));
    QVERIFY2(!sshd.log().contains(QLatin1String("userauth-request")), qPrintable(sshd.log()));
    // The same server with a verified key shows that the log would have said so.
    Session verified(sshd.destination());
    QVERIFY(await(verified.open()));
    QTRY_VERIFY2(sshd.log().contains(QLatin1String("userauth-request")), qPrintable(sshd.log()));
}

void TestSessionLogin::refusesAChangedHostKeyOfAnotherType()
{
    Destination destination = m_sshd.destination();
    destination.hostKeys = {
        {.type = QStringLiteral("ssh-rsa"), .blob = QByteArray("\0\0\0\7ssh-rsaold", 14)}};
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyChanged);
    QVERIFY(opened.error().message.contains(m_sshd.hostKey().fingerprint()));
    QVERIFY(opened.error().message.contains(destination.hostKeys.first().fingerprint()));
}

void TestSessionLogin::refusesAnUnknownHostKey()
{
    Destination destination = m_sshd.destination();
    destination.hostKeys.clear();
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyUnknown);
    QVERIFY(opened.error().message.contains(m_sshd.hostKey().fingerprint()));
}

void TestSessionLogin::refusesAKeyFileThatOthersCanRead()
{
    Destination destination = m_sshd.destination();
    destination.identityFiles = {
        m_sshd.makeKey(QStringLiteral("open"), {QStringLiteral("-t"), QStringLiteral("ed25519")})};
    m_sshd.authorize(destination.identityFiles.first());
    QVERIFY(QFile::setPermissions(destination.identityFiles.first(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup
                                      | QFile::ReadOther));
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeyUnreadable);
    QVERIFY2(opened.error().message.contains(destination.identityFiles.first()), explain(opened));
    QVERIFY2(opened.error().message.contains(QLatin1String("0644")), explain(opened));
    // The mode was all that was wrong.
    QVERIFY(QFile::setPermissions(destination.identityFiles.first(),
                                  QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(await(session.open()));
}

void TestSessionLogin::reportsAMissingKeyFile()
{
    Destination destination = m_sshd.destination();
    destination.identityFiles = {m_sshd.path(QStringLiteral("no-such-key"))};
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeyUnreadable);
    QVERIFY(opened.error().message.contains(destination.identityFiles.first()));
    QTRY_COMPARE(session.state(), SessionState::Failed);
}

void TestSessionLogin::reportsAKeyFileWithAPassphrase()
{
    Destination destination = m_sshd.destination();
    destination.identityFiles = {m_sshd.makeKey(QStringLiteral("locked"),
                                                {QStringLiteral("-t"),
                                                 QStringLiteral("ed25519"),
                                                 QStringLiteral("-N"),
                                                 QStringLiteral("secret words")})};
    m_sshd.authorize(destination.identityFiles.first());
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeyUnreadable);
    QVERIFY(opened.error().message.contains(QLatin1String("passphrase")));
}

void TestSessionLogin::reportsARefusedKeyWithWhatTheServerOffers()
{
    Destination destination = m_sshd.destination();
    destination.identityFiles = {m_sshd.makeKey(QStringLiteral("stranger"),
                                                {QStringLiteral("-t"), QStringLiteral("ed25519")})};
    Session session(destination);
    session.setReconnecting(true);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(destination.user), explain(opened));
    QVERIFY2(opened.error().message.contains(destination.host), explain(opened));
    QVERIFY2(opened.error().message.contains(QLatin1String("publickey")), explain(opened));
    QTRY_COMPARE(session.state(), SessionState::Failed);
}

void TestSessionLogin::reportsARefusedConnection()
{
    Destination destination = m_sshd.destination();
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        destination.port = server.serverPort();
    }
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::ConnectionRefused);
    QVERIFY(opened.error().message.contains(QString::number(destination.port)));
    QTRY_COMPARE(session.state(), SessionState::Failed);
}

void TestSessionLogin::reportsASilentServer()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Destination destination = m_sshd.destination();
    destination.port = server.serverPort();
    destination.connectTimeout = 400ms;
    Session session(destination);
    QElapsedTimer timer;
    timer.start();
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::TimedOut);
    QVERIFY2(opened.error().message.contains(QLatin1String("0.4")), explain(opened));
    QCOMPARE_GE(timer.elapsed(), 400);
    QCOMPARE_LT(timer.elapsed(), 2000);
}

void TestSessionLogin::reportsAServerThatSpeaksNoSsh()
{
    QTcpServer server;
    connect(&server, &QTcpServer::newConnection, this, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        socket->disconnectFromHost();
    });
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Destination destination = m_sshd.destination();
    destination.port = server.serverPort();
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HandshakeFailed);
}

void TestSessionLogin::reportsAnUnknownName()
{
    Destination destination = m_sshd.destination();
    destination.host = QStringLiteral("no such host");
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::NameNotResolved);
    QVERIFY(opened.error().message.contains(destination.host));
}

void TestSessionLogin::resolvesAName()
{
    // The name may stand for ::1 first, where nobody listens: the next address serves.
    Destination destination = m_sshd.destination();
    destination.host = QStringLiteral("localhost");
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

void TestSessionLogin::canBeClosedAndOpenedAgain()
{
    Session session(m_sshd.destination());
    QVERIFY(await(session.open()));
    session.close();
    QTRY_COMPARE(session.state(), SessionState::Disconnected);
    QVERIFY(await(session.open()));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    const auto result = await(session.exec(QStringLiteral("true")));
    QVERIFY2(result, explain(result));
}

void TestSessionLogin::cancelsAnOpenByClosing()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Destination destination = m_sshd.destination();
    destination.port = server.serverPort();
    Session session(destination);
    const auto opening = session.open();
    QTRY_COMPARE(session.state(), SessionState::Handshaking);
    session.close();
    const auto opened = await(opening);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QTRY_COMPARE(session.state(), SessionState::Disconnected);
}

void TestSessionLogin::rejectsCommandsWithoutAConnection()
{
    Session session(m_sshd.destination());
    const auto result = await(session.exec(QStringLiteral("true")));
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Unavailable);
    QVERIFY(!result.error().message.isEmpty());
}

QTEST_GUILESS_MAIN(TestSessionLogin)
#include "tst_sessionlogin.moc"
