// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/computeinstance.h"
#include "backend/arm/dates.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimeZone>

using namespace Atelier;
using namespace Atelier::Arm;
using namespace Qt::StringLiterals;

namespace {

/** As the service answers, with fields and enum values that we don't know. */
QJsonObject sample()
{
    return QJsonDocument::fromJson(R"({
        "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/computes/ada",
        "name": "ada", "type": "Microsoft.MachineLearningServices/workspaces/computes", "location": "eastus",
        "tags": {"team": "vision"}, "futureTop": [1, 2], "identity": {"type": "SystemAssigned"},
        "properties": {
            "computeType": "ComputeInstance", "provisioningState": "Hibernating", "description": "d",
            "createdOn": "2021-04-01T22:00:00.0000000+00:00", "modifiedOn": "2021-04-01T22:10:00Z",
            "futureOuter": {"a": null},
            "properties": {
                "vmSize": "STANDARD_NC6", "state": "Levitating", "futureInner": true,
                "idleTimeBeforeShutdown": "PT30M", "errors": null,
                "sshSettings": {"sshPublicAccess": "Enabled", "adminUserName": "azureuser", "sshPort": 22,
                                "adminPublicKey": "ssh-ed25519 AAAA x", "futureSsh": 1},
                "dataMounts": [{"source": "/data", "mountPath": "/mnt/data", "mountAction": "Mount"}],
                "connectivityEndpoints": {"publicIpAddress": "10.0.0.1", "privateIpAddress": "10.0.0.4"},
                "createdBy": {"userName": "foobar@microsoft.com", "userOrgId": "o"},
                "lastOperation": {"operationName": "Teleport", "operationTime": "2021-04-01T22:00:01.1234567+00:00",
                                  "operationStatus": "InProgress", "operationTrigger": "User"}
            }
        }
    })")
        .object();
}

} // namespace

class ComputeInstanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheServiceWrites();
    void keepsEveryUnknownFieldAndEnumValue();
    void writesOverWhatItKnows();
    void readsWhatItHasWritten();
    void sendsOnlyWhatAClientMaySet();
    void refusesAnotherTypeOfCompute();
    void readsBothFormsOfADate_data();
    void readsBothFormsOfADate();
};

void ComputeInstanceTest::readsWhatTheServiceWrites()
{
    const auto instance = computeInstanceFrom(sample());
    QVERIFY(instance);
    QCOMPARE(instance->name, u"ada"_s);
    QCOMPARE(instance->vmSize, u"STANDARD_NC6"_s);
    QVERIFY(instance->state == InstanceState::Unknown);
    QVERIFY(instance->provisioning == ProvisioningState::Unknown);
    QCOMPARE(instance->ssh.publicAccess, true);
    QCOMPARE(instance->ssh.port, quint16(22));
    QCOMPARE(instance->mounts,
             (QList<DataMount>{{.source = u"/data"_s, .mountPath = u"/mnt/data"_s}}));
    QCOMPARE(instance->createdOn, QDateTime(QDate(2021, 4, 1), QTime(22, 0), QTimeZone::UTC));
    QCOMPARE(instance->address, u"10.0.0.1"_s);
    QCOMPARE(instance->createdBy, u"foobar@microsoft.com"_s);
    QVERIFY(instance->lastOperation);
    QVERIFY(instance->lastOperation->name == OperationName::Unknown);
    QCOMPARE(instance->lastOperation->time.time().msec(), 123);
}

void ComputeInstanceTest::keepsEveryUnknownFieldAndEnumValue()
{
    QCOMPARE(toJson(computeInstanceFrom(sample()).value()), sample());
}

void ComputeInstanceTest::writesOverWhatItKnows()
{
    ComputeInstance instance = computeInstanceFrom(sample()).value();
    instance.state = InstanceState::Stopped;
    instance.ssh.port = 0;
    instance.errors = {u"The disk is full."_s};
    instance.lastOperation.reset();
    const QJsonObject inner = toJson(instance)["properties"_L1]["properties"_L1].toObject();
    QCOMPARE(inner["state"_L1].toString(), u"Stopped"_s);
    QVERIFY(!inner["sshSettings"_L1].toObject().contains("sshPort"_L1));
    QCOMPARE(inner["sshSettings"_L1]["futureSsh"_L1].toInt(), 1);
    QCOMPARE(inner["errors"_L1][0]["error"_L1]["message"_L1].toString(), u"The disk is full."_s);
    QVERIFY(!inner.contains("lastOperation"_L1));
    QCOMPARE(inner["futureInner"_L1].toBool(), true);
}

