// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a client of the dialect may rely on, over HTTP: versions, pages, entity tags, request ids.
#include "tests/support/apihost.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUuid>

using namespace Atelier;
using namespace Atelier::Test;
using namespace Qt::StringLiterals;

class DialectApiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void takesTheVersionsOfItsRange_data();
    void takesTheVersionsOfItsRange();
    void turnsPagesAlsoWhileTheyChange();
    void refusesPagesThatItNeverOffered_data();
    void refusesPagesThatItNeverOffered();
    void tagsWhatItServes();
    void theTagSurvivesARestart();
    void onlyOneOfTwoWhoReadTheSameMayWrite();
    void givesEveryAnswerAnId();
    void returnsTheClientsIdWhereItAsksForIt_data();
    void returnsTheClientsIdWhereItAsksForIt();

private:
    std::unique_ptr<ApiHost> m_host;
};

void DialectApiTest::init()
{
    m_host = std::make_unique<ApiHost>();
}

void DialectApiTest::cleanup()
{
    m_host.reset();
}

void DialectApiTest::takesTheVersionsOfItsRange_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("oldest") << u"api-version=2023-04-01"_s << 200 << QString();
    QTest::newRow("newest") << u"api-version=2025-12-01"_s << 200 << QString();
    QTest::newRow("preview") << u"api-version=2024-01-01-preview"_s << 200 << QString();
    QTest::newRow("name in capitals") << u"API-Version=2023-04-01"_s << 200 << QString();
    QTest::newRow("the same twice")
        << u"api-version=2023-04-01&api-version=2023-04-01"_s << 200 << QString();
    QTest::newRow("empty") << u"api-version="_s << 400 << u"MissingApiVersionParameter"_s;
    QTest::newRow("no date") << u"api-version=latest"_s << 400 << u"InvalidApiVersionParameter"_s;
    QTest::newRow("no such day") << u"api-version=2024-02-30"_s << 400
                                 << u"InvalidApiVersionParameter"_s;
    QTest::newRow("two") << u"api-version=2023-04-01&api-version=2025-06-01"_s << 400
                         << u"InvalidApiVersionParameter"_s;
    QTest::newRow("too old") << u"api-version=2021-07-01"_s << 400
                             << u"NoRegisteredProviderFound"_s;
    QTest::newRow("too new") << u"api-version=2030-01-01"_s << 400
                             << u"NoRegisteredProviderFound"_s;
}

void DialectApiTest::takesTheVersionsOfItsRange()
{
    QFETCH(QString, query);
    QFETCH(int, status);
    QFETCH(QString, code);
    const RawAnswer answer = m_host->call("GET", m_host->paths().computes() + u'?' + query);
    QCOMPARE(answer.status, status);
    QCOMPARE(codeOf(answer), code);
    if (status != 200) {
        QCOMPARE(targetOf(answer), u"api-version"_s);
    }
}

void DialectApiTest::turnsPagesAlsoWhileTheyChange()
{
    for (const QString &name : {u"ada"_s, u"Bob"_s, u"cyd"_s, u"dan"_s}) {
        QVERIFY(m_host->createRunning(name, instanceBody()));
    }
    const QJsonObject first = jsonOf(
        m_host->call("GET", m_host->paths().computes() + u"?$top=2"_s));
    QCOMPARE(first["value"_L1].toArray().size(), 2);
    const QString next = first["nextLink"_L1].toString();
    const QString base = u"http://127.0.0.1:%1"_s.arg(m_host->port());
    QVERIFY2(next.startsWith(base + m_host->paths().computes()), qPrintable(next));
    // What a page has shown already goes: nobody of the next one may slip through.
    QVERIFY(m_host->remove(u"ada"_s));
    const QJsonObject second = jsonOf(m_host->call("GET", next.mid(base.size())));
    QCOMPARE(second["value"_L1].toArray().size(), 2);
    QCOMPARE(second["value"_L1][0]["name"_L1].toString(), u"cyd"_s);
    QVERIFY(!second.contains("nextLink"_L1));
    // A client may also count by itself.
    const QJsonObject counted = jsonOf(
        m_host->call("GET", m_host->paths().computes() + u"?$skip=1&$top=1"_s));
    QCOMPARE(counted["value"_L1].toArray().size(), 1);
    QCOMPARE(counted["value"_L1][0]["name"_L1].toString(), u"cyd"_s);
    QVERIFY(counted["nextLink"_L1].toString().endsWith("$skip=cyd"_L1));
    const QJsonObject beyond = jsonOf(
        m_host->call("GET", m_host->paths().computes() + u"?$skip=4000000000"_s));
    QVERIFY(beyond["value"_L1].isArray() && beyond["value"_L1].toArray().isEmpty());
    QVERIFY(!jsonOf(m_host->call("GET", m_host->paths().computes())).contains("nextLink"_L1));
}

