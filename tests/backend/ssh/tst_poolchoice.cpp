// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/choice.h"

#include <QTest>

#include <array>

using namespace Atelier::Ssh;

namespace {

constexpr int noLimit = 1000;
constexpr ChannelNeed command{.isSession = true};
constexpr ChannelNeed bulk{.isSession = true, .isBulk = true};

MemberLoad ready(int channels = 0, int marks = 0)
{
    return {
        .state = SessionState::Ready, .channels = channels, .sessions = channels, .bulk = marks};
}

} // namespace

/** Which of several connections a channel goes to. */
class TestPoolChoice final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsToTheFirstWithoutBulk();
    void waitsForTheFirstWhileNoneStands();
    void avoidsAMarkedConnection();
    void leavesOneWithoutBulk();
    void goesElsewhereBeyondTheServersLimit();
    void passesOverAConnectionThatCannotBeMade();
    void beginsNothingWhereTheServerWas();
    void opensASpareOnlyWhenAllAreMarked();
};

void TestPoolChoice::keepsToTheFirstWithoutBulk()
{
    QCOMPARE(choose(std::array{ready(), MemberLoad(), MemberLoad()}, command, noLimit), 0);
    QCOMPARE(choose(std::array{ready(50), ready(), MemberLoad()}, command, noLimit), 0);
}

void TestPoolChoice::waitsForTheFirstWhileNoneStands()
{
    const std::array away{MemberLoad{.state = SessionState::Lost}, MemberLoad(), MemberLoad()};
    QCOMPARE(choose(away, command, noLimit), 0);
    QCOMPARE(choose(away, bulk, noLimit), 0);
    // Nothing new is begun meanwhile, but one that stands serves.
    const std::array halfAway{MemberLoad{.state = SessionState::Lost}, MemberLoad(), ready()};
    QCOMPARE(choose(halfAway, command, noLimit), 2);
}

void TestPoolChoice::avoidsAMarkedConnection()
{
    QCOMPARE(choose(std::array{ready(1, 1), ready(), MemberLoad()}, command, noLimit), 1);
    // A handshake is waited for rather than bulk data.
    const MemberLoad coming{.state = SessionState::Handshaking};
    QCOMPARE(choose(std::array{ready(1, 1), ready(1, 1), coming}, command, noLimit), 2);
    QCOMPARE(choose(std::array{ready(1, 1), MemberLoad(), MemberLoad()}, command, noLimit), 1);
    // All are marked: the least.
    QCOMPARE(choose(std::array{ready(3, 3), ready(2, 1), ready(2, 2)}, command, noLimit), 1);
}

void TestPoolChoice::leavesOneWithoutBulk()
{
    QCOMPARE(choose(std::array{ready(), MemberLoad(), MemberLoad()}, bulk, noLimit), 1);
    QCOMPARE(choose(std::array{ready(), ready(1, 1), MemberLoad()}, bulk, noLimit), 2);
    QCOMPARE(choose(std::array{ready(), ready(1, 1), ready(1, 1)}, bulk, noLimit), 1);
    QCOMPARE(choose(std::array{ready(), ready(5, 5), ready(1, 1)}, bulk, noLimit), 2);
    // The first one is marked, so that another is the one that is kept.
    QCOMPARE(choose(std::array{ready(1, 1), ready(4), ready(1, 1)}, bulk, noLimit), 2);
}

void TestPoolChoice::goesElsewhereBeyondTheServersLimit()
{
    QCOMPARE(choose(std::array{ready(1), MemberLoad(), MemberLoad()}, command, 1), 1);
    QCOMPARE(choose(std::array{ready(1), ready(1), MemberLoad()}, command, 1), 2);
    QCOMPARE(choose(std::array{ready(1), ready(1), ready(1)}, command, 1), std::nullopt);
    QCOMPARE(choose(std::array{ready(1), ready(1, 1), ready(1)}, bulk, 1), std::nullopt);
    // Other channels don't count.
    QCOMPARE(choose(std::array{ready(1), ready(1), ready(1)}, ChannelNeed(), 1), 0);
    // Even the kept one, before it fails.
    QCOMPARE(choose(std::array{ready(), ready(1, 1), ready(1, 1)}, bulk, 1), 0);
}

void TestPoolChoice::passesOverAConnectionThatCannotBeMade()
{
    const MemberLoad down{.state = SessionState::Failed, .isDown = true};
    QCOMPARE(choose(std::array{ready(1, 1), down, down}, command, noLimit), 0);
    QCOMPARE(choose(std::array{ready(), down, down}, bulk, noLimit), 0);
    QCOMPARE(choose(std::array{ready(1), down, down}, command, 1), std::nullopt);
}

void TestPoolChoice::beginsNothingWhereTheServerWas()
{
    MemberLoad left = ready();
    left.isLeft = true;
    QCOMPARE(choose(std::array{ready(1, 1), left, MemberLoad()}, command, noLimit), 2);
    QCOMPARE(choose(std::array{ready(), left, MemberLoad()}, bulk, noLimit), 2);
    // It keeps nothing free for interactive channels either.
    QCOMPARE(choose(std::array{ready(), left, ready(1, 1)}, bulk, noLimit), 2);
    QCOMPARE(spareToOpen(std::array{ready(1, 1), left, MemberLoad()}), 2);
}

void TestPoolChoice::opensASpareOnlyWhenAllAreMarked()
{
    const MemberLoad coming{.state = SessionState::Connecting};
    QCOMPARE(spareToOpen(std::array{ready(), MemberLoad(), MemberLoad()}), std::nullopt);
    QCOMPARE(spareToOpen(std::array{ready(1, 1), MemberLoad(), MemberLoad()}), 1);
    QCOMPARE(spareToOpen(std::array{ready(1, 1), coming, MemberLoad()}), std::nullopt);
    QCOMPARE(spareToOpen(std::array{ready(1, 1), ready(1, 1), MemberLoad()}), 2);
    QCOMPARE(spareToOpen(std::array{ready(1, 1), ready(1, 1), ready(1, 1)}), std::nullopt);
    QCOMPARE(spareToOpen(std::array{MemberLoad(), MemberLoad(), MemberLoad()}), std::nullopt);
}

QTEST_GUILESS_MAIN(TestPoolChoice)
#include "tst_poolchoice.moc"
