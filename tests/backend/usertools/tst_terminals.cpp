// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/programstarter.h"
#include "backend/usertools/terminals.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::UserTools;
using namespace Qt::StringLiterals;

/** Which terminal program is taken, and that the command arrives in it word by word. The programs
 * are scripts that write down what they were given. */
class TerminalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesTheFirstInOrder_data();
    void takesTheFirstInOrder();
    void findsNoneWhereThereIsNone();
    void giveEachProgramItsOwnForm_data();
    void giveEachProgramItsOwnForm();
    void handsOverEveryWordAsItIs();
    void runsTheCommandInAWindowAndKeepsAFailureInSight();
    void startsAProgramThatOutlivesIt();
    void tellsOfAProgramThatEndsAtOnce();

private:
    void install(const QString &name, const QByteArray &script = "#!/bin/sh\n") const;
    [[nodiscard]] TerminalSearch search() const
    {
        return {.preferred = {}, .desktop = {}, .desktopChoice = {}, .folders = {m_folder->path()}};
    }
    [[nodiscard]] QByteArray contentOf(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TerminalsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TerminalsTest::install(const QString &name, const QByteArray &script) const
{
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(script), script.size());
    QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner));
}

void TerminalsTest::takesTheFirstInOrder_data()
{
    QTest::addColumn<QStringList>("installed");
    QTest::addColumn<QString>("preferred");
    QTest::addColumn<QString>("desktop");
    QTest::addColumn<QString>("choice");
    QTest::addColumn<QString>("taken");
    const QStringList all{u"konsole"_s, u"kgx"_s, u"xfce4-terminal"_s, u"xterm"_s, u"foot"_s};
    const QStringList withCommon = all + QStringList{u"xdg-terminal-exec"_s};
    QTest::newRow("$TERMINAL") << withCommon << u"foot"_s << u"KDE"_s << u"kgx"_s << u"foot"_s;
    QTest::newRow("$TERMINAL that is gone")
        << all << u"st"_s << u"KDE"_s << QString() << u"konsole"_s;
    QTest::newRow("the common way")
        << withCommon << QString() << u"KDE"_s << u"kgx"_s << u"xdg-terminal-exec"_s;
    QTest::newRow("the desktop's choice") << all << QString() << u"KDE"_s << u"kgx"_s << u"kgx"_s;
    QTest::newRow("GNOME's own") << all << QString() << u"ubuntu:GNOME"_s << QString() << u"kgx"_s;
    QTest::newRow("Xfce's own") << all << QString() << u"XFCE"_s << QString()
                                << u"xfce4-terminal"_s;
    QTest::newRow("no desktop") << all << QString() << QString() << QString() << u"konsole"_s;
    QTest::newRow("Debian's last") << QStringList{u"x-terminal-emulator"_s} << QString()
                                   << QString() << QString() << u"x-terminal-emulator"_s;
}

void TerminalsTest::takesTheFirstInOrder()
{
    QFETCH(const QStringList, installed);
    QFETCH(const QString, preferred);
    QFETCH(const QString, desktop);
    QFETCH(const QString, choice);
    QFETCH(const QString, taken);
    for (const QString &name : installed) {
        install(name);
    }
    TerminalSearch where = search();
    where.preferred = preferred;
    where.desktop = desktop;
    where.desktopChoice = choice;
    QCOMPARE(terminalCommand(u"t"_s, {u"ssh"_s}, where).value(0), m_folder->filePath(taken));
}

void TerminalsTest::findsNoneWhereThereIsNone()
{
    QVERIFY(terminalCommand(u"t"_s, {u"ssh"_s}, search()).isEmpty());
    TerminalSearch where = search();
    where.preferred = u"nothing-of-this-name --fast"_s;
    QVERIFY(terminalCommand(u"t"_s, {u"ssh"_s}, where).isEmpty());
}

void TerminalsTest::giveEachProgramItsOwnForm_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    const QString t = u"my box"_s;
    QTest::newRow("konsole") << u"konsole"_s
                             << QStringList{
                                    u"-p"_s, u"tabtitle="_s + t, u"-e"_s, u"ssh"_s, u"a b"_s};
    QTest::newRow("gnome-terminal")
        << u"gnome-terminal"_s << QStringList{u"--title="_s + t, u"--"_s, u"ssh"_s, u"a b"_s};
    QTest::newRow("kitty") << u"kitty"_s << QStringList{u"--title"_s, t, u"ssh"_s, u"a b"_s};
    QTest::newRow("lxterminal") << u"lxterminal"_s
                                << QStringList{u"--title="_s + t, u"-e"_s, u"ssh 'a b'"_s};
    QTest::newRow("xterm") << u"xterm"_s << QStringList{u"-T"_s, t, u"-e"_s, u"ssh"_s, u"a b"_s};
    QTest::newRow("wezterm") << u"wezterm"_s
                             << QStringList{u"start"_s, u"--"_s, u"ssh"_s, u"a b"_s};
    QTest::newRow("xdg-terminal-exec") << u"xdg-terminal-exec"_s << QStringList{u"ssh"_s, u"a b"_s};
}

