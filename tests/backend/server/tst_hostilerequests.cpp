// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that are well formed and mean no good, against the whole server: with the right token,
// every answer is one of the dialect, nothing is made, and the server lives on.
#include "backend/arm/resourcepaths.h"
#include "backend/server/apiserver.h"
#include "backend/server/routes.h"
#include "tests/support/fakeengine.h"
#include "tests/support/rawclient.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;
using Test::answerTo;
using Test::RawAnswer;
using Test::RawClient;

namespace {

const QByteArray secret(64, 's');

QByteArray numbered(qint64 sequence)
{
    return "\"sequence\":" + QByteArray::number(sequence) + '}';
}

QStringList filesIn(const QString &folder)
{
    QStringList files;
    QDirIterator walk(folder,
                      QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        files.append(walk.next());
    }
    files.sort();
    return files;
}

} // namespace

class HostileRequestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void namesLeadNowhere_data();
    void namesLeadNowhere();
    void bodiesAreNamedForWhatIsWrong_data();
    void bodiesAreNamedForWhatIsWrong();
    void aBodyMayBeNestedAsFarAsTheBound();
    void numbersBeyondAllBoundsAreRefused_data();
    void numbersBeyondAllBoundsAreRefused();
    void nothingIsSharedWithOtherOrigins_data();
    void nothingIsSharedWithOtherOrigins();
    void givesALongBacklogToASlowReader();
    void aReaderThatWasCutResumesWhereItWas();

private:
    [[nodiscard]] QByteArray request(const QByteArray &verb,
                                     const QByteArray &path,
                                     const QByteArray &body = {},
                                     const QByteArray &more = {}) const;
    void publish(qint64 first, qint64 last, qsizetype size) const;

    Arm::ResourcePaths m_paths;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Test::FakeEngine> m_engine;
    std::unique_ptr<Store::StateStore> m_store;
    std::unique_ptr<InstanceRegistry> m_registry;
    std::unique_ptr<ApiServer> m_server;
    quint16 m_port = 0;
};

void HostileRequestsTest::init()
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
                 .tokenHashes = {QCryptographicHash::hash(secret, QCryptographicHash::Sha256)}});
    const auto port = m_server->listen(0);
    QVERIFY(port);
    m_port = *port;
}

void HostileRequestsTest::cleanup()
{
    m_server.reset();
    m_registry.reset();
    m_store.reset();
    m_engine.reset();
}

QByteArray HostileRequestsTest::request(const QByteArray &verb,
                                        const QByteArray &path,
                                        const QByteArray &body,
                                        const QByteArray &more) const
{
    const QByteArray separator = path.contains('?') ? "&" : "?";
    QByteArray bytes = verb + ' ' + path + separator
                       + "api-version=2025-06-01 HTTP/1.1\r\nHost: 127.0.0.1:"
                       + QByteArray::number(m_port) + "\r\nAuthorization: Bearer " + secret + "\r\n"
                       + more;
    if (!body.isEmpty()) {
        bytes += "Content-Type: application/json\r\nContent-Length: "
                 + QByteArray::number(body.size()) + "\r\n";
    }
    return bytes + "\r\n" + body;
}

void HostileRequestsTest::namesLeadNowhere_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {".",
                             "..",
                             "%2e%2e",
                             "..%2F..%2F..%2Fetc%2Fpasswd",
                             "%2Fetc%2Fpasswd",
                             "%252e%252e%252f",
                             "..%5c..",
                             "~",
                             "-rf",
                             "a%20b",
                             "%E2%80%AE",
                             "$(id)",
                             "'%20or%201=1--",
                             "%F0%9F%92%A9",
                             "con%3A"}) {
        QTest::newRow(name) << QByteArray(name);
    }
    QTest::newRow("long") << QByteArray(8000, 'a');
}