void ComputeInstanceTest::readsWhatItHasWritten()
{
    ComputeInstance instance{
        .id = u"/x"_s,
        .name = u"ada-box"_s,
        .location = u"local"_s,
        .tags = {{u"a"_s, u"b"_s}},
        .description = u"mine"_s,
        .vmSize = u"Local_C2_M8"_s,
        .ssh = {.publicAccess = true,
                .adminUserName = u"ada"_s,
                .port = 2200,
                .adminPublicKey = u"ssh-rsa AAAA"_s},
        .mounts = {{.source = u"/a"_s, .mountPath = u"/b"_s, .readOnly = false}},
        .provisioning = ProvisioningState::Succeeded,
        .state = InstanceState::Running,
        .createdOn = QDateTime::fromMSecsSinceEpoch(1700000000123, QTimeZone::UTC),
        .modifiedOn = QDateTime::fromMSecsSinceEpoch(1700000001123, QTimeZone::UTC),
        .createdBy = u"ada"_s,
        .address = u"127.0.0.1"_s,
        .errors = {u"One."_s},
        .lastOperation = LastOperation{.name = OperationName::Start,
                                       .time = QDateTime::fromMSecsSinceEpoch(1700000002123,
                                                                              QTimeZone::UTC),
                                       .status = u"Succeeded"_s,
                                       .trigger = u"User"_s},
        .local = {.stateSince = QDateTime::fromMSecsSinceEpoch(1700000003123, QTimeZone::UTC),
                  .isolated = false,
                  .coresLimited = true,
                  .memoryLimited = true,
                  .stateReason = u"The computer restarted at 07:12."_s,
                  .userHome = u"/home/ada"_s},
    };
    const QJsonObject json = toJson(instance);
    ComputeInstance again = computeInstanceFrom(json).value();
    QCOMPARE(toJson(again), json);
    again.raw = {};
    QVERIFY(again == instance);
}

void ComputeInstanceTest::sendsOnlyWhatAClientMaySet()
{
    const QJsonObject body = toPutBody(computeInstanceFrom(sample()).value());
    QVERIFY(!body.contains("id"_L1));
    const QJsonObject outer = body["properties"_L1].toObject();
    QVERIFY(!outer.contains("provisioningState"_L1));
    const QJsonObject inner = outer["properties"_L1].toObject();
    for (const auto field : {"state"_L1,
                             "errors"_L1,
                             "lastOperation"_L1,
                             "createdBy"_L1,
                             "connectivityEndpoints"_L1}) {
        QVERIFY2(!inner.contains(field), field.data());
    }
    QCOMPARE(inner["idleTimeBeforeShutdown"_L1].toString(), u"PT30M"_s);
    QVERIFY(!inner["sshSettings"_L1].toObject().contains("sshPort"_L1));
    QCOMPARE(inner["sshSettings"_L1]["sshPublicAccess"_L1].toString(), u"Enabled"_s);
    QCOMPARE(body["location"_L1].toString(), u"eastus"_s);
}

void ComputeInstanceTest::refusesAnotherTypeOfCompute()
{
    const auto cluster = computeInstanceFrom(
        {{u"properties"_s, QJsonObject{{u"computeType"_s, u"AmlCompute"_s}}}});
    QVERIFY(!cluster);
    QCOMPARE(cluster.error().target, u"properties.computeType"_s);
    QVERIFY(cluster.error().message.contains("AmlCompute"_L1));
}

void ComputeInstanceTest::readsBothFormsOfADate_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("seven digits") << u"2021-04-01T22:00:00.1239999+00:00"_s
                                  << qint64(1617314400123);
    QTest::newRow("Z") << u"2021-04-01T22:00:00Z"_s << qint64(1617314400000);
    QTest::newRow("milliseconds, Z") << u"2021-04-01T22:00:00.5Z"_s << qint64(1617314400500);
    QTest::newRow("offset") << u"2021-04-02T07:00:00.0000000+09:00"_s << qint64(1617314400000);
    QTest::newRow("none") << u"2021-04-01T22:00:00"_s << qint64(1617314400000);
    QTest::newRow("nonsense") << u"yesterday"_s << qint64(-1);
    QTest::newRow("empty") << QString() << qint64(-1);
}

void ComputeInstanceTest::readsBothFormsOfADate()
{
    QFETCH(QString, text);
    QFETCH(qint64, milliseconds);
    const QDateTime date = dateFrom(text);
    QCOMPARE(date.isValid(), milliseconds >= 0);
    if (milliseconds >= 0) {
        QCOMPARE(date.toMSecsSinceEpoch(), milliseconds);
        QCOMPARE(dateFrom(Arm::toString(date)), date);
    }
}

QTEST_GUILESS_MAIN(ComputeInstanceTest)
#include "tst_computeinstance.moc"