void DialectApiTest::refusesPagesThatItNeverOffered_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("target");
    QTest::newRow("below nothing") << u"$skip=-1"_s << u"$skip"_s;
    QTest::newRow("no name") << u"$skip=a/b"_s << u"$skip"_s;
    QTest::newRow("none on it") << u"$top=0"_s << u"$top"_s;
    QTest::newRow("too many") << u"$top=1001"_s << u"$top"_s;
    QTest::newRow("no number") << u"$top=many"_s << u"$top"_s;
    QTest::newRow("a large number") << u"$top=99999999999999999999"_s << u"$top"_s;
}

void DialectApiTest::refusesPagesThatItNeverOffered()
{
    QFETCH(QString, query);
    QFETCH(QString, target);
    const RawAnswer answer = m_host->call("GET", m_host->paths().computes() + u'?' + query);
    QCOMPARE(answer.status, 400);
    QCOMPARE(targetOf(answer), target);
}

void DialectApiTest::tagsWhatItServes()
{
    const QString path = m_host->paths().compute(u"ada"_s);
    QCOMPARE(m_host->call("PUT", path, instanceBody(), "If-Match: *\r\n").status, 412);
    QVERIFY(m_host->createRunning(u"ada"_s, instanceBody()));
    const QByteArray tag = m_host->call("GET", path).headers.value("etag");
    QVERIFY(tag.startsWith('"') && tag.size() > 10);
    QCOMPARE(m_host->call("GET", path).headers.value("etag"), tag);

    const RawAnswer same = m_host->call("GET", path, {}, "If-None-Match: \"x\", W/" + tag + "\r\n");
    QCOMPARE(same.status, 304);
    QCOMPARE(same.headers.value("etag"), tag);
    QVERIFY(same.body.isEmpty() && !same.headers.contains("content-length"));
    QCOMPARE(m_host->call("GET", path, {}, "If-None-Match: \"x\"\r\n").status, 200);

    const RawAnswer taken = m_host->call("PUT", path, instanceBody(), "If-None-Match: *\r\n");
    QCOMPARE(taken.status, 412);
    QCOMPARE(codeOf(taken), u"PreconditionFailed"_s);
    QCOMPARE(m_host->call("PATCH", path, R"({"tags":{"a":"1"}})", "If-Match: \"x\"\r\n").status,
             412);
    QCOMPARE(
        m_host->call("PATCH", path, R"({"tags":{"a":"1"}})", "If-Match: W/" + tag + "\r\n").status,
        412);
    const RawAnswer changed = m_host->call(
        "PATCH", path, R"({"tags":{"a":"1"}})", "If-Match: " + tag + "\r\n");
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.headers.value("etag") != tag);
    QCOMPARE(m_host->call("GET", path).headers.value("etag"), changed.headers.value("etag"));

    const QString deletion = path + u"?underlyingResourceAction=Delete"_s;
    QCOMPARE(m_host->call("DELETE", deletion, {}, "If-Match: " + tag + "\r\n").status, 412);
    QCOMPARE(
        m_host->call("DELETE", deletion, {}, "If-Match: " + changed.headers.value("etag") + "\r\n")
            .status,
        202);
}

