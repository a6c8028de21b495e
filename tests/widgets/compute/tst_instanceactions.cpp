// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/instancetext.h"
#include "widgets/compute/instanceactions.h"
#include "widgets/compute/questions.h"
#include "widgets/compute/statetone.h"

#include <QAction>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Compute;
using namespace Qt::StringLiterals;
using Arm::InstanceAction;
using Arm::InstanceState;

namespace {

constexpr std::array kinds{InstanceAction::Start,
                           InstanceAction::Stop,
                           InstanceAction::Restart,
                           InstanceAction::Delete,
                           InstanceAction::OpenNotebook};

} // namespace

class InstanceActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areEnabledByState_data();
    void areEnabledByState();
    void askForASelection();
    void takeOnlyThoseThatAllowIt();
    void sayThatTheConnectionIsLost();
    void giveEveryStateATone();
    void nameTheKernelsThatEnd();
};

void InstanceActionsTest::areEnabledByState_data()
{
    QTest::addColumn<InstanceState>("state");
    for (int number = 0; number <= static_cast<int>(InstanceState::Unusable); ++number) {
        const auto state = static_cast<InstanceState>(number);
        QTest::newRow(qPrintable(Arm::toString(state))) << state;
    }
}

void InstanceActionsTest::areEnabledByState()
{
    QFETCH(const InstanceState, state);
    QWidget parent;
    InstanceActions actions(&parent);
    actions.setSelection({{.name = u"ada-box"_s, .state = state}});
    for (const InstanceAction kind : kinds) {
        const QAction *action = actions.action(kind);
        QCOMPARE(action->isEnabled(), Arm::allows(state, kind));
        if (action->isEnabled()) {
            QVERIFY(action->toolTip().startsWith(action->text().remove(u'…')));
        } else {
            QCOMPARE(action->toolTip(), Client::whyNot(state, kind));
        }
    }
}

void InstanceActionsTest::askForASelection()
{
    QWidget parent;
    InstanceActions actions(&parent);
    for (const InstanceAction kind : kinds) {
        QVERIFY(!actions.action(kind)->isEnabled());
        QVERIFY(actions.action(kind)->toolTip().contains(u"select an instance"_s));
    }
}

void InstanceActionsTest::takeOnlyThoseThatAllowIt()
{
    QWidget parent;
    InstanceActions actions(&parent);
    const QSignalSpy triggered(&actions, &InstanceActions::triggered);
    actions.setSelection({{.name = u"ada-box"_s, .state = InstanceState::Stopped},
                          {.name = u"grace-box"_s, .state = InstanceState::Running},
                          {.name = u"emmy-box"_s, .state = InstanceState::Stopped}});
    QAction *start = actions.action(InstanceAction::Start);
    QVERIFY(start->isEnabled());
    QVERIFY(start->toolTip().contains(u"grace-box: It runs already."_s));
    QVERIFY(!start->toolTip().contains(u"ada-box"_s));
    start->trigger();
    QCOMPARE(triggered.count(), 1);
    QCOMPARE(triggered.at(0).at(1).toStringList(), QStringList({u"ada-box"_s, u"emmy-box"_s}));
}

void InstanceActionsTest::sayThatTheConnectionIsLost()
{
    QWidget parent;
    InstanceActions actions(&parent);
    actions.setSelection({{.name = u"ada-box"_s, .state = InstanceState::Stopped}});
    actions.setUnreachable(u"the connection is lost."_s);
    QVERIFY(!actions.action(InstanceAction::Start)->isEnabled());
    QCOMPARE(actions.action(InstanceAction::Start)->toolTip(), u"Start: the connection is lost."_s);
    actions.setUnreachable({});
    QVERIFY(actions.action(InstanceAction::Start)->isEnabled());
}

void InstanceActionsTest::giveEveryStateATone()
{
    QCOMPARE(toneOf(InstanceState::Running), Ui::Tone::Running);
    QCOMPARE(toneOf(InstanceState::CreateFailed), Ui::Tone::Failed);
    QCOMPARE(toneOf(InstanceState::Stopped), Ui::Tone::Stopped);
    for (int number = 0; number <= static_cast<int>(InstanceState::Unusable); ++number) {
        const auto state = static_cast<InstanceState>(number);
        QCOMPARE(toneOf(state) == Ui::Tone::Changing, Arm::isTransitional(state));
    }
}

void InstanceActionsTest::nameTheKernelsThatEnd()
{
    const RunningKernel train{.instance = u"ada-box"_s,
                              .kernel = {.name = u"train.ipynb"_s, .state = u"busy"_s}};
    const RunningKernel look{.instance = u"ada-box"_s,
                             .kernel = {.name = u"look.ipynb"_s, .state = u"idle"_s}};
    const Ui::Question stop = kernelQuestion({u"ada-box"_s}, false, {train, look});
    QVERIFY(stop.text.startsWith(u"2 kernels end"_s));
    QVERIFY(stop.informative.contains(u"train.ipynb (busy)"_s));
    QVERIFY(stop.informative.contains(u"look.ipynb"_s));
    QCOMPARE(stop.buttons.at(stop.defaultButton), u"Cancel"_s);
    QCOMPARE(stop.buttons.at(0), u"Stop"_s);
    const Ui::Question both = kernelQuestion({u"ada-box"_s, u"b-box"_s}, true, {train});
    QCOMPARE(both.buttons.at(0), u"Restart"_s);
    QVERIFY(both.informative.contains(u"ada-box: train.ipynb"_s));
    QVERIFY(both.title.contains(u"ada-box and b-box"_s));
    const Ui::Question unknown = kernelQuestion({u"ada-box"_s}, false, {}, false);
    QVERIFY(unknown.text.startsWith(u"What runs in ada-box ends"_s));
    QVERIFY(unknown.informative.contains(u"could not be found out"_s));
    QCOMPARE(unknown.buttons.at(unknown.defaultButton), u"Cancel"_s);
}

QTEST_MAIN(InstanceActionsTest)
#include "tst_instanceactions.moc"
