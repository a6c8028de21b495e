// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/launcher.h"
#include "tests/backend/client/wireserver.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <utility>

using namespace Atelier;
using namespace Atelier::Client;
using namespace std::chrono_literals;

namespace {

constexpr auto all = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/** A process id that no process has: that of a child which has ended. */
qint64 deadPid()
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    return child;
}

} // namespace

/** The launcher with programs that misbehave in a known way; the real one is in tst_liveclient. */
class TestLauncher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void findsTheOneThatRuns();
    void givesEveryCallerTheSameAnswer();
    void refusesAnotherProtocol_data();
    void refusesAnotherProtocol();
    void endsNoProcessThatIsNotCertainlyTheOldOne_data();
    void endsNoProcessThatIsNotCertainlyTheOldOne();
    void saysNothingToAnotherProcessOnThePort();
    void saysThatAPartIsMissing();
    void saysWhichFolderCannotBeWritten_data();
    void saysWhichFolderCannotBeWritten();
    void handsOnTheLastSentenceOfAProgramThatEndsAtOnce();
    void startsOneWhenTheNoteIsStale_data();
    void startsOneWhenTheNoteIsStale();
    void startsAProcessOfItsOwn();
    void takesTheEndpointAsSoonAsItIsThere();
    void givesUpAfterItsTime();
    void waitsForTheHolderOfTheFolder();
    void saysThatTheHolderOfTheFolderIsSilent();

private:
    void note(qint64 pid, quint16 port, int protocol = protocolVersion);
    void program(const QByteArray &text);
    void answerHealth(int protocol);
    [[nodiscard]] Error failed(Launcher &launcher);

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<WireServer> server;
    QList<qint64> pids; // of the processes that launchers started here
    QString data;
    QString script;
};

void TestLauncher::init()
{
    folder = std::make_unique<QTemporaryDir>();
    data = folder->filePath(QStringLiteral("data"));
    script = folder->filePath(QStringLiteral("program"));
    QVERIFY(QDir().mkpath(data));
    server = std::make_unique<WireServer>();
    server->listen();
    answerHealth(protocolVersion);
}

void TestLauncher::answerHealth(int protocol)
{
    server->answerJson(
        "GET",
        "/health",
        {{QStringLiteral("status"), QStringLiteral("ok")}, {QStringLiteral("protocol"), protocol}});
}

void TestLauncher::cleanup()
{
    for (const qint64 pid : std::exchange(pids, {})) {
        ::kill(static_cast<pid_t>(pid), SIGKILL);
        ::waitpid(static_cast<pid_t>(pid), nullptr, 0);
    }
    server.reset();
    QFile::setPermissions(data, all);
    folder.reset();
}

void TestLauncher::note(qint64 pid, quint16 port, int protocol)
{
    const QJsonObject json{{QStringLiteral("url"), QStringLiteral("http://127.0.0.1:%1").arg(port)},
                           {QStringLiteral("token"), QStringLiteral("s3cret")},
                           {QStringLiteral("protocol"), protocol},
                           {QStringLiteral("pid"), pid}};
    QFile file(data + u"/endpoint.json");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(json).toJson());
}

void TestLauncher::program(const QByteArray &text)
{
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n" + text);
    file.close();
    QVERIFY(file.setPermissions(all));
}

Error TestLauncher::failed(Launcher &launcher)
{
    connect(&launcher, &Launcher::started, this, [this](qint64 pid) { pids.append(pid); });
    const auto answer = launcher.ensure();
    [&answer] { QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), 20'000); }();
    return answer.isFinished() && !answer.result()
               ? answer.result().error()
               : Error{.code = Error::Code::Unknown, .message = {}};
}

void TestLauncher::findsTheOneThatRuns()
{
    note(QCoreApplication::applicationPid(), server->port());
    Launcher launcher(data);
    launcher.setProgram(QStringLiteral("/nonexistent"));
    const auto answer = launcher.ensure();
    QTRY_VERIFY(answer.isFinished());
    QVERIFY(answer.result().has_value());
    QCOMPARE(answer.result()->url.port(), server->port());
    QCOMPARE(answer.result()->token, QStringLiteral("s3cret"));
    // Nobody is told the token before it is known who answers.
    QVERIFY(!server->requestsFor("/health").constFirst().headers.contains("authorization"));
}

