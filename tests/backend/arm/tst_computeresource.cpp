// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/apiversions.h"
#include "backend/arm/computeinstance.h"
#include "backend/arm/computeresource.h"
#include "backend/arm/durations.h"
#include "backend/arm/mergepatch.h"
#include "backend/arm/usage.h"

#include <QJsonDocument>
#include <QTest>

using namespace Atelier::Arm;
using namespace Qt::StringLiterals;

namespace {

/** A resource as Azure sends it: unknown fields and values at every level, nulls, seven digits of a
 * second, and what the type has of its own. */
QJsonObject resourceWith(const QString &type, const QByteArray &own)
{
    const QByteArray text =
        R"({"id":"/subscriptions/x/computes/c1","name":"c1","location":"eastus","tags":{"a":"b"},)"
        R"("type":"Microsoft.MachineLearningServices/workspaces/computes","sku":{"name":"s","tier":null},)"
        R"("futureTop":[1,{"x":null}],"systemData":{"createdAt":"2021-04-01T22:00:00.0000000+00:00"},)"
        R"("properties":{"computeType":")"
        + type.toUtf8()
        + R"(","description":"d","createdOn":"2021-04-01T22:00:00.1234567+00:00","modifiedOn":null,)"
          R"("provisioningState":"Tomorrow","resourceId":"/r","computeLocation":"east",)"
          R"("isAttachedCompute":true,"disableLocalAuth":false,"provisioningErrors":null,)"
          R"("futureMiddle":{"deep":[true,0.5,9007199254740993]},"properties":)"
        + own + "}}";
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class ComputeResourceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeSurvivesARoundTrip_data();
    void everyTypeSurvivesARoundTrip();
    void readsWhatATypeHasOfItsOwn();
    void writesOnlyWhatChanged();
    void readsWhatMakesNoSense();
    void aPutBodyKeepsWhatNobodyKnows();
    void readsDurations_data();
    void readsDurations();
    void judgesVersions_data();
    void judgesVersions();
    void mergesAPatch_data();
    void mergesAPatch();
    void countsCoresInTotalAndPerFamily();
};

void ComputeResourceTest::everyTypeSurvivesARoundTrip_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("own");
    const auto row = [](const char *type, const char *own) {
        QTest::newRow(type) << QString::fromLatin1(type) << QByteArray(own);
    };
    row("AKS", R"({"agentCount":3,"agentVmSize":"s","clusterFqdn":null,"clusterPurpose":"New"})");
    row("Kubernetes", R"({"namespace":"n","defaultInstanceType":"i","instanceTypes":{"i":{}}})");
    row("AmlCompute",
        R"({"vmSize":"STANDARD_NC6","vmPriority":"Spot2","scaleSettings":{"maxNodeCount":4,)"
        R"("minNodeCount":0,"nodeIdleTimeBeforeScaleDown":"PT5M","more":1},"errors":null,)"
        R"("allocationState":"Growing","currentNodeCount":2,"nodeStateCounts":{"idleNodeCount":1}})");
    row("ComputeInstance", R"({"vmSize":"s","state":"Dreaming","new":{"x":[null]}})");
    row("DataFactory", R"({})");
    row("VirtualMachine",
        R"({"virtualMachineSize":"s","sshPort":22,"address":"10.0.0.7","notebookServerPort":8888,)"
        R"("administratorAccount":{"username":"ada","publicKeyData":null}})");
    row("HDInsight",
        R"({"sshPort":22,"address":"10.0.0.8","administratorAccount":{"username":"x"}})");
    row("Databricks", R"({"databricksAccessToken":null,"workspaceUrl":"https://db"})");
    row("DataLakeAnalytics", R"({"dataLakeStoreAccountName":"lake"})");
    row("SynapseSpark", R"({"autoScaleProperties":{"enabled":true},"nodeCount":3,"poolName":"p"})");
    row("QuantumThing", R"({"qubits":9})");
    row("computeinstance", R"({"vmSize":null})");
    QTest::newRow("nothing of its own") << u"AmlCompute"_s << QByteArray("null");
}

void ComputeResourceTest::everyTypeSurvivesARoundTrip()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, own);
    const QJsonObject json = resourceWith(type, own);
    QVERIFY(!json.isEmpty());
    const ComputeResource resource = computeResourceFrom(json);
    QCOMPARE(resource.name, u"c1"_s);
    QCOMPARE(resource.description, u"d"_s);
    QVERIFY(resource.attached && resource.createdOn.isValid());
    const bool known = computeTypeNames().contains(type, Qt::CaseInsensitive);
    QCOMPARE(resource.type != ComputeType::Unknown, known);
    QCOMPARE(toJson(resource), json);
}

