// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/resourcepaths.h"
#include "backend/server/apiserver.h"
#include "backend/server/httpreply.h"
#include "tests/support/fakeengine.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;

namespace {

const QByteArray token(64, 'a');

struct Answer
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers = {}; ///< names in lower case
    QByteArray body = {};
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QJsonObject error() const { return json().value("error"_L1).toObject(); }
};

std::optional<Answer> parsed(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0) {
        return {};
    }
    Answer answer;
    const QList<QByteArray> lines = bytes.left(end).split('\n');
    answer.status = lines.first().mid(9, 3).toInt();
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    answer.body = bytes.mid(end + 4);
    return answer;
}

} // namespace

class ApiServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answersHealthWithoutAToken();
    void refusesAnythingElseWithoutTheToken_data();
    void refusesAnythingElseWithoutTheToken();
    void answersOnlyToItsOwnHost_data();
    void answersOnlyToItsOwnHost();
    void refusesPagesOfTheWeb();
    void refusesWhatTheParserMustNotGuess();
    void asksForTheApiVersion();
    void doesNotKnowOtherWorkspaces();
    void says404AndWhichVerbsAreAllowed();
    void answersHeadLikeGetWithoutTheBody();
    void keepsAnEncodedSlashInsideTheName();
    void comparesThePathWithoutCase();
    void namesWhatIsWrongWithABody_data();
    void namesWhatIsWrongWithABody();
    void servesTwoRequestsThatComeAtOnce();
    void answersOnlyTheOneWhoAskedWhenTwoHaveTheSamePort();
    void closesWhenTheClientAsksForIt();
    void createsStartsStopsAndDeletes();
    void wantsTheUnderlyingActionOfADeletion();
    void reportsAFailedOperation();
    void anOperationsResultIsItsOwnInstance();
    void listsWithTheSequenceItIsTrueFor();
    void followsChangesFromANumber();
    void aListAndAStreamLeaveNoGap();
    void saysThatANumberIsTooOld();
    void cutsAReaderThatStalls();
    void forgetsAReaderThatLeaves();
    void servesTheCreationLogLive();
    void followsTheCreationLogOfASecondStart();
    void followsACreationLogThatIsPutAside();
    void servesTheExtensions();
    void listsAndRemovesStudioKeys();

private:
    [[nodiscard]] QByteArray request(const QByteArray &verb,
                                     const QString &path,
                                     const QByteArray &body = {},
                                     const QByteArray &more = {}) const;
    [[nodiscard]] Answer raw(const QByteArray &bytes) const;
    [[nodiscard]] Answer call(const QByteArray &verb,
                              const QString &path,
                              const QByteArray &body = {}) const;
    [[nodiscard]] std::unique_ptr<QTcpSocket> opened(const QByteArray &bytes) const;
    void createRunning(const QString &name);
    [[nodiscard]] Arm::InstanceState stateOf(const QString &name) const;

    Arm::ResourcePaths m_paths;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Test::FakeEngine> m_engine;
    std::unique_ptr<Store::StateStore> m_store;
    std::unique_ptr<InstanceRegistry> m_registry;
    std::unique_ptr<ApiServer> m_server;
    quint16 m_port = 0;
};

namespace {

const QByteArray putBody = R"({"location":"local","properties":{"computeType":"ComputeInstance",)"
                           R"("properties":{"vmSize":"Local_C1_M2"}}})";

}

void ApiServerTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_engine = std::make_unique<Test::FakeEngine>();
    auto store = Store::StateStore::open(m_folder->filePath(u"atelier.sqlite"_s));
    QVERIFY(store);
    m_store = *std::move(store);
    m_registry = std::make_unique<InstanceRegistry>(
        m_store.get(), m_engine.get(), m_folder->path());
    m_server = std::make_unique<ApiServer>(
        Services{.registry = m_registry.get(),
                 .engine = m_engine.get(),
                 .workspaceFolder = u"/home/ada/Atelier"_s,
                 .tokenHashes = {QCryptographicHash::hash(token, QCryptographicHash::Sha256)}});
    const auto port = m_server->listen(0);
    QVERIFY(port);
    m_port = *port;
}

void ApiServerTest::cleanup()
{
    m_server.reset();
    m_registry.reset();
    m_store.reset();
    m_engine.reset();
}

