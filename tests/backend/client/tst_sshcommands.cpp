// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/sshcommands.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Qt::StringLiterals;

namespace {

Arm::NodeAccess access(quint16 port, const QByteArray &key = "first")
{
    return {.address = u"127.0.0.1"_s,
            .port = port,
            .user = u"ada"_s,
            .hostKeys = {{.type = u"ssh-ed25519"_s, .blob = key}}};
}

/** What a shell makes of @p line: its words. */
QStringList words(const QString &line)
{
    QProcess shell;
    shell.start(u"/bin/sh"_s, {u"-c"_s, u"printf '%s\\n' "_s + line});
    shell.waitForFinished();
    return QString::fromUtf8(shell.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
}

QByteArray contentOf(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace

class SshCommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesPortKeyAndHostKeys();
    void survivesPathsWithBlanksAndQuotes();
    void bracketsAnIpv6AddressOnlyForCopies();
    void writesHostKeysForOpenSsh();
    void replacesTheKeysOfTheSameAddressOnly();
    void saysWhichFileCanNotBeWritten();
    void endsTheOptionsBeforeTheTarget();
    void refusesWhatCouldBecomeAnOptionOrAnotherLine_data();
    void refusesWhatCouldBecomeAnOptionOrAnotherLine();
};

void SshCommandsTest::namesPortKeyAndHostKeys()
{
    const auto lines = Client::sshCommands(access(40022), u"/c/key"_s, u"/c/known_hosts"_s);
    QCOMPARE(lines.ssh,
             u"ssh -p 40022 -i /c/key -o IdentitiesOnly=yes "_s
             u"-o UserKnownHostsFile=/c/known_hosts -o StrictHostKeyChecking=yes "_s
             u"-- ada@127.0.0.1"_s);
    QVERIFY(lines.scp.startsWith(u"scp -P 40022 -i /c/key "_s));
    QVERIFY(lines.scp.endsWith(u" -- ./* ada@127.0.0.1:"_s));
}

void SshCommandsTest::survivesPathsWithBlanksAndQuotes()
{
    const QString key = u"/my files/it's $HOME/key"_s;
    const auto lines = Client::sshCommands(access(40022), key, u"/my files/known_hosts"_s);
    const QStringList split = words(lines.ssh);
    QVERIFY(split.contains(key));
    QVERIFY(split.contains(u"UserKnownHostsFile=\"/my files/known_hosts\""_s));
    QCOMPARE(split.constLast(), u"ada@127.0.0.1"_s);
    QCOMPARE(words(Client::shellWord(u"~/x;rm -rf *"_s)), QStringList{u"~/x;rm -rf *"_s});
    QCOMPARE(Client::shellWord(u"~x"_s), u"'~x'"_s);
    QCOMPARE(Client::shellWord({}), u"''"_s);
}

void SshCommandsTest::bracketsAnIpv6AddressOnlyForCopies()
{
    auto node = access(22);
    node.address = u"::1"_s;
    const auto lines = Client::sshCommands(node, u"/k"_s, u"/h"_s);
    QVERIFY(lines.ssh.endsWith(u" ada@::1"_s));
    QVERIFY(words(lines.scp).constLast() == u"ada@[::1]:"_s);
}

void SshCommandsTest::writesHostKeysForOpenSsh()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"new/known_hosts"_s);
    QVERIFY(Client::rememberHostKeys(file, access(40022)).has_value());
    QCOMPARE(contentOf(file), QByteArray("[127.0.0.1]:40022 ssh-ed25519 Zmlyc3Q=\n"));
    QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(Client::rememberHostKeys(file, access(22)).has_value());
    QVERIFY(contentOf(file).contains("\n127.0.0.1 ssh-ed25519 "));
}

void SshCommandsTest::replacesTheKeysOfTheSameAddressOnly()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"known_hosts"_s);
    QVERIFY(Client::rememberHostKeys(file, access(4002)).has_value());
    QVERIFY(Client::rememberHostKeys(file, access(40022)).has_value());
    QVERIFY(Client::rememberHostKeys(file, access(40022, "second")).has_value());
    QCOMPARE(contentOf(file),
             QByteArray("[127.0.0.1]:4002 ssh-ed25519 Zmlyc3Q=\n"
                        "[127.0.0.1]:40022 ssh-ed25519 c2Vjb25k\n"));
}

void SshCommandsTest::saysWhichFileCanNotBeWritten()
{
    const QTemporaryDir folder;
    const QString file = folder.path(); // a folder is no file
    const auto written = Client::rememberHostKeys(file, access(40022));
    QVERIFY(!written.has_value());
    QVERIFY(written.error().message.contains(file));
}

void SshCommandsTest::endsTheOptionsBeforeTheTarget()
{
    const auto lines = Client::sshCommands(access(40022), u"/c/key"_s, u"/c/known_hosts"_s);
    QCOMPARE(words(lines.ssh).last(2), QStringList({u"--"_s, u"ada@127.0.0.1"_s}));
    // OpenSSH itself takes the line so: it gets as far as printing what it would do.
    QProcess ssh;
    ssh.start(u"/bin/sh"_s, {u"-c"_s, QString(lines.ssh).replace(u"ssh "_s, u"ssh -G -F none "_s)});
    QVERIFY(ssh.waitForFinished());
    QCOMPARE(ssh.exitCode(), 0);
    QVERIFY(ssh.readAllStandardOutput().contains("user ada\n"));
}

void SshCommandsTest::refusesWhatCouldBecomeAnOptionOrAnotherLine_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("keyType");
    QTest::addColumn<bool>("accepted");
    const auto row = [](const char *tag,
                        const QString &user,
                        const QString &address,
                        const QString &type,
                        bool accepted) {
        QTest::newRow(tag) << user << address << type << accepted;
    };
    const QString host = u"127.0.0.1"_s;
    const QString type = u"ecdsa-sha2-nistp256"_s;
    row("ordinary", u"ada.b_c-1"_s, host, type, true);
    row("IPv6", u"ada"_s, u"::1"_s, type, true);
    row("option", u"-oProxyCommand=touch"_s, host, type, false);
    row("no user", {}, host, type, false);
    row("blank in the user", u"ada -v"_s, host, type, false);
    row("line break in the user", u"ada\n"_s, host, type, false);
    row("escape in the user", u"ada\x1b[2J"_s, host, type, false);
    row("address an option", u"ada"_s, u"-v"_s, type, false);
    row("line break in the address", u"ada"_s, u"127.0.0.1\nx"_s, type, false);
    row("line break in the key type", u"ada"_s, host, u"ssh-ed25519\n*"_s, false);
    row("no key type", u"ada"_s, host, {}, false);
}

void SshCommandsTest::refusesWhatCouldBecomeAnOptionOrAnotherLine()
{
    QFETCH(const QString, user);
    QFETCH(const QString, address);
    QFETCH(const QString, keyType);
    auto node = access(40022);
    node.user = user;
    node.address = address;
    node.hostKeys.first().type = keyType;
    QTEST(Client::checkAccess(node).has_value(), "accepted");
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"known_hosts"_s);
    QTEST(Client::rememberHostKeys(file, node).has_value(), "accepted");
    QTEST(QFile::exists(file), "accepted");
}

QTEST_GUILESS_MAIN(SshCommandsTest)
#include "tst_sshcommands.moc"
