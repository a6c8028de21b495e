// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/instancesmodel.h"
#include "backend/client/instancetext.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Qt::StringLiterals;
using Arm::InstanceState;
using Client::InstancesModel;

namespace {

Arm::ComputeInstance instance(const QString &name, InstanceState state = InstanceState::Stopped)
{
    return {.name = name,
            .vmSize = u"Local_C4_M8"_s,
            .state = state,
            .createdOn = QDateTime(QDate(2026, 1, 2), QTime(3, 4), QTimeZone::UTC),
            .local = {.stateSince = QDateTime(QDate(2026, 1, 3), QTime(0, 0), QTimeZone::UTC)}};
}

QList<Arm::ComputeInstance> instances(const QString &letters)
{
    QList<Arm::ComputeInstance> all;
    for (const QChar letter : letters) {
        all << instance(letter);
    }
    return all;
}

QString shown(const InstancesModel &model)
{
    return model.names().join(QString());
}

} // namespace

class InstancesModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appliesAListWithTheFewestRowChanges_data();
    void appliesAListWithTheFewestRowChanges();
    void keepsTheSelectionWhileRowsComeAndGo();
    void takesAnotherOrderAsAReset();
    void changesOnlyTheRowThatChanged();
    void showsWhatEveryColumnSays();
    void showsAnExpectedStateUntilAnotherIsReported();
    void keepsAnExpectedStateOverChangesThatDoNotTouchIt();
    void forgetsAnExpectationThatWasRefused();
    void forgetsTheExpectationOfAnInstanceThatIsGone();
    void saysWhyAnActionIsNotAllowedExactlyWhenItIsNot();
};

void InstancesModelTest::appliesAListWithTheFewestRowChanges_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<int>("insertions");
    QTest::addColumn<int>("removals");
    QTest::newRow("first list") << u""_s << u"abc"_s << 1 << 0;
    QTest::newRow("nothing new") << u"abc"_s << u"abc"_s << 0 << 0;
    QTest::newRow("one before") << u"bc"_s << u"abc"_s << 1 << 0;
    QTest::newRow("one between") << u"ac"_s << u"abc"_s << 1 << 0;
    QTest::newRow("two at the end") << u"a"_s << u"abc"_s << 1 << 0;
    QTest::newRow("around") << u"bd"_s << u"abcde"_s << 3 << 0;
    QTest::newRow("one gone") << u"abc"_s << u"ac"_s << 0 << 1;
    QTest::newRow("two runs gone") << u"abcde"_s << u"bd"_s << 0 << 3;
    QTest::newRow("all gone") << u"abc"_s << u""_s << 0 << 1;
    QTest::newRow("one for another") << u"ac"_s << u"bc"_s << 1 << 1;
    QTest::newRow("all others") << u"ace"_s << u"bdf"_s << 1 << 1;
}

void InstancesModelTest::appliesAListWithTheFewestRowChanges()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    InstancesModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setInstances(instances(before));
    const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    const QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setInstances(instances(after));
    QCOMPARE(shown(model), after);
    QTEST(static_cast<int>(inserted.count()), "insertions");
    QTEST(static_cast<int>(removed.count()), "removals");
    QCOMPARE(reset.count(), 0);
}

void InstancesModelTest::keepsTheSelectionWhileRowsComeAndGo()
{
    InstancesModel model;
    model.setInstances(instances(u"bdf"_s));
    QItemSelectionModel selection(&model);
    selection.select(model.index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    model.setInstances(instances(u"abcdefg"_s));
    model.setInstances(instances(u"cdg"_s));
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(selection.selectedRows().constFirst().data().toString(), u"d"_s);
}

void InstancesModelTest::takesAnotherOrderAsAReset()
{
    InstancesModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setInstances(instances(u"abc"_s));
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setInstances(instances(u"cxa"_s));
    QCOMPARE(shown(model), u"cxa"_s);
    QCOMPARE(reset.count(), 1);
}

void InstancesModelTest::changesOnlyTheRowThatChanged()
{
    InstancesModel model;
    auto list = instances(u"abc"_s);
    model.setInstances(list);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    list[1].state = InstanceState::Running;
    model.setInstances(list);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 1);
    QCOMPARE(changed.at(0).at(1).toModelIndex().column(), InstancesModel::ColumnCount - 1);
}

