// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real control plane as a process: its start, its end, and what it says when it can't start.
#include "backend/core/paths.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <unistd.h>

#include <csignal>
#include <memory>
#include <vector>

using namespace Atelier;
using namespace Qt::StringLiterals;

class DaemonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void speaksTheLanguageThatItIsHandedDown();
    void tellsWhereItListensToItsOwnerOnly();
    void endsCleanlyWhenAsked_data();
    void endsCleanlyWhenAsked();
    void namesTheHolderOfTheFolder();
    void keepsTokenAndPortAfterAKill();
    void takesANewTokenAfterACleanEnd();
    void saysThatTheFolderCanNotBeWritten();
    void saysThatThePortIsTaken();
    void leavesAForeignDatabaseAlone();
    void leavesInstancesAloneWhoseDatabaseIsMissing();
    void setsAsideInstancesThatAnOlderDatabaseDoesNotKnow();
    void endsWhenNobodyNeedsIt();
    void staysWhileSomebodyFollows();
    void doesNothingWhileNothingChanges();

private:
    [[nodiscard]] std::unique_ptr<QProcess> started(const QStringList &more = {}) const;
    [[nodiscard]] std::unique_ptr<QProcess> ready(const QStringList &more = {}) const;
    [[nodiscard]] QJsonObject endpoint() const;
    [[nodiscard]] QByteArray get(const QByteArray &path) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_data;
    mutable std::vector<std::unique_ptr<QTcpSocket>> m_sockets;
};

namespace {

/** What a program that could not start says, and its exit code. */
std::pair<int, QString> lastWords(QProcess *process)
{
    if (!process->waitForFinished(20'000)) {
        return {};
    }
    return {process->exitCode(), QString::fromUtf8(process->readAllStandardError()).trimmed()};
}

/** Times that the kernel has run it. */
qlonglong switchesOf(qint64 pid)
{
    qlonglong sum = 0;
    const QString tasks = u"/proc/%1/task"_s.arg(pid);
    for (const QString &task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(tasks + u'/' + task + u"/status"_s);
        if (file.open(QIODevice::ReadOnly)) {
            const QByteArray status = file.readAll();
            const qsizetype at = status.indexOf("\nvoluntary_ctxt_switches:");
            sum += status.mid(at + 25, 20).split('\n').first().trimmed().toLongLong();
        }
    }
    return sum;
}

} // namespace

void DaemonTest::initTestCase()
{
    QVERIFY(!Paths::program(u"atelierd"_s).isEmpty());
}

void DaemonTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_data = m_folder->filePath(u"data"_s);
}

void DaemonTest::cleanup()
{
    m_sockets.clear();
}

std::unique_ptr<QProcess> DaemonTest::started(const QStringList &more) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ATELIER_WORKSPACE"_s, m_folder->filePath(u"workspace"_s));
    environment.insert(u"ATELIER_IDLE_MS"_s, u"300"_s);
    process->setProcessEnvironment(environment);
    process->start(Paths::program(u"atelierd"_s), QStringList{u"--data"_s, m_data} + more);
    return process;
}