void DialectApiTest::theTagSurvivesARestart()
{
    const QString path = m_host->paths().compute(u"ada"_s);
    QVERIFY(m_host->createRunning(
        u"ada"_s, instanceBody(R"("vmSize":"Local_C1_M2","future":{"x":[null,0.25]})")));
    QVERIFY(m_host->bringTo(u"ada"_s, u"stop"_s, u"Stopped"_s));
    const QByteArray tag = m_host->call("GET", path).headers.value("etag");
    QVERIFY(m_host->restart());
    QCOMPARE(m_host->call("GET", path).headers.value("etag"), tag);
    QCOMPARE(
        m_host->call("PATCH", path, R"({"tags":{"a":"1"}})", "If-Match: " + tag + "\r\n").status,
        200);
}

void DialectApiTest::onlyOneOfTwoWhoReadTheSameMayWrite()
{
    const QString path = m_host->paths().compute(u"ada"_s);
    QVERIFY(m_host->createRunning(u"ada"_s, instanceBody()));
    const QByteArray match = "If-Match: " + m_host->call("GET", path).headers.value("etag")
                             + "\r\n";
    RawClient first(m_host->port());
    RawClient second(m_host->port());
    first.send(m_host->request("PATCH", path, R"({"tags":{"by":"first"}})", match));
    second.send(m_host->request("PATCH", path, R"({"tags":{"by":"second"}})", match));
    const QList<int> statuses{first.answer().status, second.answer().status};
    QVERIFY2(statuses.contains(200) && statuses.contains(412),
             qPrintable(u"%1 %2"_s.arg(statuses.first()).arg(statuses.last())));
}

void DialectApiTest::givesEveryAnswerAnId()
{
    QSet<QByteArray> ids;
    const QList<RawAnswer> answers{
        m_host->call("GET", m_host->paths().computes()),
        m_host->call("GET", m_host->paths().compute(u"nobody"_s)),
        m_host->call("POST", m_host->paths().computes()),
        m_host->call("GET", u"/nothing"_s),
        answerTo(m_host->port(), "GET /health HTTP/1.1\r\nHost: evil\r\n\r\n")};
    for (const RawAnswer &answer : answers) {
        const QByteArray id = answer.headers.value("x-ms-request-id");
        QVERIFY2(!QUuid(QLatin1StringView(id)).isNull(), id.constData());
        ids.insert(id);
    }
    QCOMPARE(ids.size(), answers.size());
}

void DialectApiTest::returnsTheClientsIdWhereItAsksForIt_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("returned");
    const QByteArray id = "x-ms-client-request-id: mine-1\r\n";
    QTest::newRow("asked") << id + "x-ms-return-client-request-id: true\r\n"
                           << QByteArray("mine-1");
    QTest::newRow("in capitals") << id + "X-MS-Return-Client-Request-Id: TRUE\r\n"
                                 << QByteArray("mine-1");
    QTest::newRow("not asked") << id << QByteArray();
    QTest::newRow("declined") << id + "x-ms-return-client-request-id: false\r\n" << QByteArray();
    QTest::newRow("too long") << "x-ms-client-request-id: " + QByteArray(129, 'x')
                                     + "\r\nx-ms-return-client-request-id: true\r\n"
                              << QByteArray();
}

void DialectApiTest::returnsTheClientsIdWhereItAsksForIt()
{
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, returned);
    const RawAnswer answer = m_host->call("GET", m_host->paths().computes(), {}, headers);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers.value("x-ms-client-request-id"), returned);
}

QTEST_GUILESS_MAIN(DialectApiTest)
#include "tst_dialectapi.moc"
