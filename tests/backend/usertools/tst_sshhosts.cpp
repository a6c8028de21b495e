// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/sshincludefolder.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::UserTools;
using namespace Qt::StringLiterals;

/** What OpenSSH is told of the instances, and that it understands it. */
class SshHostsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sshUnderstandsABlock();
    void sshUnderstandsPathsOfAnyName_data();
    void sshUnderstandsPathsOfAnyName();
    void leavesOutWhatIsNotFitToBeWritten_data();
    void leavesOutWhatIsNotFitToBeWritten();
    void writesForTheOwnerAloneAndRemembers();
    void takesGarbageAsNothing();

private:
    [[nodiscard]] static SshHost host(const QString &name)
    {
        return {.instance = name,
                .alias = name,
                .access = {.address = u"127.0.0.1"_s,
                           .port = 24000,
                           .user = u"ada"_s,
                           .hostKeys = {{.type = u"ssh-ed25519"_s, .blob = "blob"}}}};
    }
    [[nodiscard]] static QByteArray resolved(const QString &config, const QString &name)
    {
        QProcess ssh;
        ssh.start(u"ssh"_s, {u"-G"_s, u"-F"_s, config, name});
        return ssh.waitForFinished() ? '\n' + ssh.readAllStandardOutput() : QByteArray();
    }
    [[nodiscard]] static QByteArray contentOf(const QString &file)
    {
        QFile input(file);
        return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray();
    }
};

void SshHostsTest::sshUnderstandsABlock()
{
    const QTemporaryDir folder;
    const SshIncludeFolder files(folder.filePath(u"ssh"_s));
    QVERIFY(files.save({}, {host(u"ada-box"_s), host(u"grace-box"_s)}, u"/keys/studio"_s));
    const QByteArray said = resolved(files.configFile(), u"ada-box"_s);
    for (const char *line : {"hostname 127.0.0.1",
                             "port 24000",
                             "user ada",
                             "identityfile /keys/studio",
                             "identitiesonly yes",
                             "hostkeyalias atelier-ada-box",
                             "stricthostkeychecking true",
                             "updatehostkeys false"}) {
        const QByteArray whole = '\n' + QByteArray(line) + '\n';
        QVERIFY2(said.contains(whole), whole.constData());
    }
    const QByteArray hosts = "\nuserknownhostsfile " + files.knownHostsFile().toUtf8() + '\n';
    QVERIFY(said.contains(hosts));
    QVERIFY(!resolved(files.configFile(), u"elsewhere"_s).contains("24000"));
    QCOMPARE(contentOf(files.knownHostsFile()),
             "atelier-ada-box ssh-ed25519 YmxvYg==\natelier-grace-box ssh-ed25519 YmxvYg==\n");
}

void SshHostsTest::sshUnderstandsPathsOfAnyName_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         {"with blank", "quote\"s", "apostrophe's", "back\\slash", "100%", "50%h", "star*"}) {
        QTest::newRow(name) << QString::fromUtf8(name);
    }
}

void SshHostsTest::sshUnderstandsPathsOfAnyName()
{
    QFETCH(const QString, name);
    const QTemporaryDir folder;
    const SshIncludeFolder files(folder.filePath(name));
    const QString key = folder.filePath(name + u"/key"_s);
    QVERIFY(files.save({}, {host(u"ada-box"_s)}, key));
    QFile keyFile(key);
    QVERIFY(keyFile.open(QIODevice::WriteOnly));
    // ssh -G prints paths before it expands them; what it opens is what counts.
    QProcess ssh;
    ssh.start(u"ssh"_s,
              {u"-v"_s,
               u"-F"_s,
               files.configFile(),
               u"-o"_s,
               u"ConnectTimeout=5"_s,
               u"-o"_s,
               u"ProxyCommand=false"_s,
               u"ada-box"_s});
    QVERIFY(ssh.waitForFinished());
    const QByteArray said = ssh.readAllStandardError();
    // Its log writes a backslash twice.
    const QByteArray line = "identity file " + key.toUtf8().replace('\\', R"(\\)") + " type";
    QVERIFY2(said.contains(line), said);
}

void SshHostsTest::leavesOutWhatIsNotFitToBeWritten_data()
{
    QTest::addColumn<SshHost>("bad");
    SshHost bad = host(u"bad"_s);
    bad.alias = u"bad *"_s;
    QTest::newRow("a pattern") << bad;
    bad = host(u"*"_s);
    QTest::newRow("all hosts") << bad;
    bad = host(u"-oProxyCommand=x"_s);
    QTest::newRow("an option") << bad;
    bad = host(u"bad\nHost *"_s);
    QTest::newRow("another line") << bad;
    bad = host(u"bad"_s);
    bad.access.user = u"x\n  ProxyCommand touch /tmp/x"_s;
    QTest::newRow("a user of two lines") << bad;
    bad = host(u"bad"_s);
    bad.access.address = u"$(touch x)"_s;
    QTest::newRow("an address that is a command") << bad;
    bad = host(u"bad"_s);
    bad.access.hostKeys = {{.type = u"ssh-rsa A\n*"_s, .blob = "x"}};
    QTest::newRow("a key of two lines") << bad;
    bad = host(u"bad"_s);
    bad.access.port = 0;
    QTest::newRow("no port") << bad;
}

void SshHostsTest::leavesOutWhatIsNotFitToBeWritten()
{
    QFETCH(const SshHost, bad);
    const QTemporaryDir folder;
    const SshIncludeFolder files(folder.filePath(u"ssh"_s));
    QVERIFY(!checkHost(bad));
    QVERIFY(files.save({}, {host(u"ada-box"_s), bad}, u"/key"_s));
    const SshIncludeFolder good(folder.filePath(u"good"_s));
    QVERIFY(good.save({}, {host(u"ada-box"_s)}, u"/key"_s));
    QCOMPARE(contentOf(files.configFile()).count('\n'), contentOf(good.configFile()).count('\n'));
    QCOMPARE(contentOf(files.knownHostsFile()), contentOf(good.knownHostsFile()));
}

void SshHostsTest::writesForTheOwnerAloneAndRemembers()
{
    const QTemporaryDir folder;
    const SshIncludeFolder files(folder.filePath(u"ssh"_s));
    const QMap<QString, KnownHost> known{
        {u"ada-box"_s, {.access = host(u"ada-box"_s).access, .run = u"1 2"_s}}};
    QVERIFY(files.save(known, {host(u"ada-box"_s)}, u"/key"_s));
    const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::ExeGroup
                        | QFileDevice::ExeOther;
    QCOMPARE(QFileInfo(folder.filePath(u"ssh"_s)).permissions() & others,
             QFileDevice::Permissions());
    for (const QString &file : {files.configFile(), files.knownHostsFile()}) {
        QCOMPARE(QFileInfo(file).permissions() & others, QFileDevice::Permissions());
    }
    QCOMPARE(SshIncludeFolder(folder.filePath(u"ssh"_s)).load(), known);
}

void SshHostsTest::takesGarbageAsNothing()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"hosts.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("{\"a\": 3, \"b\": {\"access\": []}, \xff") > 0);
    file.close();
    QVERIFY(SshIncludeFolder(folder.path()).load().isEmpty());
}

QTEST_GUILESS_MAIN(SshHostsTest)
#include "tst_sshhosts.moc"
