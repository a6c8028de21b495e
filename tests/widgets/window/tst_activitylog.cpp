// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/controlplane.h"
#include "widgets/window/activitylog.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using Window::ActivityLog;

class ActivityLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsThereAlreadyIsNoNews();
    void anOperationRunsUntilItsStateIsReached();
    void goingOnIsOneOperation();
    void aFailureSaysWhy();
    void adoptsAnOperationThatRunsAlready();
    void aDeletedInstanceIsTold();
    void whatBefallsARunningInstanceIsToldOnce();
    void messagesOfPagesAreKept();
    void theOldestGoFirst();
};

namespace {

Arm::ComputeInstance instanceIn(Arm::InstanceState state)
{
    return {.name = QStringLiteral("ada-box"), .state = state};
}

} // namespace

void ActivityLogTest::whatIsThereAlreadyIsNoNews()
{
    Client::ControlPlane controlPlane;
    const ActivityLog log(&controlPlane);
    Q_EMIT controlPlane.instanceAdded(instanceIn(Arm::InstanceState::Running));
    QCOMPARE(log.rowCount(), 0);
    Q_EMIT controlPlane.instanceChanged(instanceIn(Arm::InstanceState::Running));
    QCOMPARE(log.rowCount(), 0);
}

void ActivityLogTest::anOperationRunsUntilItsStateIsReached()
{
    Client::ControlPlane controlPlane;
    ActivityLog log(&controlPlane);
    const QAbstractItemModelTester tester(&log,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy changed(&log, &ActivityLog::changed);
    Q_EMIT controlPlane.instanceAdded(instanceIn(Arm::InstanceState::Stopped));
    Q_EMIT controlPlane.instanceChanged(instanceIn(Arm::InstanceState::Starting));
    QCOMPARE(log.running().size(), 1);
    QCOMPARE(log.running().constFirst().tone, Ui::Tone::Changing);
    QVERIFY(log.running().constFirst().text.contains(QStringLiteral("ada-box")));
    QVERIFY(log.latest().text.isEmpty());
    Q_EMIT controlPlane.instanceChanged(instanceIn(Arm::InstanceState::Running));
    QVERIFY(log.running().isEmpty());
    QCOMPARE(log.latest().text, QStringLiteral("ada-box is running."));
    QCOMPARE(log.latest().tone, Ui::Tone::Running);
    QCOMPARE(log.rowCount(), 1);
    QCOMPARE(changed.count(), 2);
}

void ActivityLogTest::goingOnIsOneOperation()
{
    Client::ControlPlane controlPlane;
    const ActivityLog log(&controlPlane);
    Q_EMIT controlPlane.instanceAdded(instanceIn(Arm::InstanceState::Creating));
    const QString before = log.running().constFirst().text;
    Q_EMIT controlPlane.instanceChanged(instanceIn(Arm::InstanceState::SettingUp));
    QCOMPARE(log.running().size(), 1);
    QVERIFY(log.running().constFirst().text != before);
}

void ActivityLogTest::aFailureSaysWhy()
{
    Client::ControlPlane controlPlane;
    const ActivityLog log(&controlPlane);
    Q_EMIT controlPlane.instanceAdded(instanceIn(Arm::InstanceState::Creating));
    Arm::ComputeInstance failed = instanceIn(Arm::InstanceState::CreateFailed);
    failed.local.stateReason = QStringLiteral("The disk is\nfull.");
    Q_EMIT controlPlane.instanceChanged(failed);
    QCOMPARE(log.latest().tone, Ui::Tone::Failed);
    QVERIFY(log.latest().text.contains(QStringLiteral("ada-box")));
    QVERIFY2(log.latest().text.endsWith(QStringLiteral("The disk is full.")),
             qPrintable(log.latest().text));
}

void ActivityLogTest::adoptsAnOperationThatRunsAlready()
{
    Client::ControlPlane controlPlane;
    const ActivityLog log(&controlPlane);
    Arm::ComputeInstance stopping = instanceIn(Arm::InstanceState::Stopping);
    stopping.local.stateSince = QDateTime::currentDateTimeUtc().addSecs(-90);
    Q_EMIT controlPlane.instanceAdded(stopping);
    QCOMPARE(log.running().constFirst().started, stopping.local.stateSince);
}

void ActivityLogTest::aDeletedInstanceIsTold()
{
    Client::ControlPlane controlPlane;
    const ActivityLog log(&controlPlane);
    Q_EMIT controlPlane.instanceAdded(instanceIn(Arm::InstanceState::Stopped));
    Q_EMIT controlPlane.instanceChanged(instanceIn(Arm::InstanceState::Deleting));
    Q_EMIT controlPlane.instanceRemoved(QStringLiteral("ada-box"));
    QVERIFY(log.running().isEmpty());
    QCOMPARE(log.latest().text, QStringLiteral("ada-box is deleted."));
    QCOMPARE(log.rowCount(), 1);
}

void ActivityLogTest::whatBefallsARunningInstanceIsToldOnce()
{
    Client::ControlPlane controlPlane;
    const ActivityLog log(&controlPlane);
    Arm::ComputeInstance instance = instanceIn(Arm::InstanceState::Running);
    instance.errors = {QStringLiteral("Yesterday.")};
    Q_EMIT controlPlane.instanceAdded(instance);
    QCOMPARE(log.rowCount(), 0);
    instance.errors.append(QStringLiteral("Out of memory: 2.0 of 2 GiB."));
    Q_EMIT controlPlane.instanceChanged(instance);
    QCOMPARE(log.rowCount(), 1);
    QCOMPARE(log.latest().text, QStringLiteral("ada-box: Out of memory: 2.0 of 2 GiB."));
    QCOMPARE(log.latest().tone, Ui::Tone::Warning);
    const QStringList all = instance.errors;
    instance.errors.clear(); // the control plane starts again
    Q_EMIT controlPlane.instanceChanged(instance);
    instance.errors = all;
    Q_EMIT controlPlane.instanceChanged(instance);
    QCOMPARE(log.rowCount(), 1);
}

void ActivityLogTest::messagesOfPagesAreKept()
{
    Client::ControlPlane controlPlane;
    ActivityLog log(&controlPlane);
    log.addMessage(QStringLiteral("The key was saved."));
    log.addMessage(QStringLiteral("The download is done."));
    QCOMPARE(log.latest().text, QStringLiteral("The download is done."));
    QCOMPARE(log.index(0).data().toString(), QStringLiteral("The download is done."));
    QCOMPARE(log.index(1).data().toString(), QStringLiteral("The key was saved."));
}

void ActivityLogTest::theOldestGoFirst()
{
    Client::ControlPlane controlPlane;
    ActivityLog log(&controlPlane);
    const QAbstractItemModelTester tester(&log,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int number = 0; number < 250; ++number) {
        log.addMessage(QString::number(number));
    }
    QCOMPARE(log.rowCount(), 200);
    QCOMPARE(log.index(0).data().toString(), QStringLiteral("249"));
    QCOMPARE(log.index(199).data().toString(), QStringLiteral("50"));
}

QTEST_MAIN(ActivityLogTest)
#include "tst_activitylog.moc"
