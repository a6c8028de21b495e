// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/adoption.h"
#include "backend/server/refusals.h"
#include "backend/server/statetable.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <array>
#include <optional>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;

namespace {

using State = Arm::InstanceState;

constexpr std::array allStates{
    State::Creating,
    State::CreateFailed,
    State::Deleting,
    State::Running,
    State::Restarting,
    State::Resizing,
    State::JobRunning,
    State::SettingUp,
    State::SetupFailed,
    State::Starting,
    State::Stopped,
    State::Stopping,
    State::UserSettingUp,
    State::UserSetupFailed,
    State::Unknown,
    State::Unusable,
};
constexpr std::array allEvents{Event::CreateRequested,
                               Event::StartRequested,
                               Event::StopRequested,
                               Event::RestartRequested,
                               Event::DeleteRequested,
                               Event::Started,
                               Event::Ended,
                               Event::Failed,
                               Event::StopFailed};

/** The states that an instance of this control plane can be in: all that the table can lead to. */
QSet<State> reachable()
{
    QSet<State> states{State::Creating};
    for (qsizetype before = 0; before != states.size();) {
        before = states.size();
        for (const Transition &row : transitions()) {
            if (states.contains(row.from)) {
                states.insert(row.to);
            }
        }
    }
    return states;
}

} // namespace

class StateTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventInEveryStateLeadsWhereThePlanSays();
    void everyRowIsWhatNextAnswers();
    void noEventHasTwoRowsFromOneState();
    void everyRowStartsWhereAnInstanceCanGet();
    void everyStateThatChangesByItselfHasAWayOutForSuccessAndFailure();
    void requestsAreAllowedExactlyWhereTheStudioOffersThem();
    void everyRefusalIsASentenceWithTheNameAndACode();
    void everyStateHasAStepAtTheStart();
};

/** Every state with every event, written down a second time: a table and its test that come from
 * one line can't contradict each other. */
void StateTableTest::everyEventInEveryStateLeadsWhereThePlanSays()
{
    struct Line
    {
        State from;
        std::array<std::optional<State>, allEvents.size()> to;
    };
    constexpr std::optional<State> none; // refused, or of no effect
    using enum State;
    // in the order of allEvents: create, start, stop, restart, delete; started, ended, failed,
    // stop failed
    const std::array plan{
        Line{.from = Creating,
             .to = {none, none, none, none, Deleting, Running, none, CreateFailed, none}},
        Line{.from = CreateFailed,
             .to = {Creating, none, none, none, Deleting, none, none, none, none}},
        Line{.from = Running,
             .to = {none, none, Stopping, Restarting, Deleting, none, Stopped, none, none}},
        Line{.from = Stopping,
             .to = {none, none, none, none, Deleting, none, Stopped, Stopped, Running}},
        Line{.from = Stopped, .to = {none, Starting, none, none, Deleting, none, none, none, none}},
        Line{.from = Starting,
             .to = {none, none, none, none, Deleting, Running, none, Stopped, none}},
        Line{.from = Restarting,
             .to = {none, none, none, none, Deleting, Running, none, Stopped, Running}},
        Line{.from = Deleting,
             .to = {none, none, none, none, none, none, none, Unusable, Unusable}},
        Line{.from = Unusable,
             .to = {none, none, none, Restarting, Deleting, none, none, none, none}},
    };
    for (const State state : allStates) {
        const auto line = std::ranges::find(plan, state, &Line::from);
        for (std::size_t index = 0; index < allEvents.size(); ++index) {
            const auto wanted = line == plan.end() ? none : line->to.at(index);
            QVERIFY2(next(state, allEvents.at(index)) == wanted,
                     qPrintable(u"%1, event %2"_s.arg(Arm::toString(state)).arg(index)));
        }
        QCOMPARE(line != plan.end(), reachable().contains(state));
    }
}

void StateTableTest::everyRowIsWhatNextAnswers()
{
    qsizetype rows = 0;
    for (const State state : allStates) {
        for (const Event event : allEvents) {
            if (const auto to = next(state, event)) {
                ++rows;
                QVERIFY(*to != state);
            }
        }
    }
    QCOMPARE(rows, std::ssize(transitions()));
}

