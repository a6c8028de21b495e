// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/resourcepaths.h"
#include "backend/client/controlplane.h"
#include "tests/backend/client/wireserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Client;

using Link = ControlPlane::Link;

namespace {

const Arm::ResourcePaths paths;
const QByteArray computes = paths.computes().toUtf8();
const QByteArray changes = paths.changes().toUtf8();
const QByteArray box = paths.compute(QStringLiteral("ada-box")).toUtf8();

Arm::ComputeInstance instanceNamed(const QString &name, Arm::InstanceState state)
{
    return {.name = name, .vmSize = QStringLiteral("Local_C1_M2"), .state = state};
}

Arm::ComputeInstance after(Arm::ComputeInstance instance,
                           Arm::OperationName operation,
                           const QString &status)
{
    instance.lastOperation = Arm::LastOperation{
        .name = operation, .time = QDateTime::currentDateTimeUtc(), .status = status};
    return instance;
}

QJsonObject listOf(const QList<Arm::ComputeInstance> &instances, qint64 sequence)
{
    QJsonArray values;
    for (const Arm::ComputeInstance &instance : instances) {
        values.append(Arm::toJson(instance));
    }
    return {{QStringLiteral("value"), values}, {QStringLiteral("sequence"), sequence}};
}

QByteArray changeLine(qint64 sequence, const Arm::ComputeInstance &instance)
{
    const Arm::Change change{.sequence = sequence, .name = instance.name, .instance = instance};
    return QJsonDocument(Arm::toJson(change)).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray removalLine(qint64 sequence, const QString &name)
{
    const Arm::Change change{.sequence = sequence, .name = name, .instance = std::nullopt};
    return QJsonDocument(Arm::toJson(change)).toJson(QJsonDocument::Compact) + '\n';
}

template<typename T>
Error errorOf(const QFuture<Result<T>> &future)
{
    return future.resultCount() == 1 && !future.result() ? future.result().error() : Error{};
}

} // namespace

/** The client against a server of canned bytes: what a real control plane can't be made to do. */
class TestControlPlane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        server = std::make_unique<WireServer>();
        server->listen();
        server->answerStream(changes);
        client = std::make_unique<ControlPlane>();
    }

    void cleanup()
    {
        client.reset();
        server.reset();
    }

    void listsThenFollowsFromTheListsNumber();
    void passesOverChangesThatTheListAlreadyHas();
    void putsLinesTogetherThatArriveInPieces();
    void keepsTheInstancesWhileNobodyAnswersAndResumes();
    void isUnreachableWhenNothingAnswersFromTheStart();
    void listsAgainWhenTheNumberIsTooOld();
    void movesToAnotherEndpoint();
    void sendsTheTokenOnlyInTheHeader();
    void readsEveryPageButNoneOfAnotherOrigin();
    void followsNoRedirect();
    void endsAnOperationWhenTheResourceShowsItsEnd();
    void reportsTheOperationsOwnError();
    void endsADeletionWhenTheResourceIsGone();
    void judgesByTheResourceWhenThereIsNoStatusAddress();
    void keepsAnOperationOverALostConnection();
    void answersACreationAtItsAcceptance();
    void overwritesNoExistingInstance();
    void handsOnTheEnvelopeWithItsTarget();
    void refusesWhatIsNoAnswer_data();
    void refusesWhatIsNoAnswer();
    void boundsTheSizeOfAnAnswer();
    void asksNothingWhileNothingChanges();
    void givesACreationLogWholeOverALostConnection_data();
    void givesACreationLogWholeOverALostConnection();
    void saysThatThereIsNoCreationLog();

private:
    void follow(const QList<Arm::ComputeInstance> &instances, qint64 sequence);
    [[nodiscard]] Endpoint endpoint() const;
    /** As text, because QCOMPARE would take Arm::toString for its own. */
    [[nodiscard]] QString stateOf(const QString &instance) const;
    void accept(const QByteArray &action, const QByteArray &headers);

    std::unique_ptr<WireServer> server;
    std::unique_ptr<ControlPlane> client;
    const QString name = QStringLiteral("ada-box");
    const QByteArray statusPath = paths.operationStatus(QStringLiteral("op-1")).toUtf8();
};