QByteArray ApiServerTest::request(const QByteArray &verb,
                                  const QString &path,
                                  const QByteArray &body,
                                  const QByteArray &more) const
{
    const QByteArray separator = path.contains(u'?') ? "&" : "?";
    QByteArray bytes = verb + ' ' + path.toLatin1() + separator
                       + "api-version=2025-06-01 HTTP/1.1\r\nHost: 127.0.0.1:"
                       + QByteArray::number(m_port) + "\r\nAuthorization: Bearer " + token + "\r\n"
                       + more;
    if (!body.isEmpty()) {
        bytes += "Content-Type: application/json\r\nContent-Length: "
                 + QByteArray::number(body.size()) + "\r\n";
    }
    return bytes + "\r\n" + body;
}

std::unique_ptr<QTcpSocket> ApiServerTest::opened(const QByteArray &bytes) const
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(u"127.0.0.1"_s, m_port);
    if (!QTest::qWaitFor(
            [&socket] { return socket->state() == QAbstractSocket::ConnectedState; })) {
        return socket;
    }
    socket->write(bytes);
    return socket;
}

/** Sends bytes as they are and reads one whole answer. */
Answer ApiServerTest::raw(const QByteArray &bytes) const
{
    const auto socket = opened(bytes);
    QByteArray received;
    const bool complete = QTest::qWaitFor([&] {
        received += socket->readAll();
        const auto answer = parsed(received);
        if (!answer) {
            return false;
        }
        const bool closed = socket->state() != QAbstractSocket::ConnectedState;
        const qsizetype length = answer->headers.value("content-length", "0").toLongLong();
        return closed || bytes.startsWith("HEAD") || answer->body.size() >= length;
    });
    return complete ? parsed(received).value_or(Answer{}) : Answer{};
}

Answer ApiServerTest::call(const QByteArray &verb,
                           const QString &path,
                           const QByteArray &body) const
{
    return raw(request(verb, path, body));
}

Arm::InstanceState ApiServerTest::stateOf(const QString &name) const
{
    const auto instance = Arm::computeInstanceFrom(call("GET", m_paths.compute(name)).json());
    return instance ? instance->state : Arm::InstanceState::Unknown;
}

void ApiServerTest::createRunning(const QString &name)
{
    QCOMPARE(call("PUT", m_paths.compute(name), putBody).status, 201);
    QTRY_VERIFY(stateOf(name) == Arm::InstanceState::Running);
}

void ApiServerTest::answersHealthWithoutAToken()
{
    const Answer answer = raw(
        "GET /health HTTP/1.1\r\nHost: localhost:" + QByteArray::number(m_port) + "\r\n\r\n");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()["status"_L1].toString(), u"ok"_s);
    QCOMPARE(answer.json()["protocol"_L1].toInt(), 1);
}

void ApiServerTest::refusesAnythingElseWithoutTheToken_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("empty") << QByteArray("Authorization: Bearer \r\n");
    QTest::newRow("wrong") << QByteArray("Authorization: Bearer " + QByteArray(64, 'b') + "\r\n");
    QTest::newRow("shorter") << QByteArray("Authorization: Bearer " + token.left(63) + "\r\n");
    QTest::newRow("longer") << QByteArray("Authorization: Bearer " + token + "a\r\n");
    QTest::newRow("another scheme") << QByteArray("Authorization: Basic " + token + "\r\n");
}

void ApiServerTest::refusesAnythingElseWithoutTheToken()
{
    QFETCH(QByteArray, header);
    for (const QString &path : {m_paths.computes(), u"/nothing"_s, u"/"_s}) {
        const Answer answer = raw("GET " + path.toLatin1()
                                  + "?api-version=1 HTTP/1.1\r\nHost: 127.0.0.1:"
                                  + QByteArray::number(m_port) + "\r\n" + header + "\r\n");
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.headers.value("www-authenticate"), QByteArray("Bearer"));
        QVERIFY(answer.error()["message"_L1].toString().endsWith(u'.'));
    }
}

void ApiServerTest::answersOnlyToItsOwnHost_data()
{
    QTest::addColumn<QByteArray>("host"); // PORT stands for ours
    QTest::addColumn<int>("status");
    QTest::newRow("address") << QByteArray("127.0.0.1:PORT") << 200;
    QTest::newRow("localhost") << QByteArray("localhost:PORT") << 200;
    QTest::newRow("without port") << QByteArray("127.0.0.1") << 403;
    QTest::newRow("another port") << QByteArray("127.0.0.1:1") << 403;
    QTest::newRow("another name") << QByteArray("evil:PORT") << 403;
    QTest::newRow("longer name") << QByteArray("127.0.0.1.evil.com:PORT") << 403;
    QTest::newRow("dot at the end") << QByteArray("localhost.:PORT") << 403;
    QTest::newRow("empty") << QByteArray() << 403;
}

