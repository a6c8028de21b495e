// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a client of the dialect may rely on, over HTTP: what is kept, replaced, merged and refused
// of a body.
#include "tests/support/apihost.h"

#include <QJsonDocument>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Test;
using namespace Qt::StringLiterals;

class ComputeBodiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keepsWhatItDoesNotKnow();
    void aPutReplacesWhatAClientMaySet();
    void patchesWithoutTouchingTheRest();
    void refusesWhatItCanNotMake_data();
    void refusesWhatItCanNotMake();
    void keepsTheIdleTime_data();
    void keepsTheIdleTime();
    void limitsTags();
    void answersForNodesLikeAzure();
    void saysWhetherANameIsFree();

private:
    std::unique_ptr<ApiHost> m_host;
};

void ComputeBodiesTest::init()
{
    m_host = std::make_unique<ApiHost>();
}

void ComputeBodiesTest::cleanup()
{
    m_host.reset();
}

void ComputeBodiesTest::keepsWhatItDoesNotKnow()
{
    const QByteArray body =
        R"({"location":"local","identity":{"type":"SystemAssigned"},"futureTop":[null,1.5],)"
        R"("id":"/forged","systemData":{"createdBy":"eve"},)"
        R"("properties":{"computeType":"computeinstance","disableLocalAuth":true,"futureMiddle":{"n":null},)"
        R"("provisioningState":"Failed","properties":{"vmSize":"local_c1_m2",)"
        R"("applicationSharingPolicy":"Tomorrow","schedules":{"computeStartStop":[{"x":9007199254740993}]},)"
        R"("state":"Unusable","createdBy":{"userName":"eve"},"futureInner":"ü"}}})";
    QVERIFY(m_host->createRunning(u"ada"_s, body));
    for (int round = 0; round < 2; ++round) {
        const QJsonObject kept = m_host->resource(u"ada"_s);
        const QJsonObject sent = QJsonDocument::fromJson(body).object();
        const QJsonObject outer = kept["properties"_L1].toObject();
        const QJsonObject inner = outer["properties"_L1].toObject();
        QCOMPARE(kept["identity"_L1], sent["identity"_L1]);
        QCOMPARE(kept["futureTop"_L1], sent["futureTop"_L1]);
        QCOMPARE(outer["disableLocalAuth"_L1], QJsonValue(true));
        QCOMPARE(outer["futureMiddle"_L1], sent["properties"_L1]["futureMiddle"_L1]);
        QCOMPARE(inner["applicationSharingPolicy"_L1].toString(), u"Tomorrow"_s);
        QCOMPARE(inner["schedules"_L1], sent["properties"_L1]["properties"_L1]["schedules"_L1]);
        QCOMPARE(inner["futureInner"_L1].toString(), u"ü"_s);
        // What only the server says is not taken from a client, and names are as they are here.
        QCOMPARE(kept["id"_L1].toString(), m_host->paths().compute(u"ada"_s));
        QVERIFY(!kept.contains("systemData"_L1));
        QCOMPARE(outer["provisioningState"_L1].toString(), u"Succeeded"_s);
        QCOMPARE(inner["state"_L1].toString(), u"Running"_s);
        QVERIFY(inner["createdBy"_L1]["userName"_L1].toString() != u"eve"_s);
        QCOMPARE(inner["vmSize"_L1].toString(), u"Local_C1_M2"_s);
        QCOMPARE(outer["computeType"_L1].toString(), u"ComputeInstance"_s);
        // A client that reads, and writes what it has read, changes nothing.
        const qint64 before = m_host->registry().changes()->sequence();
        QCOMPARE(
            m_host->call("PUT", m_host->paths().compute(u"ada"_s), QJsonDocument(kept).toJson())
                .status,
            200);
        QCOMPARE(m_host->registry().changes()->sequence(), before);
    }
}

void ComputeBodiesTest::aPutReplacesWhatAClientMaySet()
{
    QVERIFY(m_host->createRunning(
        u"ada"_s,
        instanceBody(R"("vmSize":"Local_C1_M2","future":1,"idleTimeBeforeShutdown":"PT30M")",
                     R"("tags":{"a":"1"},)")));
    const RawAnswer put = m_host->call("PUT", m_host->paths().compute(u"ada"_s), instanceBody());
    QCOMPARE(put.status, 200);
    const QJsonObject kept = jsonOf(put);
    const QJsonObject inner = kept["properties"_L1]["properties"_L1].toObject();
    QVERIFY(!inner.contains("future"_L1) && !inner.contains("idleTimeBeforeShutdown"_L1));
    QVERIFY(kept["tags"_L1].toObject().isEmpty());
    QCOMPARE(inner["state"_L1].toString(), u"Running"_s);
    QVERIFY(inner.contains("lastOperation"_L1) && inner.contains("connectivityEndpoints"_L1));
    QVERIFY(kept["properties"_L1].toObject().contains("createdOn"_L1));
}