Endpoint TestControlPlane::endpoint() const
{
    return {.url = QUrl(u"http://127.0.0.1:" + QString::number(server->port())),
            .token = QStringLiteral("s3cret"),
            .protocol = protocolVersion};
}

QString TestControlPlane::stateOf(const QString &instance) const
{
    const Arm::ComputeInstance *found = client->instance(instance);
    return found != nullptr ? Arm::toString(found->state) : QString();
}

void TestControlPlane::follow(const QList<Arm::ComputeInstance> &instances, qint64 sequence)
{
    server->answerJson("GET", computes, listOf(instances, sequence));
    client->follow(endpoint());
    QTRY_COMPARE(client->link(), Link::Online);
    QTRY_COMPARE(server->openStreams(), 1);
}

void TestControlPlane::accept(const QByteArray &action, const QByteArray &headers)
{
    server->answer("POST", box + '/' + action, [headers](const WireRequest &, QTcpSocket *socket) {
        WireServer::send(socket, "202 Accepted", {}, headers);
    });
}

void TestControlPlane::listsThenFollowsFromTheListsNumber()
{
    QSignalSpy loaded(client.get(), &ControlPlane::loaded);
    QSignalSpy added(client.get(), &ControlPlane::instanceAdded);
    QSignalSpy changed(client.get(), &ControlPlane::instanceChanged);
    QSignalSpy removed(client.get(), &ControlPlane::instanceRemoved);
    follow({instanceNamed(QStringLiteral("zoe-box"), Arm::InstanceState::Stopped),
            instanceNamed(name, Arm::InstanceState::Running)},
           7);
    QCOMPARE(loaded.count(), 1);
    QCOMPARE(added.count(), 2);
    QCOMPARE(client->instances().constFirst().name, name);
    QVERIFY(server->requestsFor(changes).constFirst().query.contains("since=7"));

    server->push(changeLine(8, instanceNamed(name, Arm::InstanceState::Stopping)));
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(stateOf(name), QStringLiteral("Stopping"));
    server->push(removalLine(9, QStringLiteral("zoe-box")));
    QTRY_COMPARE(removed.count(), 1);
    QCOMPARE(client->instances().size(), 1);
}

void TestControlPlane::passesOverChangesThatTheListAlreadyHas()
{
    follow({instanceNamed(name, Arm::InstanceState::Running)}, 7);
    server->push(
        changeLine(7, instanceNamed(name, Arm::InstanceState::Creating))
        + changeLine(8, instanceNamed(QStringLiteral("bob-box"), Arm::InstanceState::Creating)));
    QTRY_COMPARE(client->instances().size(), 2);
    QCOMPARE(stateOf(name), QStringLiteral("Running"));
}

void TestControlPlane::putsLinesTogetherThatArriveInPieces()
{
    follow({}, 0);
    const QByteArray line = changeLine(1, instanceNamed(name, Arm::InstanceState::Creating));
    server->push("\n" + line.first(20));
    server->push(line.sliced(20, line.size() - 21));
    server->push("\nnot json\n" + changeLine(2, instanceNamed(name, Arm::InstanceState::Running)));
    QTRY_COMPARE(stateOf(name), QStringLiteral("Running"));
}

void TestControlPlane::keepsTheInstancesWhileNobodyAnswersAndResumes()
{
    follow({instanceNamed(name, Arm::InstanceState::Running)}, 7);
    server->push(changeLine(12, instanceNamed(name, Arm::InstanceState::JobRunning)));
    QTRY_COMPARE(stateOf(name), QStringLiteral("JobRunning"));
    const quint16 port = server->port();
    const QDateTime before = QDateTime::currentDateTimeUtc();
    server->vanish();
    QTRY_COMPARE(client->link(), Link::Unreachable);
    QCOMPARE(client->instances().size(), 1);
    QCOMPARE(client->linkError().code, Error::Code::Unreachable);
    QVERIFY(!client->linkError().message.isEmpty());
    QVERIFY(client->lastSeen() >= before);
    const QDateTime seen = client->lastSeen();
    QTRY_VERIFY(QDateTime::currentDateTimeUtc() > seen);
    QCOMPARE(client->lastSeen(), seen);

    const qsizetype listed = server->requestsFor(computes).size();
    server->listen(port);
    QTRY_COMPARE(client->link(), Link::Online);
    QTRY_COMPARE(server->openStreams(), 1);
    QVERIFY(server->requestsFor(changes).constLast().query.contains("since=12"));
    QCOMPARE(server->requestsFor(computes).size(), listed);
}