void ApiServerTest::answersOnlyToItsOwnHost()
{
    QFETCH(QByteArray, host);
    QFETCH(int, status);
    host.replace("PORT", QByteArray::number(m_port));
    QCOMPARE(raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status, status);
}

void ApiServerTest::refusesPagesOfTheWeb()
{
    QCOMPARE(raw(request("GET", m_paths.computes(), {}, "Origin: https://evil.example\r\n")).status,
             403);
    QCOMPARE(raw(request("GET", m_paths.computes(), {}, "Origin: null\r\n")).status, 403);
}

void ApiServerTest::refusesWhatTheParserMustNotGuess()
{
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n";
    const Answer twice = raw("GET /health HTTP/1.1\r\n" + host + host + "\r\n");
    QCOMPARE(twice.status, 400);
    QCOMPARE(twice.headers.value("connection"), QByteArray("close"));
    QVERIFY(!twice.error().isEmpty());
    QCOMPARE(raw(request("PUT",
                         m_paths.compute(u"ada"_s),
                         {},
                         "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"))
                 .status,
             400);
    QCOMPARE(
        raw(request("PUT", m_paths.compute(u"ada"_s), {}, "Content-Length: 104857600\r\n")).status,
        413);
    QCOMPARE(raw("GET /health HTTP/1.1\r\nX: " + QByteArray(20000, 'x')).status, 431);
}

void ApiServerTest::asksForTheApiVersion()
{
    const Answer answer = raw("GET " + m_paths.computes().toLatin1()
                              + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port)
                              + "\r\nAuthorization: bearer " + token + "\r\n\r\n");
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.error()["code"_L1].toString(), u"MissingApiVersionParameter"_s);
    QCOMPARE(answer.error()["target"_L1].toString(), u"api-version"_s);
}

void ApiServerTest::doesNotKnowOtherWorkspaces()
{
    const Arm::ResourcePaths other(
        u"00000000-0000-0000-0000-000000000000"_s, u"local"_s, u"elsewhere"_s, u"local"_s);
    const Answer answer = call("GET", other.computes());
    QCOMPARE(answer.status, 404);
    QCOMPARE(answer.error()["target"_L1].toString(), u"workspace"_s);
}

void ApiServerTest::says404AndWhichVerbsAreAllowed()
{
    QCOMPARE(call("GET", m_paths.workspace() + u"/jobs"_s).status, 404);
    const Answer computes = call("POST", m_paths.computes());
    QCOMPARE(computes.status, 405);
    QCOMPARE(computes.headers.value("allow"), QByteArray("GET, HEAD"));
    QCOMPARE(call("POST", m_paths.compute(u"ada"_s)).headers.value("allow"),
             QByteArray("GET, HEAD, PUT, PATCH, DELETE"));
    QCOMPARE(call("GET", m_paths.action(u"ada"_s, u"start"_s)).headers.value("allow"),
             QByteArray("POST"));
    const Answer missing = call("GET", m_paths.compute(u"ada"_s));
    QCOMPARE(missing.status, 404);
    QCOMPARE(missing.error()["code"_L1].toString(), u"ResourceNotFound"_s);
    QVERIFY(missing.error()["message"_L1].toString().contains("ada"_L1));
}

void ApiServerTest::answersHeadLikeGetWithoutTheBody()
{
    const Answer get = call("GET", m_paths.computes());
    const Answer head = call("HEAD", m_paths.computes());
    QCOMPARE(head.status, 200);
    for (const QByteArray &name : get.headers.keys()) {
        if (name != "x-ms-request-id") {
            QCOMPARE(head.headers.value(name), get.headers.value(name));
        }
    }
    QCOMPARE(head.headers.size(), get.headers.size());
    QVERIFY(head.body.isEmpty());
    QVERIFY(!get.body.isEmpty());
}

void ApiServerTest::keepsAnEncodedSlashInsideTheName()
{
    const Answer answer = call("PUT", QString(m_paths.computes() + u"/a%2Fb"_s), putBody);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.error()["target"_L1].toString(), u"name"_s);
    QVERIFY(answer.error()["message"_L1].toString().contains("a/b"_L1));
    QCOMPARE(call("GET", QString(m_paths.computes() + u"/..%2F..%2Fcomputes"_s)).status, 404);
}