void TestLauncher::givesEveryCallerTheSameAnswer()
{
    note(QCoreApplication::applicationPid(), server->port());
    Launcher launcher(data);
    const auto one = launcher.ensure();
    const auto two = launcher.ensure();
    QTRY_VERIFY(one.isFinished() && two.isFinished());
    QCOMPARE(server->requestsFor("/health").size(), 1);
    const auto three = launcher.ensure();
    QTRY_VERIFY(three.isFinished());
    QCOMPARE(server->requestsFor("/health").size(), 2);
}

void TestLauncher::refusesAnotherProtocol_data()
{
    QTest::addColumn<int>("noted");
    QTest::addColumn<int>("answered");
    QTest::addColumn<QString>("says");
    const QString newer = QStringLiteral("is newer");
    const QString older = QStringLiteral("is older");
    QTest::newRow("newer") << protocolVersion + 1 << protocolVersion + 1 << newer;
    QTest::newRow("older") << protocolVersion - 1 << protocolVersion - 1 << older;
    // An update may have come between the note and the answer: the answer counts as well.
    QTest::newRow("answers as newer") << protocolVersion << protocolVersion + 1 << newer;
    QTest::newRow("answers as older") << protocolVersion << protocolVersion - 1 << older;
    QTest::newRow("noted as older") << protocolVersion - 1 << protocolVersion << older;
}

void TestLauncher::refusesAnotherProtocol()
{
    QFETCH(const int, noted);
    QFETCH(const int, answered);
    QFETCH(const QString, says);
    note(QCoreApplication::applicationPid(), server->port(), noted);
    answerHealth(answered);
    Launcher launcher(data);
    const Error error = failed(launcher);
    QCOMPARE(error.code, Error::Code::Conflict);
    QVERIFY(error.message.contains(says));
    QCOMPARE(error.target == replaceable, says.endsWith(QStringLiteral("older")));
    QVERIFY(pids.isEmpty());
}

void TestLauncher::endsNoProcessThatIsNotCertainlyTheOldOne_data()
{
    QTest::addColumn<bool>("hasThePort");
    QTest::addColumn<bool>("hasTheFolder");
    QTest::newRow("neither port nor folder") << false << false;
    QTest::newRow("not the port") << false << true;
    QTest::newRow("not the folder") << true << false;
}

void TestLauncher::endsNoProcessThatIsNotCertainlyTheOldOne()
{
    QFETCH(const bool, hasThePort);
    QFETCH(const bool, hasTheFolder);
    // This process answers at the port, the other one has nothing; each may hold the folder.
    QProcess other;
    other.start(QStringLiteral("sleep"), {QStringLiteral("60")});
    QVERIFY(other.waitForStarted());
    const qint64 noted = hasThePort ? QCoreApplication::applicationPid() : other.processId();
    QFile lock(data + u"/lock");
    QVERIFY(lock.open(QIODevice::ReadWrite));
    lock.write(QByteArray::number(noted) + '\n');
    QVERIFY(lock.flush());
    QVERIFY(!hasTheFolder || ::flock(lock.handle(), LOCK_EX | LOCK_NB) == 0);
    note(noted, server->port(), protocolVersion - 1);
    Launcher launcher(data);
    launcher.setProgram(script);
    const auto answer = launcher.replace();
    QTRY_VERIFY(answer.isFinished());
    QVERIFY(!answer.result());
    QCOMPARE(answer.result().error().code, Error::Code::Conflict);
    QVERIFY(answer.result().error().message.contains(QStringLiteral("not certain")));
    QVERIFY(!other.waitForFinished(200));
    other.kill();
    other.waitForFinished();
}

