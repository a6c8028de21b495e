// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/resourcepaths.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/common/messagebox.h"

#include <QTest>

using namespace Atelier;
using Window::AtClosing;

/** What becomes of instances that run when the window closes. */
class LeavingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsStoppedIsNotAskedAbout();
    void leavesItRunning();
    void cancellingKeepsTheWindow();
    void isNotAskedAgain();
    void stopsIt();
    void aRefusedStopKeepsTheWindow();
    void whatCannotBeReachedIsNotAskedAbout();

private:
    static Arm::ComputeInstance instanceNamed(const QString &name, Arm::InstanceState state);
    void openOnline();
    [[nodiscard]] qsizetype stopRequests() const;

    std::unique_ptr<WindowFixture> m_fixture;
};

namespace {

enum Button { StopIt, LeaveIt, Stay };
const QString box = QStringLiteral("ada-box");

} // namespace

Arm::ComputeInstance LeavingTest::instanceNamed(const QString &name, Arm::InstanceState state)
{
    return {.name = name, .vmSize = QStringLiteral("Local_C1_M2"), .state = state};
}

void LeavingTest::init()
{
    (void)Ui::takeAskedQuestions();
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->serve({instanceNamed(box, Arm::InstanceState::Running),
                      instanceNamed(QStringLiteral("bob-box"), Arm::InstanceState::Stopped)});
}

void LeavingTest::openOnline()
{
    m_fixture->open();
    QTRY_COMPARE(m_fixture->connection.state(), Window::Connection::State::Online);
}

qsizetype LeavingTest::stopRequests() const
{
    return m_fixture->server
        .requestsFor(Arm::ResourcePaths().action(box, QStringLiteral("stop")).toUtf8())
        .size();
}

void LeavingTest::whatIsStoppedIsNotAskedAbout()
{
    m_fixture->serve({instanceNamed(box, Arm::InstanceState::Stopped)});
    openOnline();
    m_fixture->window->close();
    QTRY_VERIFY(!m_fixture->window->isVisible());
    QVERIFY(Ui::takeAskedQuestions().isEmpty());
}

void LeavingTest::leavesItRunning()
{
    openOnline();
    Ui::queueAnswer({.button = LeaveIt});
    m_fixture->window->close();
    QTRY_VERIFY(!m_fixture->window->isVisible());
    const QList<Ui::Question> asked = Ui::takeAskedQuestions();
    QCOMPARE(asked.size(), 1);
    QVERIFY2(asked.constFirst().text.contains(u'1'), qPrintable(asked.constFirst().text));
    QCOMPARE(asked.constFirst().defaultButton, int(LeaveIt));
    QCOMPARE(stopRequests(), 0);
    QCOMPARE(m_fixture->settings.atClosing(), AtClosing::Ask);
}

void LeavingTest::cancellingKeepsTheWindow()
{
    openOnline();
    Ui::queueAnswer({.button = Stay, .checked = true});
    m_fixture->window->close();
    QList<Ui::Question> asked;
    QTRY_VERIFY((asked += Ui::takeAskedQuestions(), !asked.isEmpty()));
    QCoreApplication::processEvents();
    QVERIFY(m_fixture->window->isVisible());
    QCOMPARE(m_fixture->settings.atClosing(), AtClosing::Ask);
}

void LeavingTest::isNotAskedAgain()
{
    m_fixture->settings.setAtClosing(AtClosing::Ask);
    openOnline();
    Ui::queueAnswer({.button = LeaveIt, .checked = true});
    m_fixture->window->close();
    QTRY_VERIFY(!m_fixture->window->isVisible());
    QCOMPARE(Ui::takeAskedQuestions().size(), 1);
    QCOMPARE(m_fixture->settings.atClosing(), AtClosing::LeaveRunning);
    auto again = std::make_unique<WindowFixture>(m_fixture->folder.path());
    again->serve({instanceNamed(box, Arm::InstanceState::Running)});
    again->open();
    QTRY_COMPARE(again->connection.state(), Window::Connection::State::Online);
    again->window->close();
    QTRY_VERIFY(!again->window->isVisible());
    QVERIFY(Ui::takeAskedQuestions().isEmpty());
}

void LeavingTest::stopsIt()
{
    openOnline();
    const Arm::ResourcePaths paths;
    m_fixture->server.answer(
        "POST",
        paths.action(box, QStringLiteral("stop")).toUtf8(),
        [](const WireRequest &, QTcpSocket *socket) { WireServer::send(socket, "200 OK", "{}"); });
    Ui::queueAnswer({.button = StopIt});
    m_fixture->window->close();
    QTRY_VERIFY(!m_fixture->window->isVisible());
    QCOMPARE(stopRequests(), 1);
}

void LeavingTest::aRefusedStopKeepsTheWindow()
{
    openOnline();
    const Arm::ResourcePaths paths;
    m_fixture->server.answer(
        "POST",
        paths.action(box, QStringLiteral("stop")).toUtf8(),
        [](const WireRequest &, QTcpSocket *socket) {
            WireServer::send(socket,
                             "409 Conflict",
                             R"({"error":{"code":"Conflict","message":"It is being resized."}})");
        });
    Ui::queueAnswer({.button = StopIt});
    m_fixture->window->close();
    const auto *latest = m_fixture->window->findChild<QWidget *>(QStringLiteral("latestActivity"));
    QTRY_COMPARE(latest->accessibleName(), QStringLiteral("It is being resized."));
    QVERIFY(m_fixture->window->isVisible());
}

void LeavingTest::whatCannotBeReachedIsNotAskedAbout()
{
    openOnline();
    QTRY_COMPARE(m_fixture->server.openStreams(), 1);
    m_fixture->server.vanish();
    QTRY_COMPARE_WITH_TIMEOUT(
        m_fixture->connection.state(), Window::Connection::State::Unreachable, 10'000);
    m_fixture->window->close();
    QTRY_VERIFY(!m_fixture->window->isVisible());
    QVERIFY(Ui::takeAskedQuestions().isEmpty());
}

QTEST_MAIN(LeavingTest)
#include "tst_leaving.moc"