void ApiServerTest::comparesThePathWithoutCase()
{
    QCOMPARE(
        call("GET", m_paths.computes().replace("resourceGroups"_L1, "RESOURCEGROUPS"_L1)).status,
        200);
    createRunning(u"Ada"_s);
    QCOMPARE(call("GET", m_paths.compute(u"aDA"_s)).json()["name"_L1].toString(), u"Ada"_s);
}

void ApiServerTest::namesWhatIsWrongWithABody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("target");
    QTest::newRow("no JSON") << QByteArray("{") << QString();
    QTest::newRow("no object") << QByteArray("[1]") << QString();
    QTest::newRow("bad UTF-8") << QByteArray("{\"a\":\"\xff\"}") << QString();
    QTest::newRow("deep") << QByteArray(100'000, '[') << QString();
    QTest::newRow("empty object") << QByteArray("{}") << u"properties.computeType"_s;
    QTest::newRow("cluster") << QByteArray(R"({"properties":{"computeType":"AmlCompute"}})")
                             << u"properties.computeType"_s;
    QTest::newRow("properties") << QByteArray(R"({"properties":"x"})") << u"properties"_s;
    QTest::newRow("inner properties")
        << QByteArray(R"({"properties":{"computeType":"ComputeInstance","properties":[1]}})")
        << u"properties.properties"_s;
    QTest::newRow("tags") << QByteArray(R"({"tags":[1]})") << u"tags"_s;
    QTest::newRow("a tag") << QByteArray(R"({"tags":{"team":{"a":1}}})") << u"tags.team"_s;
    QTest::newRow("no size") << QByteArray(R"({"properties":{"computeType":"ComputeInstance"}})")
                             << u"vmSize"_s;
    QTest::newRow("folder") << QByteArray(
        R"({"properties":{"computeType":"ComputeInstance","properties":{"vmSize":"Local_C1_M2","dataMounts":[{"source":"/nowhere","mountPath":"/mnt/x"}]}}})")
                            << u"dataMounts[0].source"_s;
}

void ApiServerTest::namesWhatIsWrongWithABody()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, target);
    const Answer answer = call("PUT", m_paths.compute(u"ada"_s), body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.error()["target"_L1].toString(), target);
    QVERIFY(answer.error()["message"_L1].toString().endsWith(u'.'));
    QVERIFY(m_engine->calls.isEmpty());
    QByteArray text = request("PUT", m_paths.compute(u"ada"_s), body);
    QCOMPARE(raw(text.replace("application/json", "text/plain")).status, 415);
}

void ApiServerTest::servesTwoRequestsThatComeAtOnce()
{
    const auto socket = opened(request("GET", m_paths.computes())
                               + request("GET", m_paths.vmSizes()));
    QByteArray received;
    QTRY_VERIFY((received += socket->readAll()).contains("\"capacity\""));
    QCOMPARE(received.count("HTTP/1.1 200 OK"), 2);
    socket->write(request("GET", m_paths.computes()).left(60));
    QTRY_COMPARE(socket->bytesToWrite(), 0);
    socket->write(request("GET", m_paths.computes()).mid(60));
    QTRY_COMPARE((received += socket->readAll()).count("HTTP/1.1 200 OK"), 3);
}

void ApiServerTest::answersOnlyTheOneWhoAskedWhenTwoHaveTheSamePort()
{
    const QByteArray health = "GET /health HTTP/1.1\r\nHost: 127.0.0.1:"
                              + QByteArray::number(m_port) + "\r\n\r\n";
    const auto first = opened(health);
    QTRY_VERIFY(parsed(first->peek(first->bytesAvailable())));
    first->readAll();
    QTcpSocket second;
    QVERIFY(second.bind(QHostAddress(u"127.0.0.2"_s), first->localPort()));
    second.connectToHost(u"127.0.0.1"_s, m_port);
    QTRY_COMPARE(second.state(), QAbstractSocket::ConnectedState);
    second.write(health);
    QTRY_VERIFY(parsed(second.peek(second.bytesAvailable())));
    second.readAll();
    first->write(request("GET", m_paths.computes()));
    QTRY_VERIFY(first->bytesAvailable() > 0);
    QCOMPARE(second.bytesAvailable(), 0);
}

