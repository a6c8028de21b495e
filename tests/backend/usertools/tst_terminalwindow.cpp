// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/programstarter.h"
#include "backend/usertools/sshaccess.h"
#include "tests/support/temporaryhost.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

using namespace Atelier;
using namespace Atelier::UserTools;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

} // namespace

/** A real terminal program with a real shell in a real instance. */
class TerminalWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aShellRunsInTheInstance();
};

void TerminalWindowTest::aShellRunsInTheInstance()
{
    const QString xterm = QStandardPaths::findExecutable(u"xterm"_s);
    if (xterm.isEmpty()) {
        QSKIP("xterm is not installed.");
    }
    TemporaryHost host;
    QVERIFY(host.connectClient());
    const QString key = host.path(u"key"_s);
    QCOMPARE(
        QProcess::execute(
            u"ssh-keygen"_s,
            {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(), u"-C"_s, u"test"_s, u"-f"_s, key}),
        0);
    QFile line(key + u".pub"_s);
    QVERIFY(line.open(QIODevice::ReadOnly));
    const QString publicKey = QString::fromLatin1(line.readAll()).trimmed();
    SshAccess access(
        {.controlPlane = &host.client(),
         .letIn = [&] { return host.client().registerStudioKey(u"test"_s, publicKey); },
         .keyFile = key,
         .folder = host.path(u"config/ssh"_s),
         .userConfig = host.path(u"home/config"_s)});
    QVERIFY(host.createRunning(u"ada-box"_s));
    const auto alias = access.prepare(u"ada-box"_s);
    QTRY_VERIFY_WITH_TIMEOUT(alias.isFinished(), patience);
    QCOMPARE(alias.result().value_or(QString()), u"ada-box"_s);

    // The shell in the instance says by a file in its home who and where it is.
    const CommandLine command = terminalCommand(
        u"ada-box"_s,
        inWindow(u"ada-box"_s,
                 {QStandardPaths::findExecutable(u"ssh"_s),
                  u"-F"_s,
                  access.configFile(),
                  u"-v"_s,
                  u"-E"_s,
                  u"/tmp/xtssh.log"_s,
                  u"-t"_s,
                  *alias.result(),
                  u"hostname >who; tty >>who; echo $TERM >>who; exec sleep 60"_s},
                 u"The connection ended."_s),
        {.preferred = xterm, .desktop = {}, .desktopChoice = {}, .folders = {}});
    ProgramStarter starter;
    const auto failure = [](const Error &error) { qWarning() << error.message; };
    connect(&starter, &ProgramStarter::failed, this, failure);
    QVERIFY(starter.start(command).has_value());
    QByteArrayList said;
    const auto isAnswered = [&] {
        QProcess ssh;
        ssh.start(u"ssh"_s, {u"-n"_s, u"-F"_s, access.configFile(), *alias.result(), u"cat who"_s});
        ssh.waitForFinished();
        said = ssh.readAllStandardOutput().split('\n');
        return said.size() == 4;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(), patience);
    QCOMPARE(said[0], "ada-box");
    QVERIFY2(said[1].startsWith("/dev/pts/"), said[1]);
    QVERIFY2(said[2].startsWith("xterm"), said[2]);
    const auto title = [] {
        QProcess look;
        look.start(u"xwininfo"_s, {u"-root"_s, u"-tree"_s});
        return look.waitForFinished() ? look.readAllStandardOutput() : QByteArray();
    };
    if (!QStandardPaths::findExecutable(u"xwininfo"_s).isEmpty()) {
        QTRY_VERIFY2(title().contains("\"ada-box\""), title());
    }
    // The window ends with what runs in it.
    QProcess::execute(u"ssh"_s,
                      {u"-n"_s, u"-F"_s, access.configFile(), *alias.result(), u"pkill sleep"_s});
}

QTEST_GUILESS_MAIN(TerminalWindowTest)
#include "tst_terminalwindow.moc"