void TestControlPlane::isUnreachableWhenNothingAnswersFromTheStart()
{
    QCOMPARE(client->link(), Link::Idle);
    const Endpoint nowhere = endpoint();
    server->vanish();
    client->follow(nowhere);
    QCOMPARE(client->link(), Link::Connecting);
    QTRY_COMPARE(client->link(), Link::Unreachable);
    QVERIFY(!client->isLoaded());
    const auto stopped = client->stop(name);
    QTRY_VERIFY(stopped.isFinished());
    QCOMPARE(errorOf(stopped).code, Error::Code::Unreachable);
}

void TestControlPlane::listsAgainWhenTheNumberIsTooOld()
{
    follow({instanceNamed(name, Arm::InstanceState::Running),
            instanceNamed(QStringLiteral("bob-box"), Arm::InstanceState::Running)},
           7);
    QSignalSpy removed(client.get(), &ControlPlane::instanceRemoved);
    QSignalSpy changed(client.get(), &ControlPlane::instanceChanged);
    server->answerJson(
        "GET", computes, listOf({instanceNamed(name, Arm::InstanceState::Stopped)}, 3));
    server->answer("GET", changes, [this](const WireRequest &request, QTcpSocket *socket) {
        if (request.query.contains("since=7")) {
            WireServer::send(
                socket, "410 Gone", R"({"error":{"code":"Gone","message":"Too old."}})");
            server->answerStream(changes);
        }
    });
    server->cut();
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(stateOf(name), QStringLiteral("Stopped"));
    QTRY_COMPARE(server->openStreams(), 1);
    QVERIFY(server->requestsFor(changes).constLast().query.contains("since=3"));
    QCOMPARE(client->link(), Link::Online);
}

void TestControlPlane::movesToAnotherEndpoint()
{
    follow({instanceNamed(name, Arm::InstanceState::Running)}, 700);
    server->vanish();
    QTRY_COMPARE(client->link(), Link::Unreachable);
    server->listen();
    QSignalSpy removed(client.get(), &ControlPlane::instanceRemoved);
    QSignalSpy added(client.get(), &ControlPlane::instanceAdded);
    follow({instanceNamed(QStringLiteral("eve-box"), Arm::InstanceState::Running)}, 2);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(added.count(), 1);
    QVERIFY(server->requestsFor(changes).constLast().query.contains("since=2"));
}

void TestControlPlane::sendsTheTokenOnlyInTheHeader()
{
    follow({}, 0);
    const QList<WireRequest> seen = server->requestsFor(computes) + server->requestsFor(changes);
    for (const WireRequest &request : seen) {
        QCOMPARE(request.headers.value("authorization"), "Bearer s3cret");
        QVERIFY(!request.query.contains("s3cret"));
        QVERIFY(request.query.contains(Arm::apiVersion));
    }
}