void ApiServerTest::closesWhenTheClientAsksForIt()
{
    const auto socket = opened(request("GET", m_paths.computes(), {}, "Connection: close\r\n"));
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    const auto answer = parsed(socket->readAll());
    QVERIFY(answer && answer->status == 200);
    QCOMPARE(answer->headers.value("connection"), QByteArray("close"));
}

void ApiServerTest::createsStartsStopsAndDeletes()
{
    const QString path = m_paths.compute(u"ada"_s);
    const Answer created = call("PUT", path, putBody);
    QCOMPARE(created.status, 201);
    QCOMPARE(created.json()["properties"_L1]["provisioningState"_L1].toString(), u"Creating"_s);
    const QString base = u"http://127.0.0.1:%1"_s.arg(m_port);
    const QString status = QString::fromLatin1(created.headers.value("azure-asyncoperation"));
    QVERIFY(status.startsWith(base) && status.endsWith("api-version=2025-06-01"_L1));
    const QString statusPath = status.mid(base.size()).section(u'?', 0, 0);
    QTRY_COMPARE(call("GET", statusPath).json()["status"_L1].toString(), u"Succeeded"_s);
    QCOMPARE(call("GET", statusPath).headers.value("retry-after"), QByteArray("1"));
    QCOMPARE(call("PUT", path, putBody).status, 200);

    const Answer stopped = call("POST", m_paths.action(u"ada"_s, u"stop"_s));
    QCOMPARE(stopped.status, 202);
    QVERIFY(stopped.headers.contains("azure-asyncoperation")
            && stopped.headers.contains("retry-after"));
    const QString result =
        QString::fromLatin1(stopped.headers.value("location")).mid(base.size()).section(u'?', 0, 0);
    QTRY_COMPARE(call("GET", result).status, 200);
    QCOMPARE(call("GET", result).json()["name"_L1].toString(), u"ada"_s);
    QCOMPARE(call("POST", m_paths.action(u"ada"_s, u"stop"_s)).status, 409);
    QCOMPARE(call("POST", m_paths.action(u"ada"_s, u"start"_s)).status, 202);
    QTRY_VERIFY(stateOf(u"ada"_s) == Arm::InstanceState::Running);
    QCOMPARE(call("POST", m_paths.action(u"ada"_s, u"restart"_s)).status, 202);
    QTRY_VERIFY(stateOf(u"ada"_s) == Arm::InstanceState::Running);

    const QString deletion = path + u"?underlyingResourceAction=Delete"_s;
    const Answer deleted = call("DELETE", deletion);
    QCOMPARE(deleted.status, 202);
    const QString gone =
        QString::fromLatin1(deleted.headers.value("location")).mid(base.size()).section(u'?', 0, 0);
    QTRY_COMPARE(call("GET", gone).status, 204);
    QCOMPARE(call("GET", path).status, 404);
    const Answer again = call("DELETE", deletion);
    QCOMPARE(again.status, 204);
    QVERIFY(!again.headers.contains("content-length"));
}

void ApiServerTest::wantsTheUnderlyingActionOfADeletion()
{
    createRunning(u"ada"_s);
    const Answer answer = call("DELETE", m_paths.compute(u"ada"_s));
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.error()["target"_L1].toString(), u"underlyingResourceAction"_s);
    QCOMPARE(
        call("DELETE", m_paths.compute(u"ada"_s) + u"?underlyingResourceAction=Detach"_s).status,
        400);
    QVERIFY(stateOf(u"ada"_s) == Arm::InstanceState::Running);
}

void ApiServerTest::reportsAFailedOperation()
{
    m_engine->fault = Error{.code = Error::Code::Exhausted, .message = u"The disk is full."_s};
    const Answer created = call("PUT", m_paths.compute(u"ada"_s), putBody);
    const QString id = QString::fromLatin1(created.headers.value("azure-asyncoperation"))
                           .section(u'/', -1)
                           .section(u'?', 0, 0);
    QTRY_COMPARE(call("GET", m_paths.operationStatus(id)).json()["status"_L1].toString(),
                 u"Failed"_s);
    QCOMPARE(call("GET", m_paths.operationStatus(id)).error()["message"_L1].toString(),
             u"The disk is full."_s);
    const Answer result = call("GET", m_paths.operationResult(id));
    QCOMPARE(result.status, 507);
    QCOMPARE(result.error()["message"_L1].toString(), u"The disk is full."_s);
    QCOMPARE(call("GET", m_paths.operationStatus(u"unheard-of"_s)).status, 404);
}

