// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a client of the dialect may rely on, over HTTP: how many cores instances may hold together.
#include "tests/support/apihost.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Test;
using namespace Qt::StringLiterals;

class QuotasTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void withoutAQuotaNothingIsLimited();
    void aQuotaOnAllCoresHolds();
    void aQuotaOfAFamilyHolds();
    void aStoppedInstanceMayGiveItsCoresBack();
    void aQuotaThatCanNotBeReadLetsNothingThrough();
    void quotasAreChangedByTheDialect();

private:
    void writeQuotas(const QByteArray &text) const;

    std::unique_ptr<ApiHost> m_host;
};

void QuotasTest::init()
{
    m_host = std::make_unique<ApiHost>();
}

void QuotasTest::cleanup()
{
    m_host.reset();
}

void QuotasTest::writeQuotas(const QByteArray &text) const
{
    QFile file(m_host->file(u"quotas.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(text), text.size());
}

void QuotasTest::withoutAQuotaNothingIsLimited()
{
    QVERIFY(m_host->createRunning(u"ada"_s, instanceBody(R"("vmSize":"Local_C2_M8")")));
    QVERIFY(m_host->createRunning(u"bob"_s, instanceBody(R"("vmSize":"Local_C2_M8")")));
    const QString usages = m_host->paths().vmSizes().replace("vmSizes"_L1, "usages"_L1);
    const QJsonArray rows = jsonOf(m_host->call("GET", usages))["value"_L1].toArray();
    QVERIFY(rows.size() >= 4);
    for (const auto &row : rows) {
        QCOMPARE(row["limit"_L1].toInt(), -1);
    }
    QCOMPARE(rows.at(1)["currentValue"_L1].toInt(), 4);
}

void QuotasTest::aQuotaOnAllCoresHolds()
{
    writeQuotas(R"({"totalCores": 3})");
    const QByteArray two = instanceBody(R"("vmSize":"Local_C2_M8")");
    QVERIFY(m_host->createRunning(u"ada"_s, two));
    const RawAnswer full = m_host->call("PUT", m_host->paths().compute(u"bob"_s), two);
    QCOMPARE(full.status, 400);
    QCOMPARE(codeOf(full), u"ClusterCoreQuotaReached"_s);
    QCOMPARE(targetOf(full), u"vmSize"_s);
    QCOMPARE(m_host->call("GET", m_host->paths().compute(u"bob"_s)).status, 404);
    QVERIFY(m_host->createRunning(u"bob"_s, instanceBody()));
    // It may not grow either, but do everything else, also when the quota is lowered beneath it.
    QVERIFY(m_host->bringTo(u"bob"_s, u"stop"_s, u"Stopped"_s));
    QCOMPARE(codeOf(m_host->call("PUT", m_host->paths().compute(u"bob"_s), two)),
             u"ClusterCoreQuotaReached"_s);
    writeQuotas(R"({"totalCores": 1})");
    QVERIFY(m_host->bringTo(u"bob"_s, u"start"_s, u"Running"_s));
    QCOMPARE(
        m_host->call("PATCH", m_host->paths().compute(u"ada"_s), R"({"tags":{"a":"1"}})").status,
        200);
    const RawAnswer never = m_host->call("PUT", m_host->paths().compute(u"cyd"_s), two);
    QCOMPARE(codeOf(never), u"ClusterMinNodesExceedCoreQuota"_s);
}

void QuotasTest::aQuotaOfAFamilyHolds()
{
    writeQuotas(R"({"families": {"local": 1, "LocalGpu": 0}})");
    QVERIFY(m_host->createRunning(u"ada"_s, instanceBody()));
    QCOMPARE(codeOf(m_host->call("PUT", m_host->paths().compute(u"bob"_s), instanceBody())),
             u"ClusterCoreQuotaReached"_s);
    QVERIFY(m_host->remove(u"ada"_s));
    QVERIFY(m_host->createRunning(u"bob"_s, instanceBody()));
}

void QuotasTest::aStoppedInstanceMayGiveItsCoresBack()
{
    writeQuotas(R"({"totalCores": 1})");
    QVERIFY(m_host->createRunning(
        u"ada"_s, instanceBody(R"("vmSize":"Local_C1_M2","releaseQuotaOnStop":true)")));
    QVERIFY(m_host->bringTo(u"ada"_s, u"stop"_s, u"Stopped"_s));
    QVERIFY(m_host->createRunning(u"bob"_s, instanceBody()));
    const RawAnswer start = m_host->call("POST", m_host->paths().action(u"ada"_s, u"start"_s));
    QCOMPARE(codeOf(start), u"ClusterCoreQuotaReached"_s);
    QVERIFY(m_host->reaches(u"ada"_s, u"Stopped"_s));
    QVERIFY(m_host->bringTo(u"bob"_s, u"stop"_s, u"Stopped"_s)); // keeps its own
    QCOMPARE(m_host->call("POST", m_host->paths().action(u"ada"_s, u"start"_s)).status, 400);
}

void QuotasTest::aQuotaThatCanNotBeReadLetsNothingThrough()
{
    QVERIFY(m_host->createRunning(u"ada"_s, instanceBody()));
    for (const char *text : {"{",
                             "[]",
                             R"({"totalcores": 1})",
                             R"({"totalCores": "2"})",
                             R"({"totalCores": 1.5})",
                             R"({"families": [1]})",
                             R"({"families": {"Locl": 1}})",
                             R"({"families": {"Local": -2}})"}) {
        writeQuotas(text);
        const RawAnswer answer = m_host->call(
            "PUT", m_host->paths().compute(u"bob"_s), instanceBody());
        QVERIFY2(answer.status == 500 && codeOf(answer) == u"InvalidQuotaFile"_s, text);
        QVERIFY(answer.error()["message"_L1].toString().contains("quotas.json"_L1));
        // An update of which no entry counts does not turn it into "no limit".
        const QString location = m_host->paths().vmSizes().section(u'/', 0, -2);
        QCOMPARE(m_host
                     ->call("POST",
                            location + u"/updateQuotas"_s,
                            R"({"value":[{"id":"Nothing","limit":1}]})")
                     .status,
                 200);
        QCOMPARE(m_host->call("GET", location + u"/quotas"_s).status, 500);
    }
    QVERIFY(m_host->bringTo(u"ada"_s, u"stop"_s, u"Stopped"_s));
    QVERIFY(m_host->bringTo(u"ada"_s, u"start"_s, u"Running"_s));
}

void QuotasTest::quotasAreChangedByTheDialect()
{
    const QString location = m_host->paths().vmSizes().section(u'/', 0, -2);
    const QByteArray update =
        R"({"value":[{"id":"/x/quotas/total_cluster_dedicated_regional_vcpus","limit":2},)"
        R"({"id":"/x/quotas/local","limit":1},{"id":"/x/quotas/Nothing","limit":1},)"
        R"({"id":"/x/quotas/Local","limit":-7}]})";
    const RawAnswer answer = m_host->call("POST", location + u"/updateQuotas"_s, update);
    QCOMPARE(answer.status, 200);
    QStringList outcome;
    for (const auto &entry : jsonOf(answer)["value"_L1].toArray()) {
        outcome.append(entry["status"_L1].toString());
    }
    QCOMPARE(outcome,
             QStringList({u"Success"_s, u"Success"_s, u"InvalidVMFamilyName"_s, u"Failure"_s}));
    const QJsonArray quotas =
        jsonOf(m_host->call("GET", location + u"/quotas"_s))["value"_L1].toArray();
    QCOMPARE(quotas.at(0)["limit"_L1].toInt(), 2);
    QCOMPARE(quotas.at(1)["limit"_L1].toInt(), 1);
    QCOMPARE(QFileInfo(m_host->file(u"quotas.json"_s)).permissions()
                 & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QVERIFY(m_host->createRunning(u"ada"_s, instanceBody()));
    QCOMPARE(codeOf(m_host->call("PUT", m_host->paths().compute(u"bob"_s), instanceBody())),
             u"ClusterCoreQuotaReached"_s);
    QCOMPARE(m_host->call("POST", location + u"/updateQuotas"_s, R"({"value":7})").status, 400);
}

QTEST_GUILESS_MAIN(QuotasTest)
#include "tst_quotas.moc"