void TestControlPlane::readsEveryPageButNoneOfAnotherOrigin()
{
    WireServer stranger;
    stranger.listen();
    QJsonObject first = listOf({instanceNamed(name, Arm::InstanceState::Running)}, 5);
    first.insert(u"nextLink", QString(endpoint().url.toString() + u"/page2"));
    QJsonObject second = listOf(
        {instanceNamed(QStringLiteral("bob-box"), Arm::InstanceState::Stopped)}, 6);
    server->answerJson("GET", computes, first);
    server->answerJson("GET", "/page2", second);
    client->follow(endpoint());
    QTRY_COMPARE(client->instances().size(), 2);
    QTRY_COMPARE(server->openStreams(), 1);
    QVERIFY(server->requestsFor(changes).constFirst().query.contains("since=5"));

    first.insert(u"nextLink", QStringLiteral("http://127.0.0.1:%1/page2").arg(stranger.port()));
    server->answerJson("GET", computes, first);
    const qsizetype listed = server->requestsFor(computes).size();
    client->refresh();
    QTRY_COMPARE(server->requestsFor(computes).size(), listed + 1);
    server->answerJson("GET", paths.vmSizes().toUtf8(), {});
    const auto sizes = client->sizes();
    QTRY_VERIFY(sizes.isFinished()); // by then a request to the stranger would have been made
    client->refresh();
    QTRY_COMPARE(server->requestsFor(computes).size(), listed + 2);
    QVERIFY(stranger.requestsFor("/page2").isEmpty());
    QCOMPARE(client->instances().size(), 2);
}

void TestControlPlane::followsNoRedirect()
{
    WireServer stranger;
    stranger.listen();
    follow({}, 0);
    const QByteArray target = "Location: http://127.0.0.1:" + QByteArray::number(stranger.port())
                              + "/steal\r\n";
    server->answer(
        "GET", paths.vmSizes().toUtf8(), [target](const WireRequest &, QTcpSocket *socket) {
            WireServer::send(socket, "307 Temporary Redirect", {}, target);
        });
    const auto sizes = client->sizes();
    QTRY_VERIFY(sizes.isFinished());
    QCOMPARE(errorOf(sizes).code, Error::Code::Protocol);
    QVERIFY(stranger.requestsFor("/steal").isEmpty());
}

void TestControlPlane::endsAnOperationWhenTheResourceShowsItsEnd()
{
    const Arm::ComputeInstance running = instanceNamed(name, Arm::InstanceState::Running);
    follow({running}, 1);
    accept("stop", "Retry-After: 60\r\nAzure-AsyncOperation: " + statusPath + "\r\n");
    server->answerJson(
        "GET", statusPath, {{QStringLiteral("status"), QStringLiteral("InProgress")}});
    const auto stopped = client->stop(name);
    server->push(changeLine(2,
                            after(instanceNamed(name, Arm::InstanceState::Stopping),
                                  Arm::OperationName::Stop,
                                  QStringLiteral("InProgress"))));
    QTRY_COMPARE(stateOf(name), QStringLiteral("Stopping"));
    QVERIFY(!stopped.isFinished());
    server->answerJson(
        "GET", statusPath, {{QStringLiteral("status"), QStringLiteral("Succeeded")}});
    server->push(changeLine(3,
                            after(instanceNamed(name, Arm::InstanceState::Stopped),
                                  Arm::OperationName::Stop,
                                  QStringLiteral("Succeeded"))));
    QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 2000);
    QVERIFY(stopped.result().has_value());
}

void TestControlPlane::reportsTheOperationsOwnError()
{
    follow({instanceNamed(name, Arm::InstanceState::Stopped)}, 1);
    accept("start", "Retry-After: 1\r\nAzure-AsyncOperation: " + statusPath + "\r\n");
    server->answerJson("GET",
                       statusPath,
                       QJsonDocument::fromJson(R"({"status":"Failed","error":{"code":"UserError",
                           "message":"The disk is full."}})")
                           .object());
    const auto started = client->start(name);
    QTRY_VERIFY(started.isFinished());
    QCOMPARE(errorOf(started).message, QStringLiteral("The disk is full."));
}

void TestControlPlane::endsADeletionWhenTheResourceIsGone()
{
    follow({instanceNamed(name, Arm::InstanceState::Stopped)}, 1);
    server->answer("DELETE", box, [this](const WireRequest &, QTcpSocket *socket) {
        server->push(removalLine(2, name)); // faster than the answer to the request
        WireServer::send(socket, "202 Accepted", {}, "Retry-After: 60\r\nLocation: /somewhere\r\n");
    });
    const auto removed = client->remove(name);
    QTRY_VERIFY_WITH_TIMEOUT(removed.isFinished(), 2000);
    QVERIFY(removed.result().has_value());
    QVERIFY(server->requestsFor(box).constLast().query.contains("underlyingResourceAction=Delete"));
}