void ApiServerTest::anOperationsResultIsItsOwnInstance()
{
    const Answer created = call("PUT", m_paths.compute(u"ada"_s), putBody);
    const QString id = QString::fromLatin1(created.headers.value("azure-asyncoperation"))
                           .section(u'/', -1)
                           .section(u'?', 0, 0);
    QTRY_VERIFY(stateOf(u"ada"_s) == Arm::InstanceState::Running);
    QCOMPARE(call("GET", m_paths.operationResult(id)).json()["name"_L1].toString(), u"ada"_s);
    QCOMPARE(
        call("DELETE", m_paths.compute(u"ada"_s) + u"?underlyingResourceAction=Delete"_s).status,
        202);
    QTRY_COMPARE(call("GET", m_paths.compute(u"ada"_s)).status, 404);
    createRunning(u"ada"_s);
    QCOMPARE(call("GET", m_paths.operationResult(id)).status, 204);
}

void ApiServerTest::listsWithTheSequenceItIsTrueFor()
{
    QCOMPARE(call("GET", m_paths.computes()).json()["sequence"_L1].toInteger(-1), 0);
    createRunning(u"bob"_s);
    createRunning(u"ada"_s);
    const QJsonObject list = call("GET", m_paths.computes()).json();
    QCOMPARE(list["value"_L1].toArray().size(), 2);
    QCOMPARE(list["value"_L1][0]["name"_L1].toString(), u"ada"_s);
    QCOMPARE(list["sequence"_L1].toInteger(), m_registry->changes()->sequence());
    QCOMPARE(call("GET", m_paths.computes() + u"?$skip=ada"_s).json()["value"_L1].toArray().size(),
             1);
}

void ApiServerTest::followsChangesFromANumber()
{
    createRunning(u"ada"_s);
    const auto socket = opened(request("GET", m_paths.changes() + u"?since=0"_s));
    QByteArray received;
    QTRY_VERIFY((received += socket->readAll()).contains("\"sequence\":2"));
    QVERIFY(received.contains("Transfer-Encoding: chunked"));
    QVERIFY(received.indexOf("\"sequence\":1") < received.indexOf("\"sequence\":2"));
    QCOMPARE(m_server->streams().count(), 1);
    received.clear();
    QCOMPARE(
        call("DELETE", m_paths.compute(u"ada"_s) + u"?underlyingResourceAction=Delete"_s).status,
        202);
    QTRY_VERIFY((received += socket->readAll()).contains("\"resource\":null"));
    for (const QByteArray &line : received.split('\n')) {
        if (line.startsWith('{')) {
            QVERIFY(Arm::changeFrom(QJsonDocument::fromJson(line).object()));
        }
    }
    const auto fresh = opened(request("GET", m_paths.changes()));
    QTRY_VERIFY(fresh->bytesAvailable() > 0);
    QVERIFY(!fresh->readAll().contains("sequence"));
}

void ApiServerTest::aListAndAStreamLeaveNoGap()
{
    const qint64 listed = call("GET", m_paths.computes()).json()["sequence"_L1].toInteger();
    createRunning(u"ada"_s);
    const auto socket = opened(request("GET", m_paths.changes() + u"?since=%1"_s.arg(listed)));
    QByteArray received;
    QTRY_VERIFY((received += socket->readAll()).contains("\"sequence\":2"));
    QVERIFY(received.contains("\"sequence\":1"));
}

void ApiServerTest::saysThatANumberIsTooOld()
{
    createRunning(u"ada"_s);
    QCOMPARE(call("GET", m_paths.changes() + u"?since=9999"_s).status, 410);
    QCOMPARE(call("GET", m_paths.changes() + u"?since=9999"_s).error()["code"_L1].toString(),
             u"SequenceTooOld"_s);
    for (qint64 sequence = 3; sequence < 700; ++sequence) {
        m_registry->changes()->publish({.sequence = sequence, .name = u"ada"_s});
    }
    QCOMPARE(call("GET", m_paths.changes() + u"?since=1"_s).status, 410);
    QCOMPARE(call("GET", m_paths.changes() + u"?since=x"_s).status, 400);
    QCOMPARE(call("GET", m_paths.changes() + u"?since=-1"_s).status, 400);
}