void ComputeBodiesTest::patchesWithoutTouchingTheRest()
{
    const QString path = m_host->paths().compute(u"ada"_s);
    QCOMPARE(m_host->call("PATCH", path, R"({"tags":{"a":"1"}})").status, 404);
    QVERIFY(m_host->createRunning(u"ada"_s,
                                  instanceBody(R"("vmSize":"Local_C1_M2","future":{"x":1,"y":2})",
                                               R"("tags":{"a":"1","b":"2"},)")));
    const RawAnswer patched = m_host->call(
        "PATCH",
        path,
        R"({"tags":{"a":null,"c":"3"},"properties":{"description":"new","properties":{"future":{"x":null}}}})");
    QCOMPARE(patched.status, 200);
    const QJsonObject now = jsonOf(patched);
    QCOMPARE(now["tags"_L1], QJsonValue(QJsonObject{{u"b"_s, u"2"_s}, {u"c"_s, u"3"_s}}));
    QCOMPARE(now["properties"_L1]["description"_L1].toString(), u"new"_s);
    QCOMPARE(now["properties"_L1]["properties"_L1]["future"_L1],
             QJsonValue(QJsonObject{{u"y"_s, 2}}));
    QCOMPARE(now["properties"_L1]["properties"_L1]["vmSize"_L1].toString(), u"Local_C1_M2"_s);
    QCOMPARE(
        m_host->call("PATCH", path, R"({"properties":{"properties":{"vmSize":"Local_C2_M8"}}})")
            .status,
        409);
    QCOMPARE(m_host->call("PATCH", path, R"({"properties":{"computeType":"AmlCompute"}})").status,
             400);
    const RawAnswer scaled = m_host->call(
        "PATCH", path, R"({"properties":{"properties":{"scaleSettings":{"maxNodeCount":4}}}})");
    QCOMPARE(scaled.status, 400);
    QCOMPARE(targetOf(scaled), u"scaleSettings"_s);
}

void ComputeBodiesTest::refusesWhatItCanNotMake_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("code");
    for (const char *type : {"AKS",
                             "Kubernetes",
                             "AmlCompute",
                             "DataFactory",
                             "VirtualMachine",
                             "HDInsight",
                             "Databricks",
                             "DataLakeAnalytics",
                             "SynapseSpark",
                             "amlcompute"}) {
        QTest::newRow(type) << QByteArray(type) << u"ComputeTypeNotSupported"_s;
    }
    QTest::newRow("unheard of") << QByteArray("Toaster") << u"UserError"_s;
    QTest::newRow("empty") << QByteArray() << u"UserError"_s;
}

void ComputeBodiesTest::refusesWhatItCanNotMake()
{
    QFETCH(QByteArray, type);
    QFETCH(QString, code);
    const RawAnswer answer = m_host->call("PUT",
                                          m_host->paths().compute(u"ada"_s),
                                          R"({"location":"local","properties":{"computeType":")"
                                              + type
                                              + R"(","properties":{"vmSize":"Local_C1_M2"}}})");
    QCOMPARE(answer.status, 400);
    QCOMPARE(codeOf(answer), code);
    QCOMPARE(targetOf(answer), u"properties.computeType"_s);
    QVERIFY(answer.error()["message"_L1].toString().contains(QString::fromLatin1(type)));
    QCOMPARE(m_host->call("GET", m_host->paths().compute(u"ada"_s)).status, 404);
}

void ComputeBodiesTest::keepsTheIdleTime_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status");
    QTest::newRow("shortest") << QByteArray(R"("PT15M")") << 200;
    QTest::newRow("longest") << QByteArray(R"("P3D")") << 200;
    QTest::newRow("longest in hours") << QByteArray(R"("PT72H")") << 200;
    QTest::newRow("none") << QByteArray("null") << 200;
    QTest::newRow("too short") << QByteArray(R"("PT14M59S")") << 400;
    QTest::newRow("too long") << QByteArray(R"("P3DT1S")") << 400;
    QTest::newRow("no duration") << QByteArray(R"("soon")") << 400;
    QTest::newRow("a number") << QByteArray("30") << 400;
    QTest::newRow("an object") << QByteArray(R"({"a":1})") << 400;
}