std::unique_ptr<QProcess> DaemonTest::ready(const QStringList &more) const
{
    auto process = started(more);
    const bool came = QTest::qWaitFor(
        [this, &process] {
            return endpoint()["pid"_L1].toInteger() == process->processId()
                   || process->state() == QProcess::NotRunning;
        },
        20'000);
    if (!came || process->state() != QProcess::Running) {
        qWarning("%s", process->readAllStandardError().constData());
    }
    return process;
}

QJsonObject DaemonTest::endpoint() const
{
    QFile file(QString(m_data + u"/endpoint.json"_s));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

/** The first bytes of the answer; the connection stays open. */
QByteArray DaemonTest::get(const QByteArray &path) const
{
    const QUrl url(endpoint()["url"_L1].toString());
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(url.host(), static_cast<quint16>(url.port()));
    socket->write("GET " + path + " HTTP/1.1\r\nHost: " + url.authority().toLatin1()
                  + "\r\nAuthorization: Bearer " + endpoint()["token"_L1].toString().toLatin1()
                  + "\r\n\r\n");
    const bool answered = QTest::qWaitFor([&socket] { return socket->bytesAvailable() > 0; });
    const QByteArray answer = answered ? socket->readAll() : QByteArray();
    m_sockets.push_back(std::move(socket));
    return answer;
}

void DaemonTest::tellsWhereItListensToItsOwnerOnly()
{
    const auto process = ready();
    const QJsonObject json = endpoint();
    QCOMPARE(json["protocol"_L1].toInt(), 1);
    QCOMPARE(json["token"_L1].toString().size(), 64);
    QVERIFY(!json["version"_L1].toString().isEmpty());
    const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup
                        | QFileDevice::WriteOther;
    for (const QString &name : {u"/endpoint.json"_s, u"/atelier.sqlite"_s, u"/lock"_s, QString()}) {
        QCOMPARE(QFile::permissions(m_data + name) & others, QFileDevice::Permissions());
    }
    QVERIFY(get("/health").startsWith("HTTP/1.1 200"));
    QVERIFY(QFile::exists(m_data + u"/log/control-plane.log"_s));
    QFile log(QString(m_data + u"/log/control-plane.log"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(!log.readAll().contains(json["token"_L1].toString().toLatin1()));
    process->terminate();
    QVERIFY(process->waitForFinished());
}

void DaemonTest::endsCleanlyWhenAsked_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("terminate") << SIGTERM;
    QTest::newRow("interrupt") << SIGINT;
}

void DaemonTest::endsCleanlyWhenAsked()
{
    QFETCH(int, signal);
    const auto process = ready();
    QVERIFY(!endpoint().isEmpty());
    QCOMPARE(::kill(static_cast<pid_t>(process->processId()), signal), 0);
    QVERIFY(process->waitForFinished());
    QCOMPARE(process->exitStatus(), QProcess::NormalExit);
    QCOMPARE(process->exitCode(), 0);
    QVERIFY(!QFile::exists(m_data + u"/endpoint.json"_s));
    QVERIFY(!QFile::exists(m_data + u"/atelier.sqlite-wal"_s));
}

void DaemonTest::namesTheHolderOfTheFolder()
{
    const auto first = ready();
    const auto second = started();
    const auto [code, words] = lastWords(second.get());
    QCOMPARE(code, 4);
    QVERIFY2(words.contains(QString::number(first->processId())) && words.endsWith(u'.'),
             qPrintable(words));
    QCOMPARE(words.count(u'\n'), 0);
    QCOMPARE(endpoint()["pid"_L1].toInteger(), first->processId());
    first->terminate();
    QVERIFY(first->waitForFinished());
}

void DaemonTest::keepsTokenAndPortAfterAKill()
{
    const auto first = ready();
    const QJsonObject before = endpoint();
    first->kill();
    QVERIFY(first->waitForFinished());
    QCOMPARE(endpoint(), before);
    const auto second = ready();
    QCOMPARE(endpoint()["token"_L1], before["token"_L1]);
    QCOMPARE(endpoint()["url"_L1], before["url"_L1]);
    QCOMPARE(endpoint()["pid"_L1].toInteger(), second->processId());
    second->terminate();
    QVERIFY(second->waitForFinished());
}

void DaemonTest::takesANewTokenAfterACleanEnd()
{
    const auto first = ready();
    const QString before = endpoint()["token"_L1].toString();
    first->terminate();
    QVERIFY(first->waitForFinished());
    const auto second = ready();
    QVERIFY(endpoint()["token"_L1].toString() != before);
    second->terminate();
    QVERIFY(second->waitForFinished());
}

void DaemonTest::saysThatTheFolderCanNotBeWritten()
{
    if (::geteuid() == 0) {
        QSKIP("The superuser may write everywhere.");
    }
    const QString locked = m_folder->filePath(u"locked"_s);
    QVERIFY(QDir().mkpath(locked));
    QVERIFY(QFile::setPermissions(locked, QFileDevice::ReadOwner | QFileDevice::ExeOwner));
    for (const QString &folder : {locked, QString(locked + u"/data"_s)}) {
        m_data = folder;
        const auto process = started();
        const auto [code, words] = lastWords(process.get());
        QCOMPARE(code, 3);
        QVERIFY2(words.contains(folder) && words.endsWith(u'.') && words.count(u'\n') == 0,
                 qPrintable(words));
    }
    QVERIFY(QFile::setPermissions(
        locked, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner));
}

void DaemonTest::saysThatThePortIsTaken()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const QString port = QString::number(other.serverPort());
    const auto process = started({u"--port"_s, port});
    const auto [code, words] = lastWords(process.get());
    QCOMPARE(code, 6);
    QVERIFY2(words.contains(port), qPrintable(words));
    QVERIFY(endpoint().isEmpty());
}

void DaemonTest::leavesAForeignDatabaseAlone()
{
    QVERIFY(QDir().mkpath(m_data));
    QFile file(QString(m_data + u"/atelier.sqlite"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("Dear diary");
    file.close();
    const auto process = started();
    const auto [code, words] = lastWords(process.get());
    QCOMPARE(code, 5);
    QVERIFY2(words.contains("atelier.sqlite"_L1), qPrintable(words));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("Dear diary"));
}

void DaemonTest::leavesInstancesAloneWhoseDatabaseIsMissing()
{
    QVERIFY(QDir().mkpath(m_data + u"/nodes/some-id/home"_s));
    QFile work(QString(m_data + u"/nodes/some-id/home/work"_s));
    QVERIFY(work.open(QIODevice::WriteOnly) && work.write("a year") > 0);
    work.close();
    const auto process = started();
    const auto [code, words] = lastWords(process.get());
    QCOMPARE(code, 5);
    QVERIFY2(words.contains("atelier.sqlite"_L1) && words.contains(m_data + u"/nodes"_s)
                 && words.endsWith(u'.'),
             qPrintable(words));
    QVERIFY(work.exists());
    QVERIFY(!QFile::exists(m_data + u"/atelier.sqlite"_s));
}

void DaemonTest::setsAsideInstancesThatAnOlderDatabaseDoesNotKnow()
{
    const auto first = ready();
    QVERIFY(!endpoint().isEmpty());
    first->terminate();
    QVERIFY(first->waitForFinished());
    QVERIFY(QDir().mkpath(m_data + u"/nodes/some-id/home"_s));
    QFile work(QString(m_data + u"/nodes/some-id/home/work"_s));
    QVERIFY(work.open(QIODevice::WriteOnly) && work.write("a year") > 0);
    work.close();
    const auto second = ready();
    QVERIFY(!endpoint().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(m_data + u"/nodes/some-id"_s), 20'000);
    second->terminate();
    QVERIFY(second->waitForFinished());
    const QDir aside(QString(m_data + u"/set-aside"_s));
    const QStringList kept = aside.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(kept.size(), 1);
    QVERIFY2(kept.first().startsWith("some-id-"_L1), qPrintable(kept.first()));
    QFile found(aside.filePath(kept.first() + u"/home/work"_s));
    QVERIFY(found.open(QIODevice::ReadOnly));
    QCOMPARE(found.readAll(), QByteArray("a year"));
    const QByteArray said = second->readAllStandardError();
    QVERIFY2(said.contains(kept.first().toUtf8()), said.constData());
}

void DaemonTest::endsWhenNobodyNeedsIt()
{
    const auto process = ready({u"--exit-when-idle"_s});
    QVERIFY(process->waitForFinished());
    QCOMPARE(process->exitCode(), 0);
    QVERIFY(endpoint().isEmpty());
}

void DaemonTest::staysWhileSomebodyFollows()
{
    const auto process = ready({u"--exit-when-idle"_s});
    const QByteArray answer = get(
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/"
        "Microsoft.MachineLearningServices/workspaces/default/changes?api-version=2025-06-01");
    QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
    QVERIFY(!process->waitForFinished(1000));
    m_sockets.clear();
    QVERIFY(process->waitForFinished());
}

void DaemonTest::doesNothingWhileNothingChanges()
{
    const auto process = ready();
    QVERIFY(get("/health").startsWith("HTTP/1.1 200"));
    // Quiet means that a whole second passes in which no thread of it is woken.
    qlonglong before = -1;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            before = switchesOf(process->processId());
            process->waitForFinished(1000);
            return before >= 0 && switchesOf(process->processId()) == before;
        }(),
        15'000);
    process->terminate();
    QVERIFY(process->waitForFinished());
}

void DaemonTest::speaksTheLanguageThatItIsHandedDown()
{
    for (const auto &[language, isEnglish] : {std::pair("en", true), std::pair("ja", false)}) {
        qputenv("ATELIER_LANGUAGE", language);
        const auto process = ready();
        qunsetenv("ATELIER_LANGUAGE");
        const QByteArray answer = get("/nothing");
        QVERIFY2(answer.contains("404"), answer.constData());
        QCOMPARE(answer.contains("There is nothing at"), isEnglish);
        process->terminate();
        QVERIFY(process->waitForFinished(20'000));
    }
}

QTEST_GUILESS_MAIN(DaemonTest)
#include "tst_daemon.moc"
