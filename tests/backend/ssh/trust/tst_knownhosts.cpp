// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/hostkeys.h"
#include "backend/ssh/trust/hostpattern.h"
#include "backend/ssh/trust/knownhosts.h"
#include "backend/ssh/trust/knownhostsline.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Atelier;
using namespace Atelier::Ssh;
using Kind = KnownHosts::Verdict::Kind;

namespace {

// Keys made for this test.
constexpr const char *edText =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINAR+X5X5ahxIGf1xETjOCD86DmuK4PGqXcAjNHp5qiN";
constexpr const char *otherText =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

QByteArray blobOf(const char *text)
{
    return QByteArray::fromBase64(QByteArray(text).split(' ').value(1));
}

HostKey ed()
{
    return hostKeyFromBlob(blobOf(edText));
}

HostKey other()
{
    return hostKeyFromBlob(blobOf(otherText));
}

/** A key of another type: NIST P-256 with a point of the right size. */
HostKey ecdsa()
{
    const auto part = [](const QByteArray &text) {
        return QByteArray(3, '\0') + static_cast<char>(text.size()) + text;
    };
    return hostKeyFromBlob(part("ecdsa-sha2-nistp256") + part("nistp256")
                           + part('\x04' + QByteArray(64, 'p')));
}

QByteArray line(const QByteArray &hosts, const HostKey &key)
{
    return hosts + ' ' + key.type.toLatin1() + ' ' + key.blob.toBase64() + '\n';
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777U : 0;
}

} // namespace

