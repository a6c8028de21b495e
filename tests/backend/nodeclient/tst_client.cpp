// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/client.h"
#include "backend/nodeclient/faulterror.h"
#include "backend/nodeclient/filewatch.h"
#include "tests/backend/nodeclient/nodehost.h"
#include "tests/backend/ssh/await.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

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

FileEntries sorted(FileEntries entries)
{
    std::ranges::sort(entries, {}, &FileEntry::path);
    return entries;
}

} // namespace

/** What a client asks of atelier-node, through a real SSH server. */
class TestClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_host = std::make_unique<NodeHost>();
        QVERIFY2(m_host->start(), qPrintable(m_host->error()));
    }

    void cleanupTestCase() { m_host.reset(); }

    void listsAFolder()
    {
        QVERIFY(writeFile(m_host->path(QStringLiteral("list/file.txt")), "12345"));
        QVERIFY(writeFile(m_host->path(QStringLiteral("list/folder/inner")), "x"));
        QVERIFY(QFile::link(QStringLiteral("file.txt"), m_host->path(QStringLiteral("list/link"))));
        const QByteArray odd = QFile::encodeName(m_host->path(QStringLiteral("list/")))
                               + QByteArray("odd\xff\n%41");
        const int file = ::open(odd.constData(), O_CREAT | O_WRONLY, 0640);
        QVERIFY(file >= 0 && ::close(file) == 0);
        FileEntries found = sorted(list({.root = "list"}));
        QCOMPARE(found.size(), 4);
        QCOMPARE(found[0].path, QByteArray("file.txt"));
        QCOMPARE(found[0].kind, EntryKind::File);
        QCOMPARE(found[0].size, 5U);
        QVERIFY(found[0].modified > qint64{1'500'000'000} * 1'000'000'000);
        QCOMPARE(found[1].kind, EntryKind::Folder);
        QCOMPARE(found[2].kind, EntryKind::Link);
        QCOMPARE(found[2].target, QByteArray("file.txt"));
        QCOMPARE(found[3].path, QByteArray("odd\xff\n%41"));
        QCOMPARE(found[3].mode, 0640U);
        const auto stat = await(m_host->client().stat(NodeHost::remote("list", found[3].path)));
        QVERIFY2(stat.has_value(), explain(stat));
        found = sorted(list({.root = "", .path = "list"}, 2));
        QCOMPARE(::unlink(odd.constData()), 0);
        QCOMPARE(found.size(), 5);
        QCOMPARE(found[2].path, QByteArray("folder/inner"));
    }

    void saysWhatIsWrongWithAPath_data()
    {
        QTest::addColumn<QByteArray>("root");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("code");
        const auto row =
            [](const char *name, const char *root, const char *path, Error::Code code) {
                QTest::newRow(name)
                    << QByteArray(root) << QByteArray(path) << static_cast<int>(code);
            };
        row("missing root", "none", "", Error::Code::NotFound);
        row("missing", "bounds", "none", Error::Code::NotFound);
        row("parent", "bounds", "..", Error::Code::InvalidArgument);
        row("inner parent", "bounds", "a/../../b", Error::Code::InvalidArgument);
        row("absolute", "bounds", "/etc", Error::Code::InvalidArgument);
        row("empty name", "bounds", "a//b", Error::Code::InvalidArgument);
        row("a link out", "bounds", "out", Error::Code::InvalidArgument);
        row("a file", "bounds", "file", Error::Code::Conflict);
    }

    void saysWhatIsWrongWithAPath()
    {
        QFETCH(QByteArray, root);
        QFETCH(QByteArray, path);
        QFETCH(int, code);
        QVERIFY(writeFile(m_host->path(QStringLiteral("bounds/file")), "x"));
        QFile::link(QStringLiteral("/etc"), m_host->path(QStringLiteral("bounds/out")));
        const auto listed = await(
            m_host->client().list(NodeHost::remote(root, path), {}, [](const FileEntries &) {}));
        QVERIFY(!listed);
        QCOMPARE(static_cast<int>(listed.error().code), code);
        QVERIFY2(listed.error().message.endsWith(u'.'), explain(listed));
    }

    void givesDigests()
    {
        const QByteArray content(3'000'001, 'q');
        QVERIFY(writeFile(m_host->path(QStringLiteral("digest/a")), content));
        QVERIFY(writeFile(m_host->path(QStringLiteral("digest/b")), "abc"));
        const auto digests = await(
            m_host->client().digest(NodeHost::remote("digest"), {"b", "none", "a"}, {}));
        QVERIFY2(digests.has_value(), explain(digests));
        QCOMPARE(digests->size(), 3);
        QCOMPARE(digests->at(0).digest.value(),
                 QCryptographicHash::hash("abc", QCryptographicHash::Sha256).toHex());
        QVERIFY(!digests->at(1).digest);
        QCOMPARE(digests->at(1).digest.error().code, Error::Code::NotFound);
        QCOMPARE(digests->at(2).digest.value(),
                 QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    }

    void refusesAnUnknownRequest()
    {
        const auto answer = await(m_host->client().ask(QStringLiteral("fly"), {}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Error::Code::Protocol);
        QVERIFY(answer.error().detail.contains(u"fly"));
    }

    void watchesAFolder()
    {
        QVERIFY(writeFile(m_host->path(QStringLiteral("watched/before")), "x"));
        const auto watch = m_host->client().watch(NodeHost::remote("watched"), true);
        const QSignalSpy ready(watch.get(), &FileWatch::ready);
        QHash<QByteArray, FileChange::Kind> changes;
        connect(watch.get(), &FileWatch::changed, this, [&](const FileChanges &told) {
            for (const FileChange &change : told) {
                changes.insert(change.path, change.kind);
            }
        });
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, longWait);
        QVERIFY(writeFile(m_host->path(QStringLiteral("watched/new/deep/file")), "x"));
        QTRY_VERIFY(changes.contains("new/deep/file"));
        QCOMPARE(changes.value("new"), FileChange::Kind::Created);
        QVERIFY(writeFile(m_host->path(QStringLiteral("watched/new/deep/later")), "x"));
        QTRY_VERIFY(changes.contains("new/deep/later"));
        QVERIFY(QFile::remove(m_host->path(QStringLiteral("watched/before"))));
        QTRY_COMPARE(changes.value("before"), FileChange::Kind::Removed);
        // A listing is served meanwhile.
        QCOMPARE(list({.root = "watched"}).size(), 1);
    }

    void renewsAWatchAfterTheProgramWasKilled()
    {
        QVERIFY(writeFile(m_host->path(QStringLiteral("renewed/a")), "x"));
        const auto watch = m_host->client().watch(NodeHost::remote("renewed"), false);
        const QSignalSpy ready(watch.get(), &FileWatch::ready);
        const QSignalSpy resync(watch.get(), &FileWatch::resync);
        const QSignalSpy changed(watch.get(), &FileWatch::changed);
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, longWait);
        const QList<qint64> processes = m_host->nodeProcesses();
        QVERIFY(!processes.isEmpty());
        for (const qint64 pid : processes) {
            QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        }
        QTRY_COMPARE_WITH_TIMEOUT(resync.size(), 1, longWait);
        QVERIFY(writeFile(m_host->path(QStringLiteral("renewed/b")), "x"));
        QTRY_VERIFY(!changed.isEmpty());
    }

    void saysThatAWatchedFolderHasGone()
    {
        QVERIFY(QDir().mkpath(m_host->path(QStringLiteral("leaving"))));
        const auto watch = m_host->client().watch(NodeHost::remote("", "leaving"), false);
        const QSignalSpy ready(watch.get(), &FileWatch::ready);
        const QSignalSpy failed(watch.get(), &FileWatch::failed);
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, longWait);
        QVERIFY(QDir().rmdir(m_host->path(QStringLiteral("leaving"))));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<Error>().code, Error::Code::NotFound);
    }

    void startsAgainAfterTheProgramWasKilled()
    {
        QVERIFY(!list({.root = ""}).isEmpty());
        const QList<qint64> processes = m_host->nodeProcesses();
        QVERIFY(!processes.isEmpty());
        for (const qint64 pid : processes) {
            QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        }
        QTRY_VERIFY(await(m_host->client().stat(NodeHost::remote(""))).has_value());
    }

    void lists100000EntriesInBatches()
    {
        const QString folder = m_host->path(QStringLiteral("many"));
        makeMany(folder, 100'000);
        QElapsedTimer timer;
        timer.start();
        qint64 first = -1;
        qsizetype batches = 0;
        qsizetype count = 0;
        const auto listed = await(m_host->client().list(NodeHost::remote("many"),
                                                        {},
                                                        [&](const FileEntries &entries) {
                                                            first = first < 0 ? timer.elapsed()
                                                                              : first;
                                                            count += entries.size();
                                                            ++batches;
                                                        }),
                                  longWait);
        QVERIFY2(listed.has_value(), explain(listed));
        QTRY_COMPARE(count, 100'000);
        QCOMPARE(listed->entries, 100'000U);
        QVERIFY(batches > 5);
        qInfo("100,000 entries: first after %lld ms, all after %lld ms", first, timer.elapsed());
    }

    void cancelsAListingAtOnce()
    {
        makeMany(m_host->path(QStringLiteral("many")), 100'000);
        std::stop_source stop;
        QElapsedTimer timer;
        const auto listed = await(m_host->client().list(
            NodeHost::remote("many"), {.stop = stop.get_token()}, [&](const FileEntries &) {
                if (!timer.isValid()) {
                    timer.start();
                    stop.request_stop();
                }
            }));
        QVERIFY(!listed);
        QCOMPARE(listed.error().code, Error::Code::Cancelled);
        QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
    }

    void endsWhatIsUnderWayWhenDestroyed()
    {
        makeMany(m_host->path(QStringLiteral("many")), 100'000);
        const auto listed = m_host->client().list(
            NodeHost::remote("many"), {}, [](const FileEntries &) {});
        m_host->dropClient();
        const auto result = await(listed);
        m_host->makeClient();
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Cancelled);
    }

private:
    FileEntries list(const RemotePath &folder, int depth = 1)
    {
        FileEntries found;
        const auto listed = await(
            m_host->client().list(
                folder, {.depth = depth}, [&](const FileEntries &entries) { found += entries; }),
            longWait);
        if (!listed) {
            qWarning("%s", explain(listed).constData());
        } else if (!QTest::qWaitFor([&] { // what was posted before the end may still wait here
                       return listed->entries == static_cast<quint64>(found.size());
                   })) {
            qWarning("The listing counts wrong.");
        }
        return found;
    }

    static void makeMany(const QString &folder, int count)
    {
        QVERIFY(QDir().mkpath(folder));
        const int descriptor = ::open(QFile::encodeName(folder).constData(),
                                      O_RDONLY | O_DIRECTORY);
        QVERIFY(descriptor >= 0);
        for (int i = 0; i < count; ++i) {
            const QByteArray name = "entry-" + QByteArray::number(i);
            if (::mknodat(descriptor, name.constData(), S_IFREG | 0600, 0) != 0
                && errno == EEXIST) {
                break;
            }
        }
        QCOMPARE(::close(descriptor), 0);
    }

    std::unique_ptr<NodeHost> m_host;
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
