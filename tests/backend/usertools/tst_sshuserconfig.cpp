// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/sshuserconfig.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::UserTools;
using namespace Qt::StringLiterals;

/** The one line in a person's own configuration. */
class SshUserConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsTheLineAtTheTopAndTakesItOut_data();
    void putsTheLineAtTheTopAndTakesItOut();
    void neverPutsItTwice();
    void knowsALineThatWasWrittenByHand_data();
    void knowsALineThatWasWrittenByHand();
    void sshReadsAPathOfAnyName_data();
    void sshReadsAPathOfAnyName();
    void givesTheLineToPasteWhenItMayNotWrite();
    void refusesAPathThatNoLineCanHold();

private:
    static void put(const QString &file, const QByteArray &content)
    {
        QFile output(file);
        QVERIFY(output.open(QIODevice::WriteOnly));
        QCOMPARE(output.write(content), content.size());
    }
    static QByteArray contentOf(const QString &file)
    {
        QFile input(file);
        return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray("missing");
    }
};

void SshUserConfigTest::putsTheLineAtTheTopAndTakesItOut_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("empty") << QByteArray("") << QByteArray("\n");
    QTest::newRow("usual") << QByteArray("# mine\nHost *\n    ForwardAgent no\n")
                           << QByteArray("\n");
    QTest::newRow("no newline at the end") << QByteArray("Host a\n  User b") << QByteArray("\n");
    QTest::newRow("one line without an end") << QByteArray("Host a") << QByteArray("\n");
    QTest::newRow("as Windows writes")
        << QByteArray("Host a\r\n\tUser b\r\n") << QByteArray("\r\n");
    QTest::newRow("mixed ends") << QByteArray("Host a\n\tUser b\r\nHost c") << QByteArray("\n");
    QTest::newRow("other bytes") << QByteArray("# \xff\xfe\0 caf\xe9\n\n\n", 14)
                                 << QByteArray("\n");
    QTest::newRow("other includes") << QByteArray("Include conf.d/*\nHost a\n") << QByteArray("\n");
}

void SshUserConfigTest::putsTheLineAtTheTopAndTakesItOut()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, end);
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    put(file, before);
    SshUserConfig config(file, u"/home/ada/.config/atelier/ssh/config"_s);
    QVERIFY(!config.hasLine());
    QVERIFY(config.addLine().has_value());
    QVERIFY(config.hasLine());
    QCOMPARE(contentOf(file), "Include \"/home/ada/.config/atelier/ssh/config\"" + end + before);
    QVERIFY(config.removeLine().has_value());
    QVERIFY(!config.hasLine());
    QCOMPARE(contentOf(file), before);
}

void SshUserConfigTest::neverPutsItTwice()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u".ssh/config"_s);
    SshUserConfig config(file, home.filePath(u"ours"_s));
    QVERIFY(config.removeLine().has_value()); // nothing to do, nothing made
    QVERIFY(!QFile::exists(file));
    QVERIFY(config.addLine().has_value());
    const QByteArray once = contentOf(file);
    QVERIFY(config.addLine().has_value());
    QVERIFY(SshUserConfig(file, home.filePath(u"ours"_s)).addLine().has_value());
    QCOMPARE(contentOf(file), once);
    QCOMPARE(once.count("Include"), 1);
}

void SshUserConfigTest::knowsALineThatWasWrittenByHand_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("isOurs");
    QTest::newRow("bare") << QByteArray("Include /atelier/ssh/config") << true;
    QTest::newRow("other case, tabs") << QByteArray("\tinclude\t/atelier/ssh/config  ") << true;
    QTest::newRow("equals") << QByteArray("Include=/atelier/ssh/config") << true;
    QTest::newRow("equals, apart") << QByteArray("Include = \"/atelier/ssh/config\"") << true;
    QTest::newRow("remark behind") << QByteArray("Include /atelier/ssh/config # studio") << true;
    QTest::newRow("a remark") << QByteArray("# Include /atelier/ssh/config") << false;
    QTest::newRow("another's") << QByteArray("Include /atelier/ssh/config2") << false;
    QTest::newRow("with another") << QByteArray("Include other /atelier/ssh/config") << false;
}

void SshUserConfigTest::knowsALineThatWasWrittenByHand()
{
    QFETCH(const QByteArray, line);
    QFETCH(const bool, isOurs);
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    put(file, "User a\n" + line + "\nHost b\n");
    SshUserConfig config(file, u"/atelier/ssh/config"_s);
    QCOMPARE(config.hasLine(), isOurs);
    QVERIFY(config.addLine().has_value());
    QVERIFY(config.removeLine().has_value());
    QCOMPARE(contentOf(file),
             isOurs ? QByteArray("User a\nHost b\n") : "User a\n" + line + "\nHost b\n");
}

void SshUserConfigTest::sshReadsAPathOfAnyName_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plain",
                             "with blank",
                             "two  blanks",
                             "quote\"inside",
                             "apostrophe's",
                             "back\\slash",
                             "star*",
                             "what?",
                             "[brackets]",
                             "100%",
                             "50%h",
                             "$HOME",
                             "caf\u00e9 \u6a5f\u68b0",
                             "#hash"}) {
        QTest::newRow(name) << QString::fromUtf8(name);
    }
}

/** What ssh(1) itself makes of the line. */
void SshUserConfigTest::sshReadsAPathOfAnyName()
{
    QFETCH(const QString, name);
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkpath(name));
    const QString ours = home.filePath(name + u"/config"_s);
    put(ours, "Host ada-box\n    HostName 192.0.2.7\n");
    const QString file = home.filePath(u"user-config"_s);
    put(file, "Host other\n    User b\n");
    SshUserConfig config(file, ours);
    QVERIFY(config.addLine().has_value());
    QVERIFY(config.hasLine());
    QProcess ssh;
    ssh.start(u"ssh"_s, {u"-G"_s, u"-F"_s, file, u"ada-box"_s});
    QVERIFY(ssh.waitForFinished());
    const QByteArray said = ssh.readAllStandardOutput();
    const QByteArray why = ssh.readAllStandardError() + contentOf(file);
    QVERIFY2(said.contains("\nhostname 192.0.2.7\n"), why);
}

void SshUserConfigTest::givesTheLineToPasteWhenItMayNotWrite()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    put(file, "Host a\n");
    QVERIFY(QFile::setPermissions(file, QFileDevice::ReadOwner));
    SshUserConfig config(file, u"/atelier/ssh/config"_s);
    const auto added = config.addLine();
    QVERIFY(!added);
    QVERIFY2(added.error().message.contains(config.line()), qPrintable(added.error().message));
    QVERIFY(added.error().message.contains(file));
    QCOMPARE(contentOf(file), "Host a\n");
}

void SshUserConfigTest::refusesAPathThatNoLineCanHold()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    QVERIFY(!SshUserConfig(file, u"/a\nHost *"_s).addLine());
    QVERIFY(!SshUserConfig(file, u"/a/${HOME}"_s).addLine());
    QVERIFY(!QFile::exists(file));
}

QTEST_GUILESS_MAIN(SshUserConfigTest)
#include "tst_sshuserconfig.moc"
