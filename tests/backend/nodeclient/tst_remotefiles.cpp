// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/filewatch.h"
#include "backend/nodeclient/remotefiles.h"
#include "tests/backend/nodeclient/nodehost.h"
#include "tests/backend/ssh/await.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Atelier;
using namespace Atelier::NodeClient;
using Test::await;
using Test::contentOf;
using Test::explain;
using Test::NodeHost;
using Test::writeFile;

namespace {

constexpr int longWait = 60'000;

} // namespace

/** The same work by atelier-node, and by SFTP and commands where that can't run. */
class TestRemoteFiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void works_data()
    {
        QTest::addColumn<QStringList>("config");
        QTest::addColumn<bool>("isPlain");
        QTest::newRow("atelier-node") << QStringList() << false;
        QTest::newRow("SFTP and commands")
            << QStringList{QStringLiteral("ForceCommand case \"$SSH_ORIGINAL_COMMAND\" in "
                                          "*sha256sum*) eval \"$SSH_ORIGINAL_COMMAND\";; "
                                          "internal-sftp|*sftp-server*) exec "
                                          "/usr/lib/openssh/sftp-server;; *) exit 1;; esac"),
                           QStringLiteral("Subsystem sftp /usr/lib/openssh/sftp-server")}
            << true;
        // As busybox's.
        QVERIFY(writeFile(m_programs.filePath(QStringLiteral("sha256sum")),
                          "#!/bin/sh\n"
                          "if [ \"$1\" = -z ]; then echo 'invalid option -- z' >&2; exit 1; fi\n"
                          "exec /usr/bin/sha256sum \"$@\"\n"));
        QVERIFY(QFile::setPermissions(m_programs.filePath(QStringLiteral("sha256sum")),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QTest::newRow("a sha256sum without -z")
            << QStringList{u"ForceCommand PATH='" + m_programs.path()
                               + u"':$PATH; case \"$SSH_ORIGINAL_COMMAND\" in "
                                 "*sha256sum*) eval \"$SSH_ORIGINAL_COMMAND\";; "
                                 "internal-sftp|*sftp-server*) exec "
                                 "/usr/lib/openssh/sftp-server;; *) exit 1;; esac",
                           QStringLiteral("Subsystem sftp /usr/lib/openssh/sftp-server")}
            << true;
    }

    void works()
    {
        QFETCH(QStringList, config);
        QFETCH(bool, isPlain);
        NodeHost host(config);
        QVERIFY2(host.start(), qPrintable(host.error()));
        RemoteFiles files(&host.session());
        QTemporaryDir local;
        QVERIFY(writeFile(local.filePath(QStringLiteral("up/a/b")), "content"));
        QVERIFY(writeFile(local.filePath(QStringLiteral("up/c")), QByteArray(100'000, 'c')));
        const QByteArray home = host.path(QString()).toUtf8();
        const auto up = await(files.upload(local.filePath(QStringLiteral("up")),
                                           NodeHost::remote(home, "new/place"),
                                           {}),
                              longWait);
        QVERIFY2(up.has_value(), explain(up));
        QCOMPARE(up->faultCount, 0U);
        QCOMPARE(files.fallbackReason().has_value(), isPlain);
        QCOMPARE(contentOf(host.path(QStringLiteral("new/place/a/b"))), QByteArray("content"));
        list(files, home);
        const auto stat = await(files.stat(NodeHost::remote(home, "new/place/c")));
        QVERIFY2(stat.has_value(), explain(stat));
        QCOMPARE(stat->kind, EntryKind::File);
        QCOMPARE(stat->size, 100'000U);
        digest(files, home);
        QVERIFY(QDir().mkpath(local.filePath(QStringLiteral("down"))));
        const auto down = await(files.download(NodeHost::remote(home, "new/place"),
                                               local.filePath(QStringLiteral("down")),
                                               {.paths = {"a", "c"}}),
                                longWait);
        QVERIFY2(down.has_value(), explain(down));
        QCOMPARE(down->faultCount, 0U);
        QCOMPARE(contentOf(local.filePath(QStringLiteral("down/a/b"))), QByteArray("content"));
        QCOMPARE(contentOf(local.filePath(QStringLiteral("down/c"))), QByteArray(100'000, 'c'));
        const auto out = await(files.stat(NodeHost::remote(home, "../etc")));
        QVERIFY(!out);
        QCOMPARE(out.error().code, Error::Code::InvalidArgument);
        watch(files, home, isPlain);
    }

    void stopsWhileTheWayIsChosen()
    {
        NodeHost host({QStringLiteral("ForceCommand sleep 600")});
        QVERIFY2(host.start(), qPrintable(host.error()));
        RemoteFiles files(&host.session());
        std::stop_source stop;
        const auto listed = files.list(
            NodeHost::remote(""), {.stop = stop.get_token()}, [](const FileEntries &) {});
        stop.request_stop();
        const auto result = await(listed, 1000);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Cancelled);
    }

private:
    QTemporaryDir m_programs;

    static void list(RemoteFiles &files, const QByteArray &home)
    {
        QList<QByteArray> paths;
        const auto listed = await(files.list(NodeHost::remote(home, "new"),
                                             {.depth = 9},
                                             [&paths](const FileEntries &entries) {
                                                 for (const FileEntry &entry : entries) {
                                                     paths.append(entry.path);
                                                 }
                                             }),
                                  longWait);
        QVERIFY2(listed.has_value(), explain(listed));
        std::ranges::sort(paths);
        QCOMPARE(paths, QList<QByteArray>({"place", "place/a", "place/a/b", "place/c"}));
    }

    static void digest(RemoteFiles &files, const QByteArray &home)
    {
        const auto digests = await(
            files.digest(NodeHost::remote(home, "new/place"), {"none", "a/b"}, {}), longWait);
        QVERIFY2(digests.has_value(), explain(digests));
        QCOMPARE(digests->size(), 2);
        QVERIFY(!digests->at(0).digest);
        QCOMPARE(digests->at(1).digest.value_or(QByteArray()),
                 QCryptographicHash::hash("content", QCryptographicHash::Sha256).toHex());
    }

    static void watch(RemoteFiles &files, const QByteArray &home, bool isPlain)
    {
        const auto watch = files.watch(NodeHost::remote(home, "new"), false);
        const QSignalSpy ready(watch.get(), &FileWatch::ready);
        const QSignalSpy failed(watch.get(), &FileWatch::failed);
        QTRY_COMPARE_WITH_TIMEOUT(ready.size() + failed.size(), 1, longWait);
        QCOMPARE(failed.size(), isPlain ? 1 : 0);
    }
};

QTEST_GUILESS_MAIN(TestRemoteFiles)
#include "tst_remotefiles.moc"