void TestControlPlane::judgesByTheResourceWhenThereIsNoStatusAddress()
{
    follow({instanceNamed(name, Arm::InstanceState::Stopped)}, 1);
    accept("start", "Retry-After: 60\r\n");
    const auto started = client->start(name);
    Arm::ComputeInstance failed = after(instanceNamed(name, Arm::InstanceState::Stopped),
                                        Arm::OperationName::Start,
                                        QStringLiteral("StartFailed"));
    failed.errors = {QStringLiteral("No port is free.")};
    server->push(changeLine(2, failed));
    QTRY_VERIFY_WITH_TIMEOUT(started.isFinished(), 2000);
    QCOMPARE(errorOf(started).message, QStringLiteral("No port is free."));
}

void TestControlPlane::keepsAnOperationOverALostConnection()
{
    follow({instanceNamed(name, Arm::InstanceState::Running)}, 1);
    accept("stop", "Retry-After: 60\r\nAzure-AsyncOperation: " + statusPath + "\r\n");
    server->answerJson(
        "GET", statusPath, {{QStringLiteral("status"), QStringLiteral("InProgress")}});
    const auto stopped = client->stop(name);
    QTRY_COMPARE(server->requestsFor(box + "/stop").size(), 1);
    const quint16 port = server->port();
    server->vanish();
    QTRY_COMPARE(client->link(), Link::Unreachable);
    QVERIFY(!stopped.isFinished());
    server->answerJson(
        "GET", statusPath, {{QStringLiteral("status"), QStringLiteral("Succeeded")}});
    server->listen(port);
    QTRY_VERIFY(stopped.isFinished());
}

void TestControlPlane::answersACreationAtItsAcceptance()
{
    follow({}, 1);
    const Arm::ComputeInstance creating = instanceNamed(name, Arm::InstanceState::Creating);
    server->answer("PUT", box, [creating](const WireRequest &, QTcpSocket *socket) {
        WireServer::send(socket,
                         "201 Created",
                         QJsonDocument(Arm::toJson(creating)).toJson(),
                         "Azure-AsyncOperation: /never\r\n");
    });
    const auto created = client->create({.name = name, .vmSize = QStringLiteral("Local_C1_M2")});
    QTRY_VERIFY(created.isFinished());
    QVERIFY(created.result()->state == Arm::InstanceState::Creating);
    QTRY_COMPARE(stateOf(name), QStringLiteral("Creating"));
    const QByteArray body = server->requestsFor(box).constLast().body;
    QVERIFY(body.contains("Local_C1_M2"));
}

void TestControlPlane::overwritesNoExistingInstance()
{
    follow({instanceNamed(name, Arm::InstanceState::Running)}, 1);
    const auto created = client->create({.name = QStringLiteral("Ada-Box")});
    QTRY_VERIFY(created.isFinished());
    QCOMPARE(errorOf(created).code, Error::Code::AlreadyExists);
    QCOMPARE(errorOf(created).target, QStringLiteral("name"));
    QVERIFY(server->requestsFor(paths.compute(QStringLiteral("Ada-Box")).toUtf8()).isEmpty());
}

void TestControlPlane::handsOnTheEnvelopeWithItsTarget()
{
    follow({}, 1);
    server->answer("PUT", box, [](const WireRequest &, QTcpSocket *socket) {
        WireServer::send(
            socket,
            "400 Bad Request",
            R"({"error":{"code":"UserError","message":"Too short.","target":"name"}})");
    });
    const auto created = client->create({.name = name});
    QTRY_VERIFY(created.isFinished());
    QCOMPARE(errorOf(created).message, QStringLiteral("Too short."));
    QCOMPARE(errorOf(created).target, QStringLiteral("name"));
    QCOMPARE(errorOf(created).serviceCode, QStringLiteral("UserError"));
}