void ComputeBodiesTest::keepsTheIdleTime()
{
    QFETCH(QByteArray, value);
    QFETCH(int, status);
    const QString action = m_host->paths().action(u"ada"_s, u"updateIdleShutdownSetting"_s);
    const QByteArray body = R"({"idleTimeBeforeShutdown":)" + value + '}';
    QCOMPARE(m_host->call("POST", action, body).status, 404);
    QVERIFY(m_host->createRunning(
        u"ada"_s, instanceBody(R"("vmSize":"Local_C1_M2","idleTimeBeforeShutdown":"PT1H")")));
    const RawAnswer answer = m_host->call("POST", action, body);
    QCOMPARE(answer.status, status);
    const QJsonValue kept = jsonOf(
        m_host->call("GET",
                     m_host->paths().compute(
                         u"ada"_s)))["properties"_L1]["properties"_L1]["idleTimeBeforeShutdown"_L1];
    if (status == 200) {
        QCOMPARE(kept,
                 value == "null" ? QJsonValue(QJsonValue::Undefined)
                                 : QJsonValue(QString::fromLatin1(value.mid(1).chopped(1))));
    } else {
        QCOMPARE(targetOf(answer), u"idleTimeBeforeShutdown"_s);
        QCOMPARE(kept.toString(), u"PT1H"_s);
        QCOMPARE(
            m_host
                ->call("PUT",
                       m_host->paths().compute(u"bob"_s),
                       instanceBody(R"("vmSize":"Local_C1_M2","idleTimeBeforeShutdown":)" + value))
                .status,
            400);
    }
    QCOMPARE(m_host->call("POST", action, R"({})").status, 400);
}

void ComputeBodiesTest::limitsTags()
{
    const QString path = m_host->paths().compute(u"ada"_s);
    const auto tagged = [](const QByteArray &name, const QByteArray &value) {
        return instanceBody(R"("vmSize":"Local_C1_M2")",
                            R"("tags":{")" + name + R"(":")" + value + R"("},)");
    };
    QCOMPARE(m_host->call("PUT", path, tagged("a/b", "1")).error()["target"_L1].toString(),
             u"tags.a/b"_s);
    QCOMPARE(m_host->call("PUT", path, tagged(QByteArray(513, 'x'), "1")).status, 400);
    QCOMPARE(m_host->call("PUT", path, tagged("", "1")).status, 400);
    QCOMPARE(m_host->call("PUT", path, tagged("a", QByteArray(257, 'x'))).status, 400);
    QByteArray many;
    for (int number = 0; number < 51; ++number) {
        many += R"("t)" + QByteArray::number(number) + R"(":"1",)";
    }
    QCOMPARE(m_host
                 ->call("PUT",
                        path,
                        instanceBody(R"("vmSize":"Local_C1_M2")",
                                     R"("tags":{)" + many.chopped(1) + "},"))
                 .error()["target"_L1]
                 .toString(),
             u"tags"_s);
    QVERIFY(m_host->createRunning(u"ada"_s, tagged(QByteArray(512, 'x'), QByteArray(256, 'y'))));
}

void ComputeBodiesTest::answersForNodesLikeAzure()
{
    const QString action = m_host->paths().action(u"ada"_s, u"listNodes"_s);
    QCOMPARE(m_host->call("POST", action).status, 404);
    QVERIFY(m_host->createRunning(u"ada"_s, instanceBody()));
    const RawAnswer answer = m_host->call("POST", action);
    QCOMPARE(answer.status, 400);
    QCOMPARE(codeOf(answer), u"UserError"_s);
    QCOMPARE(answer.error()["message"_L1].toString(),
             u"ComputeListNodes with computeType ComputeInstance is not supported."_s);
}

void ComputeBodiesTest::saysWhetherANameIsFree()
{
    const QString path = m_host->paths().workspace() + u"/checkComputeNameAvailability"_s;
    QVERIFY(m_host->createRunning(u"Ada"_s, instanceBody()));
    const auto ask = [&](const QByteArray &name) {
        return jsonOf(m_host->call("POST", path, R"({"name":")" + name + R"(","type":"x"})"));
    };
    QCOMPARE(ask("bob"), QJsonObject({{u"nameAvailable"_s, true}}));
    const QJsonObject taken = ask("aDA");
    QVERIFY(!taken["nameAvailable"_L1].toBool(true));
    QCOMPARE(taken["reason"_L1].toString(), u"AlreadyExists"_s);
    QVERIFY(taken["message"_L1].toString().contains("Ada"_L1));
    QCOMPARE(ask("gpu-node-01")["reason"_L1].toString(), u"Invalid"_s);
    QCOMPARE(m_host->call("POST", path, R"({})").status, 400);
}

QTEST_GUILESS_MAIN(ComputeBodiesTest)
#include "tst_computebodies.moc"