void ComputeResourceTest::readsWhatATypeHasOfItsOwn()
{
    const auto cluster = computeResourceFrom(resourceWith(
        u"AmlCompute"_s,
        R"({"vmSize":"s","scaleSettings":{"maxNodeCount":4,"minNodeCount":1},"currentNodeCount":2})"));
    const auto &nodes = std::get<ClusterDetails>(cluster.details);
    QCOMPARE(nodes.vmSize, u"s"_s);
    QCOMPARE(QList({nodes.minNodes, nodes.maxNodes, nodes.currentNodes}), QList({1, 4, 2}));
    const auto machine = computeResourceFrom(resourceWith(
        u"VirtualMachine"_s,
        R"({"address":"10.0.0.7","sshPort":2222,"administratorAccount":{"username":"ada"}})"));
    const auto &access = std::get<MachineDetails>(machine.details);
    QCOMPARE(access.address, u"10.0.0.7"_s);
    QCOMPARE(access.sshPort, 2222);
    QCOMPARE(access.userName, u"ada"_s);
    const auto spark = computeResourceFrom(resourceWith(u"SynapseSpark"_s, R"({"nodeCount":3})"));
    QCOMPARE(std::get<SparkDetails>(spark.details).nodeCount, 3);
    const auto pods = computeResourceFrom(resourceWith(u"Kubernetes"_s, R"({"namespace":"n"})"));
    QCOMPARE(std::get<KubernetesDetails>(pods.details).nameSpace, u"n"_s);
    const auto bricks = computeResourceFrom(
        resourceWith(u"Databricks"_s, R"({"workspaceUrl":"u"})"));
    QCOMPARE(std::get<ServiceDetails>(bricks.details).workspaceUrl, u"u"_s);
}

void ComputeResourceTest::writesOnlyWhatChanged()
{
    const QJsonObject json = resourceWith(
        u"AmlCompute"_s, R"({"scaleSettings":{"maxNodeCount":4,"more":[1]},"errors":null})");
    ComputeResource resource = computeResourceFrom(json);
    std::get<ClusterDetails>(resource.details).maxNodes = 9;
    resource.description = u"new"_s;
    resource.tags = {{u"c"_s, u"d"_s}};
    const QJsonObject expected = mergePatch(
        json,
        QJsonDocument::fromJson(
            R"({"tags":{"a":null,"c":"d"},)"
            R"("properties":{"description":"new","properties":{"scaleSettings":{"maxNodeCount":9}}}})")
            .object());
    QCOMPARE(toJson(resource), expected);
    QVERIFY(toJson(resource)["properties"_L1]["properties"_L1]["errors"_L1].isNull());
}

void ComputeResourceTest::readsWhatMakesNoSense()
{
    for (
        const char *text :
        {R"({})",
         R"({"properties":[]})",
         R"({"properties":{"computeType":7,"properties":"x"},"tags":[1],"id":{}})",
         R"({"properties":{"computeType":"AmlCompute","properties":{"vmSize":1,"scaleSettings":3}}})"}) {
        const QJsonObject json = QJsonDocument::fromJson(text).object();
        QCOMPARE(toJson(computeResourceFrom(json)), json);
    }
}

void ComputeResourceTest::aPutBodyKeepsWhatNobodyKnows()
{
    const QJsonObject json = resourceWith(
        u"ComputeInstance"_s,
        R"({"vmSize":"s","state":"Running","schedules":{"x":[1]},"new":"y"})");
    const auto instance = computeInstanceFrom(json);
    QVERIFY(instance);
    const QJsonObject body = toPutBody(*instance);
    QCOMPARE(body["futureTop"_L1], json["futureTop"_L1]);
    QCOMPARE(body["properties"_L1]["futureMiddle"_L1], json["properties"_L1]["futureMiddle"_L1]);
    QCOMPARE(body["properties"_L1]["properties"_L1]["new"_L1].toString(), u"y"_s);
    for (const char *readOnly : {"id", "name", "type", "systemData"}) {
        QVERIFY2(!body.contains(QLatin1StringView(readOnly)), readOnly);
    }
    const QJsonObject outer = body["properties"_L1].toObject();
    for (const char *readOnly :
         {"provisioningState", "createdOn", "modifiedOn", "isAttachedCompute"}) {
        QVERIFY2(!outer.contains(QLatin1StringView(readOnly)), readOnly);
    }
    QVERIFY(!outer["properties"_L1].toObject().contains("state"_L1));
    // What was left out is gone, what only the server sets is there again.
    const QJsonObject again = withReadOnly(
        QJsonDocument::fromJson(R"({"properties":{"properties":{"vmSize":"t"}}})").object(), json);
    QCOMPARE(again["id"_L1], json["id"_L1]);
    QCOMPARE(again["properties"_L1]["properties"_L1]["state"_L1].toString(), u"Running"_s);
    QVERIFY(!again["properties"_L1]["properties"_L1].toObject().contains("new"_L1));
}