void TerminalsTest::giveEachProgramItsOwnForm()
{
    QFETCH(const QString, program);
    QFETCH(const QStringList, arguments);
    install(program);
    QCOMPARE(terminalCommand(u"my box"_s, {u"ssh"_s, u"a b"_s}, search()),
             QStringList{m_folder->filePath(program)} + arguments);
    TerminalSearch where = search();
    where.preferred = program + u" --own 'two words'"_s;
    QCOMPARE(terminalCommand(u"my box"_s, {u"ssh"_s, u"a b"_s}, where).mid(1, 1),
             QStringList{u"--own"_s});
}

void TerminalsTest::handsOverEveryWordAsItIs()
{
    install(u"xterm"_s, "#!/bin/sh\nfor word; do printf '%s\\n' \"$word\"; done >\"$0.words\"\n");
    const QStringList words{
        u"ssh"_s, u"-F"_s, u"/home/o'neil/a \"b\" $HOME;*/config"_s, u"ada-box"_s};
    const CommandLine line = terminalCommand(u"-e $(id)"_s, words, search());
    QCOMPARE(QProcess::execute(line.constFirst(), line.mid(1)), 0);
    QCOMPARE(contentOf(u"xterm.words"_s),
             QStringList(QStringList{u"-T"_s, u"-e $(id)"_s, u"-e"_s} + words).join(u'\n').toUtf8()
                 + '\n');
}

void TerminalsTest::runsTheCommandInAWindowAndKeepsAFailureInSight()
{
    const CommandLine good = inWindow(
        u"my 'box'"_s, {u"/bin/echo"_s, u"$HOME  two"_s}, u"Press Return."_s);
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(good.constFirst(), good.mid(1));
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardOutput(), "\033]0;my 'box'\007$HOME  two\n");

    QProcess failing;
    const CommandLine bad = inWindow(
        u"box"_s, {u"/bin/sh"_s, u"-c"_s, u"exit 255"_s}, u"Press Return."_s);
    failing.start(bad.constFirst(), bad.mid(1));
    QTRY_VERIFY(failing.bytesAvailable() > 0 || failing.waitForReadyRead(1000));
    QByteArray said;
    QTRY_VERIFY((said += failing.readAllStandardOutput()).contains("Press Return."));
    QCOMPARE(failing.state(), QProcess::Running);
    failing.write("\n");
    QVERIFY(failing.waitForFinished());
    QCOMPARE(failing.exitCode(), 0);
}

void TerminalsTest::startsAProgramThatOutlivesIt()
{
    install(u"editor"_s,
            "#!/bin/sh\nexec >\"$0.out\"; echo \"$@\"; pwd; ls /proc/$$/fd | wc -l; ps -o sid= $$ "
            "| tr -d ' ';"
            " echo $$; touch \"$0.done\"\n");
    {
        ProgramStarter starter;
        QVERIFY(
            starter.start({m_folder->filePath(u"editor"_s), u"one two"_s, u"three"_s}).has_value());
    }
    QTRY_VERIFY(QFile::exists(m_folder->filePath(u"editor.done"_s)));
    const QByteArrayList lines = contentOf(u"editor.out"_s).split('\n');
    QCOMPARE(lines.value(0), "one two three");
    QCOMPARE(lines.value(1), QDir::homePath().toUtf8());
    QCOMPARE(lines.value(3), lines.value(4)); // leads a session of its own
}

void TerminalsTest::tellsOfAProgramThatEndsAtOnce()
{
    install(u"broken"_s, "#!/bin/sh\nexit 3\n");
    install(u"fine"_s);
    ProgramStarter starter;
    QSignalSpy failures(&starter, &ProgramStarter::failed);
    QVERIFY(starter.start({m_folder->filePath(u"fine"_s)}).has_value());
    QVERIFY(starter.start({m_folder->filePath(u"broken"_s)}).has_value());
    QTRY_COMPARE(failures.count(), 1);
    const auto error = failures.at(0).at(0).value<Error>();
    QVERIFY2(error.message.contains(u"broken"_s) && error.message.contains(u"3"_s),
             qPrintable(error.message));
    QVERIFY(!starter.start({m_folder->filePath(u"missing"_s)}));
}

QTEST_GUILESS_MAIN(TerminalsTest)
#include "tst_terminals.moc"