void HostileRequestsTest::namesLeadNowhere()
{
    QFETCH(QByteArray, name);
    const QStringList before = filesIn(m_folder->path());
    const QByteArray body =
        R"({"location":"local","properties":{"computeType":"ComputeInstance","properties":{"vmSize":"Local_C1_M2"}}})";
    for (const Route &route : routes()) {
        QByteArray path = route.pattern;
        if (!path.contains("{name}") && !path.contains("{id}")) {
            continue;
        }
        path.replace("{subscription}", "00000000-0000-0000-0000-000000000000")
            .replace("{group}", "local")
            .replace("{workspace}", "default")
            .replace("{location}", "local")
            .replace("{name}", name)
            .replace("{id}", name);
        const QByteArray verb = route.verb;
        const bool bare = verb == "GET" || verb == "DELETE";
        const RawAnswer answer = answerTo(m_port, request(verb, path, bare ? QByteArray() : body));
        const QByteArray told = verb + ' ' + path.left(300) + ' '
                                + QByteArray::number(answer.status);
        QVERIFY2((answer.status >= 400 && answer.status < 500)
                     || (verb == "DELETE" && answer.status == 204), // is not there, as wished
                 told);
        QVERIFY2(answer.status == 204 || !answer.error()["code"_L1].toString().isEmpty(), told);
    }
    QCOMPARE(filesIn(m_folder->path()), before);
    QVERIFY(m_engine->calls.isEmpty());
}