void ComputeResourceTest::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("seconds"); // below zero: none
    const auto row = [](const char *text, qint64 seconds) {
        QTest::newRow(text) << QString::fromLatin1(text) << seconds;
    };
    row("PT15M", 900);
    row("P3D", 259200);
    row("PT1H30M", 5400);
    row("P1DT1H1M1S", 90061);
    row("P2W", 1209600);
    row("PT90S", 90);
    row("PT5.000S", 5);
    row("PT0S", 0);
    row("", -1);
    row("P", -1);
    row("PT", -1);
    row("P1DT", -1);
    row("15M", -1);
    row("P1M", -1); // a month
    row("P1Y", -1);
    row("PT-5M", -1);
    row("pt5m", -1);
    row("PT5M ", -1);
    row("PT99999999999M", -1);
}

void ComputeResourceTest::readsDurations()
{
    QFETCH(QString, text);
    QFETCH(qint64, seconds);
    const auto read = durationFrom(text);
    QCOMPARE(read ? static_cast<qint64>(read->count()) : -1, seconds);
}

void ComputeResourceTest::judgesVersions_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<int>("verdict");
    const auto row = [](const char *version, ApiVersionVerdict verdict) {
        QTest::newRow(version) << QString::fromLatin1(version) << static_cast<int>(verdict);
    };
    row("2023-04-01", ApiVersionVerdict::Accepted);
    row("2024-01-01-preview", ApiVersionVerdict::Accepted);
    row("2025-06-01", ApiVersionVerdict::Accepted);
    row("2025-06-01-PREVIEW", ApiVersionVerdict::Accepted);
    row("2025-12-01", ApiVersionVerdict::Accepted);
    row("2023-03-31", ApiVersionVerdict::Unsupported);
    row("2021-07-01", ApiVersionVerdict::Unsupported);
    row("2025-12-02", ApiVersionVerdict::Unsupported);
    row("9999-01-01-preview", ApiVersionVerdict::Unsupported);
    row("1", ApiVersionVerdict::Malformed);
    row("2024-02-30", ApiVersionVerdict::Malformed);
    row("2024-1-1", ApiVersionVerdict::Malformed);
    row("2024-01-01-draft", ApiVersionVerdict::Malformed);
    row("2024-01-01\n", ApiVersionVerdict::Malformed);
}

void ComputeResourceTest::judgesVersions()
{
    QFETCH(QString, version);
    QFETCH(int, verdict);
    QCOMPARE(static_cast<int>(verdictOn(version)), verdict);
}

void ComputeResourceTest::mergesAPatch_data()
{
    // The examples of RFC 7396, appendix A, whose both sides are objects.
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *target, const char *patch, const char *result) {
        QTest::addRow("%s + %s", target, patch)
            << QByteArray(target) << QByteArray(patch) << QByteArray(result);
    };
    row(R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})");
    row(R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})");
    row(R"({"a":"b"})", R"({"a":null})", R"({})");
    row(R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})");
    row(R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})");
    row(R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})");
    row(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})");
    row(R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})");
    row(R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})");
    row(R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})");
}

void ComputeResourceTest::mergesAPatch()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, patch);
    QFETCH(QByteArray, result);
    QCOMPARE(mergePatch(QJsonDocument::fromJson(target).object(),
                        QJsonDocument::fromJson(patch).object()),
             QJsonDocument::fromJson(result).object());
}

void ComputeResourceTest::countsCoresInTotalAndPerFamily()
{
    const QJsonArray rows = usagesJson({{.compute = u"a"_s, .family = u"Local"_s, .cores = 2},
                                        {.compute = u"b"_s, .family = u"LocalGpu"_s, .cores = 4}},
                                       {.totalCores = 8, .families = {{u"Local"_s, 2}}},
                                       {u"Local"_s, u"LocalGpu"_s});
    const auto row = [&rows](QLatin1StringView type, const QString &name) {
        for (const auto &entry : rows) {
            if (entry["type"_L1].toString().contains(QString(u'/' + type + u'/'))
                && entry["name"_L1]["value"_L1].toString() == name) {
                return QList({entry["currentValue"_L1].toInt(), entry["limit"_L1].toInt()});
            }
        }
        return QList<int>();
    };
    QCOMPARE(row("totalCores"_L1, u"Clusters"_s), QList({2, -1}));
    QCOMPARE(row("dedicatedCores"_L1, u"Total Cluster Dedicated Regional vCPUs"_s), QList({6, 8}));
    QCOMPARE(row("vmFamily"_L1, u"Local"_s), QList({2, 2}));
    QCOMPARE(row("vmFamily"_L1, u"LocalGpu"_s), QList({4, -1}));
    QCOMPARE(row("workspaces/computes"_L1, u"LocalGpu"_s), QList({4, -1}));
}

QTEST_GUILESS_MAIN(ComputeResourceTest)
#include "tst_computeresource.moc"
