// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/hostpattern.h"
#include "backend/ssh/trust/knownhosts.h"
#include "tests/support/testsshd.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using Kind = KnownHosts::Verdict::Kind;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

} // namespace

/** What the file of known hosts says, beside what OpenSSH itself says of the same file. */
class TestKnownHostsAgreement final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void judgesLikeSsh_data();
    void judgesLikeSsh();
    void findsWhatSshKeygenFinds();
    void sshTakesWhatWasAdded_data();
    void sshTakesWhatWasAdded();

private:
    [[nodiscard]] QString file() const { return m_sshd->path(QStringLiteral("known_hosts")); }
    void write(const QByteArray &content) const
    {
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate)
                && out.write(content) == content.size());
    }
    /** What ssh does with the server's key under this name: sshd is its proxy command, so that
     * any name and port will do. */
    [[nodiscard]] Kind sshVerdict(const QString &host, int port, const QString &alias) const;
    [[nodiscard]] QByteArray lineOf(const QString &publicKeyFile, const QByteArray &hosts) const;

    std::unique_ptr<Test::TestSshd> m_sshd;
};

void TestKnownHostsAgreement::initTestCase()
{
    m_sshd = std::make_unique<Test::TestSshd>();
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error())); // writes its configuration
    static_cast<void>(m_sshd->makeKey(text("other"), {text("-t"), text("ed25519")}));
    static_cast<void>(m_sshd->makeKey(text("rsa"), {text("-t"), text("rsa")}));
}

QByteArray TestKnownHostsAgreement::lineOf(const QString &publicKeyFile,
                                           const QByteArray &hosts) const
{
    QFile in(m_sshd->path(publicKeyFile + QLatin1String(".pub")));
    return in.open(QIODevice::ReadOnly) ? hosts + ' ' + in.readAll() : QByteArray();
}

Kind TestKnownHostsAgreement::sshVerdict(const QString &host, int port, const QString &alias) const
{
    QStringList arguments{text("-F"),
                          text("none"),
                          text("-n"),
                          text("-p"),
                          QString::number(port),
                          text("-i"),
                          m_sshd->keyFile()};
    QStringList options{text("ProxyCommand=/usr/sbin/sshd -i -f ")
                            + m_sshd->path(text("sshd_config")),
                        text("UserKnownHostsFile=") + file(),
                        text("GlobalKnownHostsFile=none"),
                        text("StrictHostKeyChecking=yes"),
                        text("BatchMode=yes"),
                        text("IdentitiesOnly=yes"),
                        text("IdentityAgent=none"),
                        text("User=") + m_sshd->user()};
    if (!alias.isEmpty()) {
        options += text("HostKeyAlias=") + alias;
    }
    for (const QString &option : options) {
        arguments << text("-o") << option;
    }
    QProcess ssh;
    ssh.start(text("ssh"), arguments + QStringList{text("--"), host, text("echo in")});
    if (!ssh.waitForFinished(60'000)) {
        qFatal("ssh does not end.");
    }
    const QByteArray words = ssh.readAllStandardError();
    if (ssh.readAllStandardOutput() == "in\n") {
        return Kind::Known;
    }
    if (words.contains("REVOKED HOST KEY DETECTED")) {
        return Kind::Revoked;
    }
    if (words.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
        return Kind::Changed;
    }
    if (!words.contains("host key is known for")) {
        qFatal("ssh says: %s", words.constData());
    }
    return Kind::Unknown;
}

void TestKnownHostsAgreement::judgesLikeSsh_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("alias");
    const auto right = [this](const QByteArray &hosts) { return lineOf(text("host"), hosts); };
    const auto wrong = [this](const QByteArray &hosts) { return lineOf(text("other"), hosts); };
    const auto rsa = [this](const QByteArray &hosts) { return lineOf(text("rsa"), hosts); };
    const auto row = [](const char *name,
                        const QByteArray &content,
                        const char *host = "ada",
                        int port = 22,
                        const char *alias = "") {
        QTest::newRow(name) << content << text(host) << port << text(alias);
    };
    row("nothing", {});
    row("plain", right("ada"));
    row("changed", wrong("ada"));
    row("another type only", rsa("ada"));
    row("another type as well", rsa("ada") + right("ada"));
    row("an old one and the right one", wrong("ada") + right("ada"));
    row("another host", wrong("eve"));
    row("case", right("ADA"), "AdA");
    row("port", right("[ada]:2222"), "ada", 2222);
    row("port changed", wrong("[ada]:2222"), "ada", 2222);
    row("port unknown", wrong("[ada]:2223"), "ada", 2222);
    row("bare name right", right("ada"), "ada", 2222);
    row("bare name wrong", wrong("ada"), "ada", 2222);
    row("bare name right, port wrong", right("ada") + wrong("[ada]:2222"), "ada", 2222);
    row("usual port in brackets", right("[ada]:22"));
    row("list", right("eve,ada"));
    row("wildcard", right("a?*"));
    row("wildcard with port", right("[*]:22*"), "ada", 2222);
    row("wildcard of the bare name", right("*"), "ada", 2222);
    row("negated", right("*,!ada"));
    row("negated and wrong", wrong("*,!ada"));
    row("IPv6", right("::1"), "::1");
    row("IPv6 and port", right("[::1]:2222"), "::1", 2222);
    row("alias", right("box"), "ada", 2222, "box");
    row("alias in capitals", right("box"), "ada", 2222, "BOX");
    row("alias changed", right("[ada]:2222") + wrong("box"), "ada", 2222, "box");
    const QByteArray salt("01234567890123456789");
    row("hashed", right(hashedName("ada", salt)));
    row("hashed changed", wrong(hashedName("ada", salt)));
    row("hashed port", right(hashedName("[ada]:2222", salt)), "ada", 2222);
    row("hashed another", right(hashedName("eve", salt)));
    row("revoked", right("ada") + "@revoked " + right("ada"));
    row("revoked for all", right("ada") + "@revoked " + right("*"));
    row("another is revoked", right("ada") + "@revoked " + wrong("ada"));
    row("only another is revoked", "@revoked " + wrong("ada"));
    row("authority", "@cert-authority " + right("*"));
    row("authority of others", "@cert-authority " + wrong("*"));
    row("CRLF", right("ada").trimmed() + "\r\n");
    row("CRLF without comment", right("ada").split(' ').mid(0, 3).join(' ') + "\r\n");
    row("no newline", wrong("eve") + right("ada").trimmed());
    row("broken lines",
        "ada\nada ssh-ed25519\nada ssh-ed25519 AAAA\n@what " + wrong("ada") + right("ada"));
    row("half a key", right("ada").split(' ').mid(0, 3).join(' ').chopped(10) + '\n');
    row("comment", "#" + wrong("ada") + "\n   # x\n" + right("ada"));
    row("long list", right(QByteArray("node.example,").repeated(5000) + "ada") + wrong("eve"));
    row("long pattern", right(QByteArray(1023, 'x') + ",ada"));
    row("long pattern behind", right("ada," + QByteArray(1023, 'x')));
    row("longest pattern", right(QByteArray(1022, 'x') + ",ada"));
    row("longest negated pattern", right('!' + QByteArray(1022, 'x') + ",ada"));
}

