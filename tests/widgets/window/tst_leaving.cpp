// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/resourcepaths.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/common/messagebox.h"

#include <QTest>

#include <memory>
#include <optional>

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
    void anAnswerForATabHoldsForTheWindow();
    void cancellingKeepsTheTab();
    void aTabOfAStoppedInstanceClosesAtOnce();
    void aKeptAnswerOfATabIsTheWindowsToo();
    void stopsTheInstanceOfATab();

private:
    /** What the window says to closing the last tab of @p instance; nothing yet: still asking. */
    [[nodiscard]] std::shared_ptr<std::optional<bool>> leaveTab(const QString &instance) const;
    /** Lets the control plane stop the box. */
    void allowStop();
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

void LeavingTest::allowStop()
{
    const Arm::ResourcePaths paths;
    m_fixture->server.answer(
        "POST",
        paths.action(box, QStringLiteral("stop")).toUtf8(),
        [](const WireRequest &, QTcpSocket *socket) { WireServer::send(socket, "200 OK", "{}"); });
}

void LeavingTest::stopsIt()
{
    openOnline();
    allowStop();
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

std::shared_ptr<std::optional<bool>> LeavingTest::leaveTab(const QString &instance) const
{
    auto decision = std::make_shared<std::optional<bool>>();
    m_fixture->window->leaveInstance(instance, [decision](bool mayClose) { *decision = mayClose; });
    return decision;
}

void LeavingTest::anAnswerForATabHoldsForTheWindow()
{
    openOnline();
    Ui::queueAnswer({.button = LeaveIt});
    const auto decision = leaveTab(box);
    QTRY_COMPARE(*decision, std::optional(true));
    const QList<Ui::Question> asked = Ui::takeAskedQuestions();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.constFirst().defaultButton, int(LeaveIt));
    QCOMPARE(m_fixture->settings.atClosing(), AtClosing::Ask);
    m_fixture->window->close();
    QTRY_VERIFY(!m_fixture->window->isVisible());
    QVERIFY(Ui::takeAskedQuestions().isEmpty());
    QCOMPARE(stopRequests(), 0);
}

void LeavingTest::cancellingKeepsTheTab()
{
    openOnline();
    Ui::queueAnswer({.button = Stay, .checked = true});
    const auto decision = leaveTab(box);
    QTRY_COMPARE(*decision, std::optional(false));
    QCOMPARE(m_fixture->settings.atClosing(), AtClosing::Ask);
    // Nothing was decided, so the next attempt asks again.
    Ui::queueAnswer({.button = LeaveIt});
    const auto again = leaveTab(box);
    QTRY_COMPARE(*again, std::optional(true));
    QCOMPARE(Ui::takeAskedQuestions().size(), 2);
}

void LeavingTest::aTabOfAStoppedInstanceClosesAtOnce()
{
    openOnline();
    QCOMPARE(*leaveTab(QStringLiteral("bob-box")), std::optional(true));
    QVERIFY(Ui::takeAskedQuestions().isEmpty());
}

void LeavingTest::aKeptAnswerOfATabIsTheWindowsToo()
{
    openOnline();
    Ui::queueAnswer({.button = LeaveIt, .checked = true});
    const auto decision = leaveTab(box);
    QTRY_COMPARE(*decision, std::optional(true));
    QCOMPARE(Ui::takeAskedQuestions().size(), 1);
    QCOMPARE(m_fixture->settings.atClosing(), AtClosing::LeaveRunning);
    QCOMPARE(*leaveTab(box), std::optional(true));
    m_fixture->window->close();
    QTRY_VERIFY(!m_fixture->window->isVisible());
    QVERIFY(Ui::takeAskedQuestions().isEmpty());
}

void LeavingTest::stopsTheInstanceOfATab()
{
    openOnline();
    allowStop();
    Ui::queueAnswer({.button = StopIt});
    const auto decision = leaveTab(box);
    QTRY_COMPARE(*decision, std::optional(true));
    QCOMPARE(Ui::takeAskedQuestions().size(), 1);
    QCOMPARE(stopRequests(), 1);
}

QTEST_MAIN(LeavingTest)
#include "tst_leaving.moc"