void HostileRequestsTest::bodiesAreNamedForWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto tags = [](const QByteArray &text) { return R"({"tags":{)" + text + "}}"; };
    const auto row = [](const char *name, const QByteArray &body) { QTest::newRow(name) << body; };
    row("deeper than the bound", tags(R"("a":)" + QByteArray(63, '[') + QByteArray(63, ']')));
    row("deeper than a stack", QByteArray(500'000, '['));
    row("deep objects", QByteArray(R"({"a":)").repeated(100'000));
    row("the same key twice", tags(R"("a":"1","a":"2")"));
    row("the same key, written differently", tags(R"("a":"1","\u0061":"2")"));
    row("the same key, deep inside", tags(R"("b":[{"a":{"x":1,"x":1}}])"));
    row("half of UTF-8", tags("\"a\":\"\xc3\""));
    row("half of UTF-8 in a key", tags("\"\xe2\x82\":\"\""));
    row("overlong UTF-8", tags("\"a\":\"\xc0\xaf\""));
    row("a surrogate as UTF-8", tags("\"a\":\"\xed\xa0\x80\""));
    row("NUL behind", QByteArray(R"({"tags":{}})") + '\0');
    row("NUL inside", tags(QByteArray("\"a\":\"\0\"", 8)));
    row("two objects", R"({"tags":{}}{"tags":{}})");
    row("a comment", R"({"tags":{}/* */})");
    row("a comma too many", R"({"tags":{},})");
    row("not a number", tags(R"("a":NaN)"));
    row("unfinished", R"({"tags":{"a":")");
    row("unfinished escape", R"({"tags":{"a":"\u12"}})");
    row("only a string", R"("tags")");
    row("blanks", QByteArray(1000, ' '));
}

void HostileRequestsTest::bodiesAreNamedForWhatIsWrong()
{
    QFETCH(QByteArray, body);
    const RawAnswer answer = answerTo(m_port,
                                      request("PUT", m_paths.compute(u"ada"_s).toLatin1(), body));
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.error()["code"_L1].toString(), u"InvalidRequestContent"_s);
    QVERIFY(answer.error()["message"_L1].toString().endsWith(u'.'));
    QVERIFY(m_engine->calls.isEmpty());
}

void HostileRequestsTest::aBodyMayBeNestedAsFarAsTheBound()
{
    const QByteArray body = R"({"x":)" + QByteArray(63, '[') + QByteArray(63, ']') + '}';
    const RawAnswer answer = answerTo(m_port,
                                      request("PUT", m_paths.compute(u"ada"_s).toLatin1(), body));
    QVERIFY(answer.error()["code"_L1].toString() != u"InvalidRequestContent"_s);
    QVERIFY(!answer.error()["target"_L1].toString().isEmpty());
}

void HostileRequestsTest::numbersBeyondAllBoundsAreRefused_data()
{
    QTest::addColumn<QByteArray>("number");
    for (const char *number :
         {"1e400", "-1e400", "1e308", "99999999999999999999999", "-1", "0.5", "4294967318"}) {
        QTest::newRow(number) << QByteArray(number);
    }
    QTest::newRow("as many digits as fit") << QByteArray(900'000, '9');
}

void HostileRequestsTest::numbersBeyondAllBoundsAreRefused()
{
    QFETCH(QByteArray, number);
    const QByteArray body =
        R"({"location":"local","properties":{"computeType":"ComputeInstance","properties":{"vmSize":)"
        + number + "}}}";
    const RawAnswer answer = answerTo(m_port,
                                      request("PUT", m_paths.compute(u"ada"_s).toLatin1(), body));
    QCOMPARE(answer.status, 400);
    QVERIFY(m_engine->calls.isEmpty());
}

void HostileRequestsTest::nothingIsSharedWithOtherOrigins_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("status");
    QTest::newRow("preflight") << QByteArray("OPTIONS")
                               << QByteArray("Origin: https://evil.example\r\n"
                                             "Access-Control-Request-Method: PUT\r\n"
                                             "Access-Control-Request-Private-Network: true\r\n")
                               << 403;
    QTest::newRow("request") << QByteArray("GET") << QByteArray("Origin: https://evil.example\r\n")
                             << 403;
    QTest::newRow("sandboxed page") << QByteArray("GET") << QByteArray("Origin: null\r\n") << 403;
    QTest::newRow("own address") << QByteArray("GET") << QByteArray("Origin: http://127.0.0.1\r\n")
                                 << 403;
    QTest::newRow("options") << QByteArray("OPTIONS") << QByteArray() << 405;
    QTest::newRow("plain") << QByteArray("GET") << QByteArray() << 200;
}

void HostileRequestsTest::nothingIsSharedWithOtherOrigins()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, more);
    QFETCH(int, status);
    const RawAnswer answer = answerTo(m_port,
                                      request(verb, m_paths.computes().toLatin1(), {}, more));
    QCOMPARE(answer.status, status);
    for (auto header = answer.headers.cbegin(); header != answer.headers.cend(); ++header) {
        QVERIFY2(!header.key().startsWith("access-control-"), header.key());
    }
}

void HostileRequestsTest::publish(qint64 first, qint64 last, qsizetype size) const
{
    const QJsonObject large{{u"text"_s, QString(size, u'x')}};
    for (qint64 sequence = first; sequence <= last; ++sequence) {
        m_registry->changes()->publish({.sequence = sequence, .name = u"ada"_s, .resource = large});
    }
}

void HostileRequestsTest::givesALongBacklogToASlowReader()
{
    publish(1, 50, 64 * 1024); // more than a reader may have pending, less than is kept
    RawClient client(m_port);
    client.stall(512 * 1024);
    client.send(request("GET", m_paths.changes().toLatin1() + "?since=1"));
    QTRY_VERIFY_WITH_TIMEOUT(client.received().contains(numbered(25)), 30'000);
    publish(51, 52, 10);
    QTRY_VERIFY_WITH_TIMEOUT(client.received().contains(numbered(52)), 30'000);
    QVERIFY(client.isOpen());
    const QByteArray &all = client.received();
    qsizetype at = 0;
    for (int sequence = 2; sequence <= 52; ++sequence) {
        const qsizetype next = all.indexOf(numbered(sequence), at);
        QVERIFY2(next >= at, qPrintable(QString::number(sequence)));
        at = next;
    }
}

void HostileRequestsTest::aReaderThatWasCutResumesWhereItWas()
{
    RawClient client(m_port);
    client.send(request("GET", m_paths.changes().toLatin1()));
    QTRY_COMPARE(m_server->streams().count(), 1);
    client.stall();
    qint64 last = 0;
    while (m_server->streams().count() == 1 && last < 400) {
        ++last;
        publish(last, last, 64 * 1024);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    QTRY_COMPARE(m_server->streams().count(), 0);
    QVERIFY(last < 400);
    RawClient again(m_port);
    again.send(
        request("GET", m_paths.changes().toLatin1() + "?since=" + QByteArray::number(last - 2)));
    QTRY_VERIFY_WITH_TIMEOUT(again.received().contains(numbered(last)), 15'000);
    QCOMPARE(again.received().count("\"sequence\":"), 2);
}

QTEST_GUILESS_MAIN(HostileRequestsTest)
#include "tst_hostilerequests.moc"