void TestLauncher::saysNothingToAnotherProcessOnThePort()
{
    // The id in the note has passed to another process, the port to a third.
    QProcess other;
    other.start(QStringLiteral("sleep"), {QStringLiteral("60")});
    QVERIFY(other.waitForStarted());
    note(other.processId(), server->port());
    program("echo Ended. >&2\n");
    Launcher launcher(data);
    launcher.setProgram(script);
    const QSignalSpy started(&launcher, &Launcher::started);
    QVERIFY(failed(launcher).message.endsWith(QStringLiteral("Ended.")));
    QCOMPARE(started.count(), 1);
    QVERIFY(server->requestsFor("/health").isEmpty());
    other.kill();
    other.waitForFinished();
}

void TestLauncher::saysThatAPartIsMissing()
{
    Launcher launcher(data);
    launcher.setProgram(folder->filePath(QStringLiteral("gone")));
    const Error error = failed(launcher);
    QCOMPARE(error.code, Error::Code::NotFound);
    QVERIFY(error.message.contains(QStringLiteral("missing")));
    QVERIFY(error.detail.contains(QStringLiteral("gone")));
}

void TestLauncher::saysWhichFolderCannotBeWritten_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("read-only") << QStringLiteral("read-only");
    QTest::newRow("a file") << QStringLiteral("a file");
    QTest::newRow("below a read-only one") << QStringLiteral("below");
}

void TestLauncher::saysWhichFolderCannotBeWritten()
{
    QFETCH(const QString, kind);
    QString wanted = data;
    if (kind == u"a file") {
        QVERIFY(QDir().rmdir(data));
        QVERIFY(QFile(data).open(QIODevice::WriteOnly));
    } else {
        QVERIFY(QFile::setPermissions(data, QFile::ReadOwner | QFile::ExeOwner));
        if (QFileInfo(data).isWritable()) {
            QSKIP("This user may write everywhere.");
        }
        wanted = kind == u"below" ? QString(data + u"/deeper/still") : data;
    }
    program("exit 0\n");
    Launcher launcher(wanted);
    launcher.setProgram(script);
    const Error error = failed(launcher);
    QCOMPARE(error.code, Error::Code::PermissionDenied);
    QVERIFY2(error.message.contains(wanted), qPrintable(error.message));
    QVERIFY(error.message.endsWith(u'.'));
    QVERIFY(pids.isEmpty());
}

void TestLauncher::handsOnTheLastSentenceOfAProgramThatEndsAtOnce()
{
    program("echo Starting. >&2\nprintf 'The disk \\033[31mis full.\\n' >&2\nexit 3\n");
    Launcher launcher(data);
    launcher.setProgram(script);
    const Error error = failed(launcher);
    QCOMPARE(error.code, Error::Code::Unavailable);
    QVERIFY2(error.message.endsWith(QStringLiteral("The disk [31mis full.")),
             qPrintable(error.message));
    QVERIFY(error.detail.contains(u'3'));
}

void TestLauncher::startsOneWhenTheNoteIsStale_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"garbage", "empty", "dead process", "nobody listens", "reused port"}) {
        QTest::newRow(kind) << QString::fromLatin1(kind);
    }
}

void TestLauncher::startsOneWhenTheNoteIsStale()
{
    QFETCH(const QString, kind);
    const qint64 own = QCoreApplication::applicationPid();
    if (kind == u"garbage" || kind == u"empty") {
        QFile file(data + u"/endpoint.json");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(kind == u"empty" ? "" : R"({"url":"\u0000 <<<)");
    } else if (kind == u"dead process") {
        note(deadPid(), server->port());
    } else if (kind == u"nobody listens") {
        const quint16 port = server->port();
        server->vanish();
        note(own, port);
    } else {
        // Somebody else's server, which answers, but not as a control plane.
        server->answerJson("GET", "/health", {{QStringLiteral("status"), QStringLiteral("UP")}});
        note(own, server->port());
    }
    program("echo Ended. >&2\n");
    Launcher launcher(data);
    launcher.setProgram(script);
    QSignalSpy started(&launcher, &Launcher::started);
    const Error error = failed(launcher);
    QCOMPARE(started.count(), 1);
    QVERIFY(error.message.endsWith(QStringLiteral("Ended.")));
}