/** The file of known hosts, without a server. */
class TestKnownHosts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void findsEveryFormOfAName_data();
    void findsEveryFormOfAName();
    void passesOverWhatIsNoWholeKey_data();
    void passesOverWhatIsNoWholeKey();
    void judgesAsOpenSsh();
    void refusesARevokedKeyBeforeAllElse();
    void takesACertificateAuthorityForNoKey();
    void asksWhenOnlyTheUsualPortIsKnown();
    void reportsAFileThatCantBeRead();
    void makesWhatIsMissing();
    void keepsALinkAndGluesNothing();
    void hashesNamesOnRequest();
    void addsNothingTwice();
    void refusesNamesThatArePatterns_data();
    void refusesNamesThatArePatterns();
    void saysWhenNothingCanBeWritten();
    void needsNoTimeForAnEvilPattern();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(QStringLiteral("known_hosts")); }
    [[nodiscard]] KnownHosts hosts(bool hashNames = false) const
    {
        return KnownHosts({.user = {file()}, .hashNames = hashNames});
    }
    void write(const QByteArray &content) const
    {
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(content) == content.size());
    }
    [[nodiscard]] QByteArray content() const
    {
        QFile in(file());
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    [[nodiscard]] Kind kind(const QString &host, quint16 port, const HostKey &key) const
    {
        const auto verdict = hosts().check(host, port, key);
        return verdict ? verdict->kind : Kind::Revoked;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestKnownHosts::findsEveryFormOfAName_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("found");
    const auto row =
        [](const char *name, const QByteArray &field, const char *host, int port, bool found) {
            QTest::newRow(name) << field << QString::fromLatin1(host) << port << found;
        };
    row("plain", "ada", "ada", 22, true);
    row("another", "ada", "adam", 22, false);
    row("case of the file", "ADA.Example", "ada.example", 22, true);
    row("case of the name", "ada", "Ada", 22, true);
    row("a port of its own", "[ada]:2222", "ada", 2222, true);
    row("another port", "[ada]:2222", "ada", 2223, false);
    row("no port in the name", "[ada]:2222", "ada", 22, false);
    row("the usual port in brackets", "[ada]:22", "ada", 22, false);
    row("an alias without a port", "ada", "ada", 0, true);
    row("a list", "eve,ada,10.0.0.1", "10.0.0.1", 22, true);
    row("star", "*.example", "ada.example", 22, true);
    row("star needs the rest", "*.example", "example", 22, false);
    row("question mark", "node-?", "node-7", 22, true);
    row("question mark is one", "node-?", "node-77", 22, false);
    row("star in brackets", "[10.0.0.*]:*", "10.0.0.9", 2200, true);
    row("negated", "*.example,!ada.example", "ada.example", 22, false);
    row("negated another", "*.example,!ada.example", "eve.example", 22, true);
    row("negated alone", "!eve", "ada", 22, false);
    row("IPv6", "fe80::1", "FE80::1", 22, true);
    row("IPv6 and port", "[::1]:2222", "::1", 2222, true);
    const QByteArray salt("01234567890123456789");
    row("hashed", hashedName("ada", salt), "Ada", 22, true);
    row("hashed another", hashedName("ada", salt), "eve", 22, false);
    row("hashed and port", hashedName("[ada]:2222", salt), "ada", 2222, true);
    row("hashed and no port", hashedName("[ada]:2222", salt), "ada", 22, false);
    row("half a hash", "|1|MDEyMzQ1", "ada", 22, false);
    row("no hash", "|1||", "ada", 22, false);
    row("another hash", "|2|" + salt.toBase64() + "|x", "ada", 22, false);
}

void TestKnownHosts::findsEveryFormOfAName()
{
    QFETCH(QByteArray, field);
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(bool, found);
    write(line(field, ed()));
    const auto number = static_cast<quint16>(port);
    QCOMPARE(hosts().keysFor(host, number).contains(ed()), found);
    if (found) {
        QCOMPARE(kind(host, number, ed()), Kind::Known);
        QCOMPARE(kind(host, number, other()), Kind::Changed);
    }
}

void TestKnownHosts::passesOverWhatIsNoWholeKey_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("found");
    const QByteArray whole = line("ada", ed()).trimmed();
    const auto row = [](const char *name, const QByteArray &text, bool found) {
        QTest::newRow(name) << text << found;
    };
    row("nothing", {}, false);
    row("blank", "   \t ", false);
    row("a comment", "# " + whole, false);
    row("an indented comment", "  # " + whole, false);
    row("a key without comment", whole, true);
    row("with comment", whole + " eve@desk # x", true);
    row("tabs", QByteArray("\t") + QByteArray(whole).replace(' ', "\t"), true);
    row("CRLF", whole + "\r\n", true);
    row("CRLF and comment", whole + " eve@desk\r\n", true);
    row("no newline", whole, true);
    row("name only", "ada", false);
    row("no blob", "ada ssh-ed25519", false);
    row("half a blob", whole.chopped(8), false);
    row("no base64", "ada ssh-ed25519 ???", false);
    row("type and blob differ", QByteArray(whole).replace("ssh-ed25519", "ssh-rsa"), false);
    row("unknown type", "ada ssh-dilithium AAAA", false);
    row("unknown marker", "@trusted " + whole, false);
    row("two markers", "@revoked @cert-authority " + whole, false);
    row("a NUL before it", QByteArray("\0", 1) + whole, false);
    row("a long comment", whole + ' ' + QByteArray(100'000, 'x'), true);
    row("a long list", QByteArray("node.example,").repeated(20'000) + whole, true);
}

void TestKnownHosts::passesOverWhatIsNoWholeKey()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, found);
    QCOMPARE(KnownHostsLine::parse(text).has_value(), found);
    const QByteArray next = line("eve", other());
    write(text + (text.endsWith('\n') ? "" : "\n") + next);
    QCOMPARE(hosts().keysFor(QStringLiteral("ada"), 22).contains(ed()), found);
    // Whatever it is, the line after it counts.
    QCOMPARE(hosts().keysFor(QStringLiteral("eve"), 22), QList<HostKey>{other()});
}

void TestKnownHosts::judgesAsOpenSsh()
{
    const QString ada = QStringLiteral("ada");
    QCOMPARE(kind(ada, 22, ed()), Kind::Unknown);
    write(line("ada", ecdsa()));
    // OpenSSH, tried: a key of another type is a changed one as well.
    QCOMPARE(kind(ada, 22, ed()), Kind::Changed);
    write(line("ada", ecdsa()) + line("ada", other()) + line("ada", ed()));
    QCOMPARE(kind(ada, 22, ed()), Kind::Known);
    QCOMPARE(hosts().keysFor(ada, 22), (QList<HostKey>{ecdsa(), other(), ed()}));
    const auto verdict = hosts().check(ada, 22, hostKeyFromBlob({}));
    QVERIFY(verdict.has_value());
    QCOMPARE(verdict->kind, Kind::Changed);
    QCOMPARE(verdict->recorded.size(), 3);
    QCOMPARE(verdict->files, QStringList{file()});
}

void TestKnownHosts::refusesARevokedKeyBeforeAllElse()
{
    write(line("ada", ed()) + "@revoked " + line("*", ed()));
    QCOMPARE(kind(QStringLiteral("ada"), 22, ed()), Kind::Revoked);
    QCOMPARE(kind(QStringLiteral("eve"), 2222, ed()), Kind::Revoked);
    QCOMPARE(kind(QStringLiteral("eve"), 22, other()), Kind::Unknown);
    QVERIFY(hosts().keysFor(QStringLiteral("ada"), 22).isEmpty());
}

void TestKnownHosts::takesACertificateAuthorityForNoKey()
{
    write("@cert-authority " + line("*", ed()));
    QCOMPARE(kind(QStringLiteral("ada"), 22, ed()), Kind::Unknown);
    QVERIFY(hosts().keysFor(QStringLiteral("ada"), 22).isEmpty());
}

void TestKnownHosts::asksWhenOnlyTheUsualPortIsKnown()
{
    write(line("ada", ed()));
    QCOMPARE(kind(QStringLiteral("ada"), 2222, ed()), Kind::Known); // as OpenSSH
    const auto verdict = hosts().check(QStringLiteral("ada"), 2222, other());
    QVERIFY(verdict.has_value());
    QCOMPARE(verdict->kind, Kind::Unknown);
    QCOMPARE(verdict->recorded, QList<HostKey>{ed()});
    write(line("ada", ed()) + line("[ada]:2222", ecdsa()));
    QCOMPARE(kind(QStringLiteral("ada"), 2222, ed()), Kind::Changed);
}

void TestKnownHosts::reportsAFileThatCantBeRead()
{
    const KnownHosts folder({.user = {m_folder->path()}});
    const auto verdict = folder.check(QStringLiteral("ada"), 22, ed());
    QVERIFY(!verdict.has_value());
    QVERIFY(verdict.error().message.contains(m_folder->path()));
    // Nothing is recorded in /dev/null, and "none" is no file.
    const KnownHosts nowhere(
        {.user = {QStringLiteral("none")}, .global = {QStringLiteral("/dev/null")}});
    const auto nothing = nowhere.check(QStringLiteral("ada"), 22, ed());
    QVERIFY(nothing.has_value());
    QCOMPARE(nothing->kind, Kind::Unknown);
    // What is to be kept nowhere is no fault: the person has decided.
    const KnownHosts forgetful({.user = {QStringLiteral("/dev/null")}});
    QVERIFY(forgetful.add(QStringLiteral("ada"), 22, ed()).has_value());
}

void TestKnownHosts::makesWhatIsMissing()
{
    const QString path = m_folder->filePath(QStringLiteral("home/.ssh/known_hosts"));
    const KnownHosts fresh({.user = {path, file()}});
    QCOMPARE(fresh.recordingFile(), path);
    QVERIFY(fresh.add(QStringLiteral("Ada"), 2222, ed()).has_value());
    QCOMPARE(modeOf(path), mode_t{0600});
    QCOMPARE(modeOf(QFileInfo(path).path()), mode_t{0700});
    QVERIFY(!QFile::exists(file()));
    QFile in(path);
    QVERIFY(in.open(QIODevice::ReadOnly));
    QCOMPARE(in.readAll(), line("[ada]:2222", ed()));
}

void TestKnownHosts::keepsALinkAndGluesNothing()
{
    const QString target = m_folder->filePath(QStringLiteral("elsewhere"));
    const QByteArray before = line("ada", ed()).trimmed(); // without a newline at the end
    QFile out(target);
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(before) > 0);
    out.close();
    QVERIFY(QFile::link(target, file()));
    QVERIFY(hosts().add(QStringLiteral("eve"), 22, other()).has_value());
    QVERIFY(QFileInfo(file()).isSymLink());
    QCOMPARE(content(), before + '\n' + line("eve", other()));
}

void TestKnownHosts::hashesNamesOnRequest()
{
    QVERIFY(hosts(true).add(QStringLiteral("ada"), 2222, ed()).has_value());
    QVERIFY(hosts(true).add(QStringLiteral("ada"), 2222, other()).has_value());
    QVERIFY(content().startsWith("|1|"));
    QVERIFY(!content().contains("ada"));
    const QList<QByteArray> lines = content().split('\n');
    QVERIFY(lines[0].split(' ')[0] != lines[1].split(' ')[0]); // a salt of its own each
    QCOMPARE(hosts().keysFor(QStringLiteral("ada"), 2222), (QList<HostKey>{ed(), other()}));
}

void TestKnownHosts::addsNothingTwice()
{
    QVERIFY(hosts(true).add(QStringLiteral("ada"), 22, ed()).has_value());
    const QByteArray before = content();
    QVERIFY(hosts().add(QStringLiteral("ada"), 22, ed()).has_value());
    QCOMPARE(content(), before);
}

void TestKnownHosts::refusesNamesThatArePatterns_data()
{
    QTest::addColumn<QString>("host");
    for (const char *name : {"", "a b", "a,b", "*", "a?", "!a", "|1|a", "#a", "@revoked", "a\nb"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void TestKnownHosts::refusesNamesThatArePatterns()
{
    QFETCH(QString, host);
    const auto added = hosts().add(host, 22, ed());
    QVERIFY(!added.has_value());
    QCOMPARE(added.error().code, Error::Code::InvalidArgument);
    QVERIFY(!QFile::exists(file()));
}

void TestKnownHosts::saysWhenNothingCanBeWritten()
{
    const auto none =
        KnownHosts({.user = {QStringLiteral("none")}}).add(QStringLiteral("ada"), 22, ed());
    QVERIFY(!none.has_value());
    QVERIFY(none.error().message.contains(QLatin1String("UserKnownHostsFile")));
    const auto folder =
        KnownHosts({.user = {m_folder->path()}}).add(QStringLiteral("ada"), 22, ed());
    QVERIFY(!folder.has_value());
    QVERIFY(folder.error().message.contains(m_folder->path()));
    QVERIFY(!hosts().add(QStringLiteral("ada"), 22, {}).has_value());
    QVERIFY(!QFile::exists(file()));
}

void TestKnownHosts::needsNoTimeForAnEvilPattern()
{
    write(line(QByteArray("*a").repeated(510) + 'b', ed()));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(kind(QString(2000, u'a'), 22, ed()), Kind::Unknown);
    QVERIFY(timer.elapsed() < 5000);
}

QTEST_GUILESS_MAIN(TestKnownHosts)
#include "tst_knownhosts.moc"