void InstancesModelTest::showsWhatEveryColumnSays()
{
    auto running = instance(u"ada-box"_s, InstanceState::Running);
    running.address = u"127.0.0.1"_s;
    running.ssh.port = 40022;
    running.lastOperation = Arm::LastOperation{
        .name = Arm::OperationName::Start,
        .time = QDateTime(QDate(2026, 1, 5), QTime(1, 2), QTimeZone::UTC),
        .status = u"Succeeded"_s,
        .trigger = u"User"_s};
    running.local.stateReason = u"The computer restarted at 07:12."_s;
    InstancesModel model;
    model.setInstances({running});
    const auto text = [&model](int column) { return model.index(0, column).data().toString(); };
    QCOMPARE(text(InstancesModel::NameColumn), u"ada-box"_s);
    QCOMPARE(text(InstancesModel::StateColumn), u"Running"_s);
    QCOMPARE(text(InstancesModel::SizeColumn), u"4 cores · 8 GiB"_s);
    QCOMPARE(text(InstancesModel::ApplicationsColumn), u"JupyterLab"_s);
    QCOMPARE(text(InstancesModel::SshColumn), u"127.0.0.1:40022"_s);
    QCOMPARE(text(InstancesModel::OperationColumn), u"Start"_s);
    QCOMPARE(
        model.index(0, InstancesModel::StateColumn).data(InstancesModel::SinceRole).toDateTime(),
        running.local.stateSince);
    QCOMPARE(
        model.index(0, InstancesModel::CreatedColumn).data(InstancesModel::SinceRole).toDateTime(),
        running.createdOn);
    QCOMPARE(model.index(0, 0).data(InstancesModel::ReasonRole).toString(),
             running.local.stateReason);
    for (int column = 0; column < InstancesModel::ColumnCount; ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
}

void InstancesModelTest::showsAnExpectedStateUntilAnotherIsReported()
{
    InstancesModel model;
    model.setInstances({instance(u"a"_s)});
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.expect(u"a"_s, InstanceState::Starting);
    QCOMPARE(changed.count(), 1);
    QVERIFY(model.state(u"a"_s) == InstanceState::Starting);
    QCOMPARE(model.index(0, InstancesModel::StateColumn).data().toString(), u"Starting"_s);
    model.setInstances({instance(u"a"_s, InstanceState::Running)});
    QVERIFY(model.state(u"a"_s) == InstanceState::Running);
}

void InstancesModelTest::keepsAnExpectedStateOverChangesThatDoNotTouchIt()
{
    InstancesModel model;
    auto stopped = instance(u"a"_s);
    model.setInstances({stopped});
    model.expect(u"a"_s, InstanceState::Starting);
    stopped.vmSize = u"Local_C2_M4"_s;
    model.setInstances({stopped});
    QVERIFY(model.state(u"a"_s) == InstanceState::Starting);
    // A whole restart that nobody watched: the same state, but entered later.
    stopped.local.stateSince = stopped.local.stateSince.addSecs(5);
    model.setInstances({stopped});
    QVERIFY(model.state(u"a"_s) == InstanceState::Stopped);
}

void InstancesModelTest::forgetsAnExpectationThatWasRefused()
{
    InstancesModel model;
    model.setInstances({instance(u"a"_s)});
    model.expect(u"a"_s, InstanceState::Deleting);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.forget(u"a"_s);
    QCOMPARE(changed.count(), 1);
    QVERIFY(model.state(u"a"_s) == InstanceState::Stopped);
    model.forget(u"a"_s);
    QCOMPARE(changed.count(), 1);
}

void InstancesModelTest::forgetsTheExpectationOfAnInstanceThatIsGone()
{
    InstancesModel model;
    model.setInstances({instance(u"a"_s)});
    model.expect(u"a"_s, InstanceState::Deleting);
    model.setInstances({});
    QVERIFY(model.state(u"a"_s) == InstanceState::Unknown);
    model.setInstances({instance(u"a"_s)});
    QVERIFY(model.state(u"a"_s) == InstanceState::Stopped);
}

void InstancesModelTest::saysWhyAnActionIsNotAllowedExactlyWhenItIsNot()
{
    using Arm::InstanceAction;
    for (int number = 0; number <= static_cast<int>(InstanceState::Unusable); ++number) {
        const auto state = static_cast<InstanceState>(number);
        QVERIFY(!Client::stateText(state).isEmpty());
        for (const InstanceAction action : {InstanceAction::Start,
                                            InstanceAction::Stop,
                                            InstanceAction::Restart,
                                            InstanceAction::Delete,
                                            InstanceAction::OpenNotebook}) {
            const QString why = Client::whyNot(state, action);
            QCOMPARE(why.isEmpty(), Arm::allows(state, action));
            QVERIFY(why.isEmpty() || why.endsWith(u'.'));
        }
    }
}

QTEST_GUILESS_MAIN(InstancesModelTest)
#include "tst_instancesmodel.moc"