void TestControlPlane::refusesWhatIsNoAnswer_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Error::Code>("code");
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Length: ";
    QTest::newRow("a page") << head + "13\r\n\r\n<html></html>" << Error::Code::Protocol;
    QTest::newRow("an array") << head + "2\r\n\r\n[]" << Error::Code::Protocol;
    QTest::newRow("cut short") << head + "100\r\n\r\n{\"value\":" << Error::Code::Unreachable;
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH_9\r\n") << Error::Code::Unreachable;
    QTest::newRow("nothing") << QByteArray() << Error::Code::Unreachable;
    QTest::newRow("an error without an envelope")
        << QByteArray("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nhi")
        << Error::Code::Unavailable;
}

void TestControlPlane::refusesWhatIsNoAnswer()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const Error::Code, code);
    follow({}, 1);
    server->answer(
        "GET", paths.vmSizes().toUtf8(), [bytes](const WireRequest &, QTcpSocket *socket) {
            socket->write(bytes);
            socket->disconnectFromHost();
        });
    const auto sizes = client->sizes();
    QTRY_VERIFY(sizes.isFinished());
    const Error error = errorOf(sizes);
    QCOMPARE(error.code, code);
    QVERIFY(error.message.endsWith(u'.'));
}

void TestControlPlane::boundsTheSizeOfAnAnswer()
{
    follow({}, 1);
    server->answer("GET", paths.vmSizes().toUtf8(), [](const WireRequest &, QTcpSocket *socket) {
        WireServer::send(socket, "200 OK", QByteArray(17 * 1024 * 1024, ' '));
    });
    const auto sizes = client->sizes();
    QTRY_VERIFY(sizes.isFinished());
    QCOMPARE(errorOf(sizes).code, Error::Code::Protocol);
    QVERIFY(errorOf(sizes).detail.contains(u"more than"));
}

void TestControlPlane::asksNothingWhileNothingChanges()
{
    follow({instanceNamed(name, Arm::InstanceState::Running)}, 1);
    QSignalSpy requested(server.get(), &WireServer::requested);
    QVERIFY(!requested.wait(1500));
}

void TestControlPlane::givesACreationLogWholeOverALostConnection_data()
{
    QTest::addColumn<bool>("politely");
    QTest::newRow("reset") << false;
    QTest::newRow("closed, as when the process is killed") << true;
}

void TestControlPlane::givesACreationLogWholeOverALostConnection()
{
    QFETCH(const bool, politely);
    follow({instanceNamed(name, Arm::InstanceState::Creating)}, 1);
    const QByteArray logPath = paths.creationLog(name).toUtf8();
    server->answer("GET", logPath, [](const WireRequest &, QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\none\ntw\r\n");
    });
    const auto log = client->creationLog(name);
    QByteArray text;
    connect(
        log.get(), &CreationLog::appended, this, [&text](const QByteArray &more) { text += more; });
    QSignalSpy finished(log.get(), &CreationLog::finished);
    QTRY_COMPARE(text, "one\ntw");
    server->answer("GET", logPath, [](const WireRequest &, QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "f\r\none\ntwo\nReady.\n\r\n0\r\n\r\n");
    });
    server->cut(politely);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(text, "one\ntwo\nReady.\n");
    QVERIFY(server->requestsFor(logPath).constFirst().query.contains("follow=true"));
}

void TestControlPlane::saysThatThereIsNoCreationLog()
{
    follow({}, 1);
    server->answer(
        "GET", paths.creationLog(name).toUtf8(), [](const WireRequest &, QTcpSocket *socket) {
            WireServer::send(
                socket, "404 Not Found", R"({"error":{"code":"NotFound","message":"No such."}})");
        });
    const auto log = client->creationLog(name);
    QSignalSpy failed(log.get(), &CreationLog::failed);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.constFirst().constFirst().value<Error>().code, Error::Code::NotFound);
}

QTEST_GUILESS_MAIN(TestControlPlane)
#include "tst_controlplane.moc"