void TestKnownHostsAgreement::judgesLikeSsh()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(QString, alias);
    write(content);
    const KnownHosts hosts({.user = {file()}});
    const bool isAlias = !alias.isEmpty();
    const auto verdict = hosts.check(isAlias ? alias : host,
                                     isAlias ? quint16{0} : static_cast<quint16>(port),
                                     m_sshd->hostKey());
    QVERIFY(verdict.has_value());
    QCOMPARE(verdict->kind, sshVerdict(host, port, alias));
}

void TestKnownHostsAgreement::findsWhatSshKeygenFinds()
{
    const KnownHosts hashed({.user = {file()}, .hashNames = true});
    const KnownHosts plain({.user = {file()}});
    QFile::remove(file());
    const HostKey key = m_sshd->hostKey();
    QVERIFY(hashed.add(text("ada"), 22, key) && hashed.add(text("ada"), 2222, key));
    QVERIFY(plain.add(text("eve"), 22, key) && plain.add(text("::1"), 2222, key));
    // ssh-keygen itself turns the rest into hashes.
    QProcess hash;
    hash.start(text("ssh-keygen"), {text("-H"), text("-f"), file()});
    QVERIFY(hash.waitForFinished() && hash.exitCode() == 0);
    const QList<std::pair<QString, quint16>> places{{text("ada"), 22},
                                                    {text("ada"), 2222},
                                                    {text("ada"), 2223},
                                                    {text("eve"), 22},
                                                    {text("eve"), 2222},
                                                    {text("::1"), 2222},
                                                    {text("bob"), 22}};
    int found = 0;
    for (const auto &[host, port] : places) {
        QProcess find;
        find.start(text("ssh-keygen"),
                   {text("-F"), QString::fromUtf8(recordedName(host, port)), text("-f"), file()});
        QVERIFY(find.waitForFinished());
        QCOMPARE(!plain.keysFor(host, port).isEmpty(), find.exitCode() == 0);
        found += find.exitCode() == 0 ? 1 : 0;
    }
    QCOMPARE(found, 4);
}

void TestKnownHostsAgreement::sshTakesWhatWasAdded_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("hashNames");
    for (const bool hashNames : {false, true}) {
        for (const char *host : {"ada", "Ada.Example", "10.0.0.1", "::1", "node_7"}) {
            for (const int port : {22, 2222}) {
                QTest::addRow("%s %d %s", host, port, hashNames ? "hashed" : "plain")
                    << text(host) << port << hashNames;
            }
        }
    }
}

void TestKnownHostsAgreement::sshTakesWhatWasAdded()
{
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(bool, hashNames);
    write("eve ssh-ed25519"); // a broken line without its end
    const KnownHosts hosts({.user = {file()}, .hashNames = hashNames});
    QVERIFY(hosts.add(host, static_cast<quint16>(port), m_sshd->hostKey()).has_value());
    QCOMPARE(sshVerdict(host, port, {}), Kind::Known);
}

QTEST_GUILESS_MAIN(TestKnownHostsAgreement)
#include "tst_knownhostsagreement.moc"
