// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/client.h"
#include "backend/nodeclient/faulterror.h"
#include "tests/backend/nodeclient/nodehost.h"
#include "tests/backend/ssh/await.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <vector>

using namespace Atelier;
using namespace Atelier::NodeClient;
using Test::await;
using Test::contentOf;
using Test::explain;
using Test::NodeHost;
using Test::writeFile;

namespace {

constexpr int longWait = 60'000;

/** Every command of a login runs after @p lines of a shell. */
QStringList after(const QString &lines)
{
    return {u"ForceCommand " + lines + u"; eval \"$SSH_ORIGINAL_COMMAND\""};
}

} // namespace

/** How atelier-node comes to a node, and what is said where it can't. */
class TestNodeStarter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsTheProgramOnce()
    {
        NodeHost host;
        QVERIFY2(host.start(), qPrintable(host.error()));
        const auto prepared = await(host.client().prepare(), longWait);
        QVERIFY2(prepared.has_value(), explain(prepared));
        const QStringList copies = host.copies();
        QCOMPARE(copies.size(), 1);
        struct stat found{};
        QCOMPARE(::stat(QFile::encodeName(copies.first()).constData(), &found), 0);
        QCOMPARE(found.st_mode & 07777U, 0700U);
        host.dropClient();
        host.makeClient();
        QVERIFY(await(host.client().prepare(), longWait).has_value());
        struct stat again{};
        QCOMPARE(::stat(QFile::encodeName(copies.first()).constData(), &again), 0);
        QCOMPARE(again.st_ino, found.st_ino);
    }

    void endsTheProgramWithTheClient()
    {
        NodeHost host;
        QVERIFY2(host.start(), qPrintable(host.error()));
        QVERIFY(await(host.client().prepare(), longWait).has_value());
        QCOMPARE(host.nodeProcesses().size(), 1);
        host.dropClient();
        QTRY_VERIFY(host.nodeProcesses().isEmpty());
    }

    void severalMayBringItAtOnce()
    {
        NodeHost host;
        QVERIFY2(host.start(), qPrintable(host.error()));
        std::vector<std::unique_ptr<Client>> clients;
        QList<QFuture<Result<void>>> prepared;
        for (int i = 0; i < 4; ++i) {
            clients.push_back(std::make_unique<Client>(&host.session()));
            prepared.append(clients.back()->prepare());
        }
        for (const auto &future : std::as_const(prepared)) {
            const auto one = await(future, longWait);
            QVERIFY2(one.has_value(), explain(one));
        }
        QCOMPARE(host.copies().size(), 1);
    }

    void replacesASpoiltCopy_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("no program") << 0;
        QTest::newRow("cut") << 1;
        QTest::newRow("another byte") << 2;
    }

    void replacesASpoiltCopy()
    {
        QFETCH(int, kind);
        NodeHost host;
        QVERIFY2(host.start(), qPrintable(host.error()));
        QVERIFY(await(host.client().prepare(), longWait).has_value());
        host.dropClient();
        const QString copy = host.copies().first();
        const QByteArray whole = contentOf(copy);
        QByteArray spoilt = kind == 0 ? QByteArray("#!/bin/sh\necho hello\n")
                                      : whole.first(whole.size() / (kind == 1 ? 2 : 1));
        if (kind == 2) {
            spoilt[spoilt.size() - 9] = static_cast<char>(spoilt[spoilt.size() - 9] ^ 1);
        }
        QVERIFY(QFile::remove(copy) && writeFile(copy, spoilt));
        QVERIFY(
            QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        host.makeClient();
        const auto prepared = await(host.client().prepare(), longWait);
        QVERIFY2(prepared.has_value(), explain(prepared));
        QCOMPARE(contentOf(copy), whole);
        QCOMPARE(host.copies().size(), 1);
    }

    void removesCopiesThatNobodyHasUsedForAMonth()
    {
        NodeHost host;
        QVERIFY2(host.start(), qPrintable(host.error()));
        const QString copies = host.path(QStringLiteral(".cache/atelier/node/"));
        const QString old = copies + QString(64, u'a');
        const QString recent = copies + QString(64, u'b');
        const QString foreign = copies + QStringLiteral("mine");
        for (const QString &folder : {old, recent, foreign}) {
            QVERIFY(writeFile(folder + QStringLiteral("/atelier-node"), "x"));
        }
        const std::array<timespec, 2> longAgo{};
        for (const QString &folder : {old, foreign}) {
            QCOMPARE(
                ::utimensat(AT_FDCWD, QFile::encodeName(folder).constData(), longAgo.data(), 0), 0);
        }
        QVERIFY(await(host.client().prepare(), longWait).has_value());
        QTRY_VERIFY(!QFile::exists(old));
        QVERIFY(QFile::exists(recent) && QFile::exists(foreign));
    }

    void worksBehindAChattyShell()
    {
        NodeHost host(after(QStringLiteral("echo Welcome to this machine; printf motd")));
        QVERIFY2(host.start(), qPrintable(host.error()));
        const auto stat = await(host.client().stat(NodeHost::remote("")), longWait);
        QVERIFY2(stat.has_value(), explain(stat));
        QCOMPARE(stat->kind, EntryKind::Folder);
    }

    void worksInAnyLoginShell_data()
    {
        QTest::addColumn<QString>("shell");
        QTest::newRow("dash") << QStringLiteral("/bin/dash");
        QTest::newRow("bash") << QStringLiteral("/bin/bash");
        QTest::newRow("python, as no shell at all")
            << QStringLiteral("/usr/bin/env -S python3 -c "
                              "'import os,sys; "
                              "os.execv(\"/bin/sh\",[\"sh\","
                              "\"-c\",sys.argv[2]])'");
    }

    void worksInAnyLoginShell()
    {
        QFETCH(QString, shell);
        NodeHost host({u"ForceCommand exec " + shell + u" -c \"$SSH_ORIGINAL_COMMAND\""});
        QVERIFY2(host.start(), qPrintable(host.error()));
        const auto prepared = await(host.client().prepare(), longWait);
        QVERIFY2(prepared.has_value(), explain(prepared));
    }

    void honoursTheCacheFolder()
    {
        const QTemporaryDir cache;
        NodeHost host(after(u"export XDG_CACHE_HOME='" + cache.path() + u'\''));
        QVERIFY2(host.start(), qPrintable(host.error()));
        QVERIFY(await(host.client().prepare(), longWait).has_value());
        QVERIFY(host.copies().isEmpty());
        QVERIFY(QDir(cache.filePath(QStringLiteral("atelier/node"))).exists());
    }

    void startsNoCopyThatOthersMayChange_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("mode");
        QTest::newRow("file, all") << QStringLiteral("/DIGEST/atelier-node") << 0777;
        QTest::newRow("file, all but reading") << QStringLiteral("/DIGEST/atelier-node") << 0722;
        QTest::newRow("its folder") << QStringLiteral("/DIGEST") << 0777;
        QTest::newRow("folder of all copies") << QString() << 0757;
        QTest::newRow("our folder") << QStringLiteral("/..") << 0777;
    }

    /** What somebody may have put there is not started, but replaced; then nobody may any more. */
    void startsNoCopyThatOthersMayChange()
    {
        QFETCH(QString, place);
        QFETCH(const int, mode);
        NodeHost host;
        QVERIFY2(host.start(), qPrintable(host.error()));
        QVERIFY(await(host.client().prepare(), longWait).has_value());
        host.dropClient();
        const QString copy = host.copies().first();
        const QByteArray whole = contentOf(copy);
        const QString witness = host.path(QStringLiteral("witness"));
        QVERIFY(QFile::remove(copy)
                && writeFile(copy, "#!/bin/sh\ntouch '" + witness.toUtf8() + "'\n"));
        QVERIFY(
            QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        place.replace(QLatin1String("DIGEST"), QFileInfo(copy).dir().dirName());
        const QByteArray changed = QFile::encodeName(
            host.path(QStringLiteral(".cache/atelier/node")) + place);
        QCOMPARE(::chmod(changed.constData(), static_cast<mode_t>(mode)), 0);
        host.makeClient();
        const auto prepared = await(host.client().prepare(), longWait);
        QVERIFY2(prepared.has_value(), explain(prepared));
        QVERIFY(!QFile::exists(witness));
        QCOMPARE(contentOf(copy), whole);
        struct stat found{};
        QCOMPARE(::stat(changed.constData(), &found), 0);
        QCOMPARE(found.st_mode & 022U, 0U);
    }

    void takesACacheFolder_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("own") << 0700 << true;
        QTest::newRow("all may read") << 0755 << true;
        // Debian and Fedora give each user a group of the same name.
        const auto *user = ::getpwuid(::geteuid());
        const auto *group = ::getgrgid(::getegid());
        QTest::newRow("own group")
            << 0775
            << (user != nullptr && group != nullptr && qstrcmp(user->pw_name, group->gr_name) == 0);
        QTest::newRow("sticky, as /tmp") << 01777 << true;
        QTest::newRow("everybody's") << 0777 << false;
        QTest::newRow("everybody else's") << 0707 << false;
    }

    void takesACacheFolder()
    {
        QFETCH(const int, mode);
        QFETCH(const bool, isGood);
        const QTemporaryDir cache;
        QCOMPARE(::chmod(QFile::encodeName(cache.path()).constData(), static_cast<mode_t>(mode)),
                 0);
        NodeHost host(after(u"export XDG_CACHE_HOME='" + cache.path() + u'\''));
        QVERIFY2(host.start(), qPrintable(host.error()));
        const auto prepared = await(host.client().prepare(), longWait);
        QCOMPARE(prepared.has_value(), isGood);
        if (!isGood) {
            QVERIFY(cannotRun(prepared.error()));
            QVERIFY2(prepared.error().message.contains(QLatin1String("chmod go-w")),
                     explain(prepared));
            QVERIFY2(prepared.error().detail.contains(cache.path()), explain(prepared));
        }
    }

    void looksAboveWhereALinkLeads_data()
    {
        QTest::addColumn<bool>("isCache");
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("isGood");
        for (const bool isCache : {true, false}) {
            const char *what = isCache ? "cache" : "folder in it";
            QTest::addRow("%s, own", what) << isCache << 0755 << true;
            QTest::addRow("%s, sticky", what) << isCache << 01777 << true;
            QTest::addRow("%s, everybody's", what) << isCache << 0777 << false;
        }
    }

    /** Who may rename a folder above the real one may put another in its place. */
    void looksAboveWhereALinkLeads()
    {
        QFETCH(const bool, isCache);
        QFETCH(const int, mode);
        QFETCH(const bool, isGood);
        const QTemporaryDir there;
        const QString above = there.filePath(QStringLiteral("above"));
        const QString real = above + QStringLiteral("/real");
        QVERIFY(QDir().mkpath(real));
        QCOMPARE(::chmod(QFile::encodeName(above).constData(), static_cast<mode_t>(mode)), 0);
        NodeHost host;
        QVERIFY2(host.start(), qPrintable(host.error()));
        const QString link = host.path(isCache ? QStringLiteral(".cache")
                                               : QStringLiteral(".cache/atelier"));
        QVERIFY(QDir().mkpath(QFileInfo(link).path()));
        QVERIFY(QFile::link(real, link));
        const auto prepared = await(host.client().prepare(), longWait);
        QVERIFY2(prepared.has_value() == isGood, explain(prepared));
        if (!isGood) {
            const QString advice = u"chmod go-w " + above + u'\u201d';
            QVERIFY2(prepared.error().message.contains(advice), explain(prepared));
        }
    }

    void refusesAFolderOfSomebodyElse()
    {
        if (::geteuid() == 0) {
            QSKIP("Folders of root are nobody else's.");
        }
        // For id(1) the user is another one, so that the folders are not the user's.
        const QString program = m_programs.filePath(QStringLiteral("else/id"));
        QVERIFY(writeFile(program, "#!/bin/sh\necho 4711\n"));
        QVERIFY(
            QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        NodeHost host(after(u"PATH='" + m_programs.path() + u"/else':$PATH"));
        QVERIFY2(host.start(), qPrintable(host.error()));
        const auto prepared = await(host.client().prepare(), longWait);
        QVERIFY(!prepared);
        QVERIFY2(prepared.error().message.contains(QLatin1String("belongs to somebody else")),
                 explain(prepared));
    }

    void saysWhyItCannotRun_data()
    {
        QTest::addColumn<QStringList>("config");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, const QStringList &config, const char *word) {
            QTest::newRow(name) << config << QString::fromLatin1(word);
        };
        const QString path = m_programs.path();
        row("another architecture", after(u"PATH='" + path + u"':$PATH"), "Linux vax");
        row("a home that can't be written",
            after(QStringLiteral("export XDG_CACHE_HOME=/proc")),
            "read-only");
        row("a full disk", after(QStringLiteral("ulimit -f 16")), "full");
        row("noexec", after(u"PATH='" + path + u"/noexec':$PATH"), "noexec");
        row("SFTP only", {QStringLiteral("ForceCommand internal-sftp")}, "atelier-node");
        row("another command only",
            {QStringLiteral("ForceCommand echo no; exit 3")},
            "atelier-node");
        row("words without end",
            {QStringLiteral("ForceCommand exec yes garbage")},
            "could not be started");
        row("noise without end",
            {QStringLiteral("ForceCommand exec cat /dev/urandom")},
            "could not be started");
    }

    void saysWhyItCannotRun()
    {
        QFETCH(QStringList, config);
        QFETCH(QString, word);
        NodeHost host(config);
        QVERIFY2(host.start(), qPrintable(host.error()));
        const auto prepared = await(host.client().prepare(), longWait);
        QVERIFY(!prepared);
        QVERIFY2(cannotRun(prepared.error()), explain(prepared));
        QVERIFY2(prepared.error().message.contains(word), explain(prepared));
        QVERIFY2(prepared.error().message.endsWith(u'.'), explain(prepared));
        QVERIFY(host.copies().isEmpty());
    }

    void passesALostConnectionOn()
    {
        NodeHost host;
        QVERIFY2(host.start(), qPrintable(host.error()));
        host.sshd().killConnections();
        const auto prepared = await(host.client().prepare(), longWait);
        QVERIFY(!prepared);
        QVERIFY2(!cannotRun(prepared.error()), explain(prepared));
    }

    void initTestCase()
    {
        const auto program = [this](const QString &name, const QByteArray &text) {
            const QString file = m_programs.filePath(name);
            QVERIFY(writeFile(file, text));
            QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::ExeOwner));
        };
        program(QStringLiteral("uname"), "#!/bin/sh\n[ \"$1\" = -s ] && echo Linux || echo vax\n");
        program(QStringLiteral("noexec/chmod"), "#!/bin/sh\nexit 0\n");
    }

private:
    QTemporaryDir m_programs;
};

QTEST_GUILESS_MAIN(TestNodeStarter)
#include "tst_nodestarter.moc"