void TestLauncher::startsAProcessOfItsOwn()
{
    // A descriptor that a careless library left open to children.
    const int leak = ::open("/dev/zero", O_RDONLY);
    QVERIFY(leak > 2);
    program("readlink /proc/$$/fd/* > \"$2/fds\"\npwd > \"$2/cwd\"\n"
            "cut -d' ' -f1,6 /proc/$$/stat > \"$2/ids\"\necho \"$@\" > \"$2/arguments\"\n"
            "exec sleep 60\n");
    {
        Launcher launcher(data);
        launcher.setProgram(script);
        launcher.setTimeout(1s);
        QCOMPARE(failed(launcher).code, Error::Code::TimedOut);
    }
    ::close(leak);
    QCOMPARE(pids.size(), 1);
    QVERIFY(DetachedProcess::isAlive(pids.constFirst())); // outlives its launcher
    const QByteArray id = QByteArray::number(pids.constFirst());
    QCOMPARE(contentOf(data + u"/ids").trimmed(), QByteArray(id + ' ' + id));
    QVERIFY(!contentOf(data + u"/fds").contains("/dev/zero"));
    QCOMPARE(contentOf(data + u"/cwd").trimmed(), QByteArray(data.toUtf8() + "/log"));
    QCOMPARE(contentOf(data + u"/arguments"),
             QByteArray("--data " + data.toUtf8() + " --exit-when-idle\n"));
}

void TestLauncher::takesTheEndpointAsSoonAsItIsThere()
{
    const QByteArray url = "http://127.0.0.1:" + QByteArray::number(server->port());
    program("cat > \"$2/new\" <<END\n{\"url\":\"" + url
            + "\",\"token\":\"t\",\"protocol\":1,\"pid\":$PPID}\nEND\n"
              "mv \"$2/new\" \"$2/endpoint.json\"\nexec sleep 60\n");
    Launcher launcher(data);
    launcher.setProgram(script);
    connect(&launcher, &Launcher::started, this, [this](qint64 pid) { pids.append(pid); });
    const auto answer = launcher.ensure();
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), 3000);
    QVERIFY(answer.result().has_value());
    // The program leaves answering to this process: an endpoint of who does not is no good.
    QCOMPARE(answer.result()->pid, QCoreApplication::applicationPid());
}

void TestLauncher::givesUpAfterItsTime()
{
    program("echo Still busy. >&2\nexec sleep 60\n");
    Launcher launcher(data);
    launcher.setProgram(script);
    launcher.setTimeout(500ms);
    const Error error = failed(launcher);
    QCOMPARE(error.code, Error::Code::TimedOut);
    QVERIFY(error.detail.contains(QStringLiteral("Still busy.")));
}

void TestLauncher::waitsForTheHolderOfTheFolder()
{
    program("echo In use. >&2\nexit 4\n");
    Launcher launcher(data);
    launcher.setProgram(script);
    QSignalSpy started(&launcher, &Launcher::started);
    const auto answer = launcher.ensure();
    QTRY_COMPARE(started.count(), 1);
    QTRY_VERIFY(!DetachedProcess::isAlive(started.constFirst().constFirst().toLongLong()));
    QVERIFY(!answer.isFinished());
    note(QCoreApplication::applicationPid(), server->port());
    QTRY_VERIFY(answer.isFinished());
    QVERIFY(answer.result().has_value());
    QCOMPARE(started.count(), 1);
}

void TestLauncher::saysThatTheHolderOfTheFolderIsSilent()
{
    program("echo In use by 12. >&2\nexit 4\n");
    Launcher launcher(data);
    launcher.setProgram(script);
    launcher.setTimeout(500ms);
    const Error error = failed(launcher);
    QCOMPARE(error.code, Error::Code::Unavailable);
    QVERIFY(error.message.contains(data));
    QCOMPARE(error.detail, QStringLiteral("In use by 12."));
}

QTEST_GUILESS_MAIN(TestLauncher)
#include "tst_launcher.moc"
