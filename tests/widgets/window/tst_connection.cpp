// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/resourcepaths.h"
#include "backend/client/launcher.h"
#include "tests/backend/client/wireserver.h"
#include "widgets/window/connection.h"

#include <QJsonArray>
#include <QPromise>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using Window::Connection;

/** The window's connection with a control plane that is missing, dies and comes back. */
class ConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingHappensBeforeItBegins();
    void comesOnline();
    void saysWhyItCouldNotBeStarted();
    void tryAgainMendsIt();
    void restartReplacesAnOlderOne();
    void aRestartThatFailsSaysWhy();
    void comesBackByItselfAfterTheOtherSideDied();
    void detailsNeverShowTheToken();

private:
    [[nodiscard]] Connection::Service service();
    void serve();
    [[nodiscard]] Client::Endpoint endpoint() const;

    std::unique_ptr<WireServer> m_server;
    Result<Client::Endpoint> m_answer = failure({.code = Error::Code::Unknown, .message = {}});
    Result<Client::Endpoint> m_replacement = m_answer;
    int m_asked = 0;
    int m_replaced = 0;
};

namespace {

const QString token = QStringLiteral("5ec2e700000000000000000000000000");
const Error cannotStart{.code = Error::Code::PermissionDenied,
                        .message = QStringLiteral("The data folder can't be written."),
                        .detail = QStringLiteral("EACCES")};
const Error older{.code = Error::Code::Conflict,
                  .message = QStringLiteral("The other side is older."),
                  .target = Client::replaceable};

} // namespace

void ConnectionTest::init()
{
    m_asked = 0;
    m_replaced = 0;
    m_server = std::make_unique<WireServer>();
    m_server->listen();
    serve();
    m_answer = endpoint();
}

void ConnectionTest::serve()
{
    const Arm::ResourcePaths paths;
    m_server->answerJson(
        "GET",
        paths.computes().toUtf8(),
        {{QStringLiteral("value"), QJsonArray()}, {QStringLiteral("sequence"), 1}});
    m_server->answerStream(paths.changes().toUtf8());
}

Client::Endpoint ConnectionTest::endpoint() const
{
    return {.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server->port())),
            .token = token,
            .protocol = 1,
            .pid = 4711};
}

Connection::Service ConnectionTest::service()
{
    return {.ensure =
                [this] {
                    ++m_asked;
                    return QtFuture::makeReadyValueFuture(m_answer);
                },
            .replace =
                [this] {
                    ++m_replaced;
                    return QtFuture::makeReadyValueFuture(m_replacement);
                }};
}

void ConnectionTest::nothingHappensBeforeItBegins()
{
    Client::ControlPlane controlPlane;
    const Connection connection(&controlPlane, service());
    QCoreApplication::processEvents();
    QCOMPARE(m_asked, 0);
    QCOMPARE(connection.state(), Connection::State::Starting);
}

void ConnectionTest::comesOnline()
{
    Client::ControlPlane controlPlane;
    Connection connection(&controlPlane, service());
    connection.begin();
    QTRY_COMPARE(connection.state(), Connection::State::Online);
    QVERIFY(connection.lastSeen().isValid());
}

void ConnectionTest::saysWhyItCouldNotBeStarted()
{
    m_answer = failure(cannotStart);
    Client::ControlPlane controlPlane;
    Connection connection(&controlPlane, service());
    QSignalSpy changed(&connection, &Connection::changed);
    connection.begin();
    QTRY_COMPARE(connection.state(), Connection::State::Failed);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(connection.error().message, cannotStart.message);
    QVERIFY(connection.technicalDetails().contains(cannotStart.detail));
}

void ConnectionTest::tryAgainMendsIt()
{
    m_answer = failure(cannotStart);
    Client::ControlPlane controlPlane;
    Connection connection(&controlPlane, service());
    connection.begin();
    QTRY_COMPARE(connection.state(), Connection::State::Failed);
    m_answer = endpoint();
    connection.begin();
    QCOMPARE(connection.state(), Connection::State::Starting);
    QTRY_COMPARE(connection.state(), Connection::State::Online);
}

void ConnectionTest::restartReplacesAnOlderOne()
{
    m_answer = failure(older);
    m_replacement = endpoint();
    Client::ControlPlane controlPlane;
    Connection connection(&controlPlane, service());
    connection.begin();
    QTRY_COMPARE(connection.state(), Connection::State::Failed);
    QCOMPARE(connection.remedy(), QStringLiteral("Restart"));
    QCOMPARE(m_replaced, 0);
    connection.applyRemedy();
    QCOMPARE(connection.state(), Connection::State::Starting);
    QTRY_COMPARE(connection.state(), Connection::State::Online);
    QCOMPARE(m_replaced, 1);
    QCOMPARE(m_asked, 1);
}

void ConnectionTest::aRestartThatFailsSaysWhy()
{
    m_answer = failure(older);
    m_replacement = failure(cannotStart);
    Client::ControlPlane controlPlane;
    Connection connection(&controlPlane, service());
    connection.begin();
    QTRY_COMPARE(connection.state(), Connection::State::Failed);
    connection.applyRemedy();
    QTRY_COMPARE(connection.error().message, cannotStart.message);
    // It may be gone by now: the next try begins with a look.
    QCOMPARE(connection.remedy(), QStringLiteral("Try again"));
    m_answer = endpoint();
    connection.applyRemedy();
    QTRY_COMPARE(connection.state(), Connection::State::Online);
    QCOMPARE(m_replaced, 1);
}

void ConnectionTest::comesBackByItselfAfterTheOtherSideDied()
{
    Client::ControlPlane controlPlane;
    Connection connection(&controlPlane, service());
    connection.begin();
    QTRY_COMPARE(connection.state(), Connection::State::Online);
    QTRY_COMPARE(m_server->openStreams(), 1);
    const QDateTime seen = connection.lastSeen();
    const int asked = m_asked;

    m_server->vanish();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), Connection::State::Unreachable, 10'000);
    QVERIFY(connection.lastSeen() >= seen);

    // Another one, elsewhere, as the launcher would start it.
    m_server = std::make_unique<WireServer>();
    m_server->listen();
    serve();
    m_answer = endpoint();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), Connection::State::Online, 20'000);
    QVERIFY(m_asked > asked);
}

void ConnectionTest::detailsNeverShowTheToken()
{
    Client::ControlPlane controlPlane;
    Connection connection(&controlPlane, service());
    connection.begin();
    QTRY_COMPARE(connection.state(), Connection::State::Online);
    QVERIFY(connection.technicalDetails().contains(m_answer->url.toString()));
    QVERIFY(!connection.technicalDetails().contains(token));
}

QTEST_MAIN(ConnectionTest)
#include "tst_connection.moc"