void ApiServerTest::cutsAReaderThatStalls()
{
    const auto socket = opened(request("GET", m_paths.changes()));
    QTRY_COMPARE(m_server->streams().count(), 1);
    socket->setReadBufferSize(1024); // reads no further
    const QJsonObject large{{u"text"_s, QString(64 * 1024, u'x')}};
    for (qint64 sequence = 1; sequence < 400 && m_server->streams().count() == 1; ++sequence) {
        m_registry->changes()->publish({.sequence = sequence, .name = u"ada"_s, .resource = large});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    QTRY_COMPARE(m_server->streams().count(), 0);
    QCOMPARE(call("GET", m_paths.computes()).status, 200);
}

void ApiServerTest::forgetsAReaderThatLeaves()
{
    auto socket = opened(request("GET", m_paths.changes()));
    QTRY_COMPARE(m_server->streams().count(), 1);
    socket.reset();
    QTRY_COMPARE(m_server->streams().count(), 0);
}

void ApiServerTest::servesTheCreationLogLive()
{
    m_engine->held = true;
    QCOMPARE(call("PUT", m_paths.compute(u"ada"_s), putBody).status, 201);
    QTRY_COMPARE(m_engine->waiting(), 1);
    const auto socket = opened(request("GET", m_paths.creationLog(u"ada"_s) + u"?follow=true"_s));
    QByteArray received;
    QTRY_VERIFY((received += socket->readAll()).contains("text/plain"));
    QFile log(m_engine->creationLogPath(m_engine->lastSpec.id)); // made only now
    QVERIFY(log.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    log.write("Making the home.\n");
    QTRY_VERIFY((received += socket->readAll()).contains("Making the home."));
    m_engine->release();
    log.write("Rea");
    QTRY_VERIFY((received += socket->readAll()).contains("Rea"));
    QVERIFY(!received.endsWith("0\r\n\r\n"));
    log.write("dy.\n");
    QTRY_VERIFY((received += socket->readAll()).endsWith("0\r\n\r\n"));
    QTRY_COMPARE(m_server->streams().count(), 0);
    const Answer whole = call("GET", m_paths.creationLog(u"ada"_s));
    QCOMPARE(whole.body, QByteArray("Making the home.\nReady.\n"));
    QCOMPARE(call("GET", m_paths.creationLog(u"eve"_s)).status, 404);
    const auto again = opened(request("GET", m_paths.creationLog(u"ada"_s) + u"?follow=true"_s));
    received.clear();
    QTRY_VERIFY((received += again->readAll()).endsWith("0\r\n\r\n"));
}

void ApiServerTest::followsTheCreationLogOfASecondStart()
{
    createRunning(u"ada"_s);
    QFile log(m_engine->creationLogPath(m_engine->lastSpec.id));
    QVERIFY(log.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    log.write("Making the home.\nReady.\n");
    QCOMPARE(call("POST", m_paths.action(u"ada"_s, u"stop"_s)).status, 202);
    QTRY_VERIFY(call("GET", m_paths.compute(u"ada"_s)).body.contains("\"state\":\"Stopped\""));
    m_engine->held = true;
    QCOMPARE(call("POST", m_paths.action(u"ada"_s, u"start"_s)).status, 202);
    const auto socket = opened(request("GET", m_paths.creationLog(u"ada"_s) + u"?follow=true"_s));
    QByteArray received;
    // The closing line that is there is the one of the first start.
    QTRY_VERIFY((received += socket->readAll()).contains("Ready."));
    log.write("Starting the SSH server.\n");
    QTRY_VERIFY((received += socket->readAll()).contains("Starting the SSH server."));
    QVERIFY(!received.endsWith("0\r\n\r\n"));
    QTRY_COMPARE(m_engine->waiting(), 1);
    m_engine->release();
    log.write("Ready.\n");
    QTRY_VERIFY((received += socket->readAll()).endsWith("0\r\n\r\n"));
    QCOMPARE(received.count("Ready."), 2);
}

void ApiServerTest::followsACreationLogThatIsPutAside()
{
    createRunning(u"ada"_s);
    const QString path = m_engine->creationLogPath(m_engine->lastSpec.id);
    QFile former(path);
    QVERIFY(former.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    former.write("Very long.\nReady.\n");
    QCOMPARE(call("POST", m_paths.action(u"ada"_s, u"stop"_s)).status, 202);
    QTRY_VERIFY(call("GET", m_paths.compute(u"ada"_s)).body.contains("\"state\":\"Stopped\""));
    m_engine->held = true;
    QCOMPARE(call("POST", m_paths.action(u"ada"_s, u"start"_s)).status, 202);
    const auto socket = opened(request("GET", m_paths.creationLog(u"ada"_s) + u"?follow=true"_s));
    QByteArray received;
    QTRY_VERIFY((received += socket->readAll()).contains("Ready."));
    QVERIFY(QFile::rename(path, path + u".1"_s));
    QFile log(path);
    QVERIFY(log.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    log.write("Starting the SSH server.\n");
    QTRY_COMPARE(m_engine->waiting(), 1);
    m_engine->release();
    QTRY_VERIFY((received += socket->readAll()).contains("Starting the SSH server."));
    QVERIFY(!received.endsWith("0\r\n\r\n"));
    log.write("Ready.\n");
    QTRY_VERIFY((received += socket->readAll()).endsWith("0\r\n\r\n"));
    QCOMPARE(received.count("Ready."), 2);
}

void ApiServerTest::servesTheExtensions()
{
    const QByteArray key =
        R"({"publicKey":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgMkZtKxV0jnTV7/HVRdEAJGZqD171gbV1C/nI/60D3 cp"})";
    QCOMPARE(call("PUT", m_paths.studioKey(u"studio-1"_s), key).status, 200);
    const Answer bad = call("PUT", m_paths.studioKey(u"studio-1"_s), R"({"publicKey":"no"})");
    QCOMPARE(bad.status, 400);
    QCOMPARE(bad.error()["target"_L1].toString(), u"publicKey"_s);
    QCOMPARE(call("PUT", m_paths.studioKey(u"../x"_s), key).status, 400);
    createRunning(u"ada"_s);
    QCOMPARE(m_engine->lastSpec.authorizedKeys.size(), 1);
    const auto access = Arm::nodeAccessFrom(call("GET", m_paths.hostKeys(u"ada"_s)).json());
    QVERIFY(access);
    QCOMPARE(access->port, quint16(40022));
    const auto summary = Arm::homeSummaryFrom(call("GET", m_paths.homeSummary(u"ada"_s)).json());
    QVERIFY(summary);
    QCOMPARE(summary->files, 2);
    const auto sizes = Arm::vmSizeListFrom(call("GET", m_paths.vmSizes()).json());
    QVERIFY(sizes);
    QCOMPARE(sizes->sizes.constLast().name, u"Local_C2_M8"_s);
    const QJsonObject workspace = call("GET", m_paths.workspace()).json();
    QCOMPARE(workspace["properties"_L1]["atelier"_L1]["workspaceFolder"_L1].toString(),
             u"/home/ada/Atelier"_s);
    QCOMPARE(call("POST", m_paths.action(u"ada"_s, u"stop"_s)).status, 202);
    QTRY_COMPARE(call("GET", m_paths.hostKeys(u"ada"_s)).status, 409);
}

void ApiServerTest::listsAndRemovesStudioKeys()
{
    const QString line =
        u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgMkZtKxV0jnTV7/HVRdEAJGZqD171gbV1C/nI/60D3 cp"_s;
    const QString path = m_paths.studioKey(u"studio-1"_s);
    const QString all = path.section(u'/', 0, -2);
    QVERIFY(call("GET", all).json()["value"_L1].toArray().isEmpty());
    QCOMPARE(call("GET", path).status, 404);
    QCOMPARE(call("DELETE", path).status, 204);
    const QJsonObject key{{u"id"_s, u"studio-1"_s}, {u"publicKey"_s, line}};
    QCOMPARE(call("PUT", path, QJsonDocument(key).toJson()).json(), key);
    QCOMPARE(call("GET", all).json()["value"_L1].toArray(), QJsonArray{key});
    QCOMPARE(call("GET", path).json(), key);
    createRunning(u"ada"_s);
    QCOMPARE(m_engine->lastSpec.authorizedKeys, QStringList{line});
    QCOMPARE(call("DELETE", path).status, 200);
    QVERIFY(call("GET", all).json()["value"_L1].toArray().isEmpty());
    // From what runs, it is taken as well.
    QTRY_VERIFY(m_engine->keys.value(m_engine->lastSpec.id).isEmpty());
    QCOMPARE(call("POST", all).status, 405);
}

QTEST_GUILESS_MAIN(ApiServerTest)
#include "tst_apiserver.moc"