void StateTableTest::noEventHasTwoRowsFromOneState()
{
    QSet<std::pair<int, int>> seen;
    for (const Transition &row : transitions()) {
        const std::pair key{static_cast<int>(row.from), static_cast<int>(row.event)};
        QVERIFY(!seen.contains(key));
        seen.insert(key);
    }
}

void StateTableTest::everyRowStartsWhereAnInstanceCanGet()
{
    const QSet<State> states = reachable();
    for (const Transition &row : transitions()) {
        QVERIFY2(states.contains(row.from), qPrintable(Arm::toString(row.from)));
    }
}

void StateTableTest::everyStateThatChangesByItselfHasAWayOutForSuccessAndFailure()
{
    for (const State state : reachable()) {
        if (!Arm::isTransitional(state)) {
            continue;
        }
        // A deletion that succeeds leaves no row behind.
        const bool succeeds = next(state, Event::Started) || next(state, Event::Ended)
                              || state == State::Deleting;
        QVERIFY2(succeeds, qPrintable(Arm::toString(state)));
        const auto failed = next(state, Event::Failed);
        QVERIFY2(failed, qPrintable(Arm::toString(state)));
        QVERIFY(!Arm::isTransitional(*failed));
    }
}

void StateTableTest::requestsAreAllowedExactlyWhereTheStudioOffersThem()
{
    for (const State state : reachable()) {
        QCOMPARE(next(state, Event::StartRequested).has_value(),
                 Arm::allows(state, Arm::InstanceAction::Start));
        QCOMPARE(next(state, Event::StopRequested).has_value(),
                 Arm::allows(state, Arm::InstanceAction::Stop));
        QCOMPARE(next(state, Event::RestartRequested).has_value(),
                 Arm::allows(state, Arm::InstanceAction::Restart));
        QCOMPARE(next(state, Event::DeleteRequested).has_value(),
                 Arm::allows(state, Arm::InstanceAction::Delete));
    }
}

void StateTableTest::everyRefusalIsASentenceWithTheNameAndACode()
{
    using Name = Arm::OperationName;
    Arm::ComputeInstance instance;
    instance.name = u"ada-box"_s;
    QSet<QString> clauses;
    for (const State state : allStates) {
        instance.state = state;
        clauses.insert(stateClause(state));
        for (const Name name :
             {Name::Start, Name::Stop, Name::Restart, Name::Delete, Name::Unknown}) {
            const Error error = refused(instance, name);
            QVERIFY(error.code == Error::Code::Conflict);
            QVERIFY2(error.message.contains("ada-box"_L1) && error.message.endsWith(u'.'),
                     qPrintable(error.message));
            QVERIFY(!error.message.contains(u'%'));
            QVERIFY(!error.serviceCode.isEmpty());
        }
    }
    QVERIFY(clauses.size() >= 13);
    instance.state = State::Running;
    QCOMPARE(refused(instance, Name::Start).serviceCode,
             u"StartComputeInstanceOnlyAllowedInStoppedState"_s);
    QCOMPARE(refused(instance, Name::Start).message,
             u"“ada-box” can be started only while it is stopped; it is running now."_s);
}

void StateTableTest::everyStateHasAStepAtTheStart()
{
    for (const State state : reachable()) {
        for (const bool found : {true, false}) {
            const AdoptionStep step = adoptionOf(state, found);
            QVERIFY(!step.event || next(state, *step.event));
            const bool settles = step.event || step.resume || !Arm::isTransitional(state);
            QVERIFY2(settles, qPrintable(Arm::toString(state)));
            // Never both at rest and with a node that nobody knows of.
            const auto after = step.event ? next(state, *step.event).value() : state;
            QVERIFY2(found == isUp(after) || step.resume, qPrintable(Arm::toString(state)));
        }
    }
}

QTEST_GUILESS_MAIN(StateTableTest)
#include "tst_statetable.moc"
