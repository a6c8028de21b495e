// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/client.h"
#include "tests/backend/nodeclient/nodehost.h"
#include "tests/backend/ssh/await.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <cerrno>

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

/** Folders copied by atelier-node, through a real SSH server. */
class TestNodeTransfers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_host = std::make_unique<NodeHost>();
        QVERIFY2(m_host->start(), qPrintable(m_host->error()));
    }

    void cleanupTestCase() { m_host.reset(); }

    void copiesATreeThereAndBack()
    {
        QTemporaryDir local;
        makeTree(local.path());
        quint64 progress = 0;
        const auto up = await(m_host->client().upload(
            local.filePath(QStringLiteral("tree")),
            NodeHost::remote("", "up/tree"),
            {.onProgress = [&](const TransferProgress &told) { progress = told.totalBytes; }}));
        QVERIFY2(up.has_value(), explain(up));
        QCOMPARE(up->faultCount, 0U);
        QCOMPARE(progress, up->bytes);
        compareTrees(local.filePath(QStringLiteral("tree")),
                     m_host->path(QStringLiteral("up/tree")));
        QVERIFY(QDir().mkpath(local.filePath(QStringLiteral("back"))));
        const auto down = await(m_host->client().download(
            NodeHost::remote("up", "tree"), local.filePath(QStringLiteral("back")), {}));
        QVERIFY2(down.has_value(), explain(down));
        QCOMPARE(down->faultCount, 0U);
        QCOMPARE(down->bytes, up->bytes);
        compareTrees(local.filePath(QStringLiteral("tree")),
                     local.filePath(QStringLiteral("back")));
    }

    void tellsWhatItLeftOut()
    {
        QVERIFY(writeFile(m_host->path(QStringLiteral("odd/good")), "good"));
        QFile::link(QStringLiteral("/etc/passwd"), m_host->path(QStringLiteral("odd/out")));
        const QByteArray pipe = QFile::encodeName(m_host->path(QStringLiteral("odd/pipe")));
        QVERIFY(::mkfifo(pipe.constData(), 0600) == 0 || errno == EEXIST);
        QTemporaryDir local;
        const auto down = await(
            m_host->client().download(NodeHost::remote("odd"), local.path(), {}));
        QVERIFY2(down.has_value(), explain(down));
        QCOMPARE(down->faultCount, 2U);
        QCOMPARE(contentOf(local.filePath(QStringLiteral("good"))), QByteArray("good"));
        QStringList targets{down->faults[0].target, down->faults[1].target};
        targets.sort();
        QCOMPARE(targets, QStringList({QStringLiteral("out"), QStringLiteral("pipe")}));
        QCOMPARE(
            QDir(local.path())
                .entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System),
            QStringList(QStringLiteral("good")));
    }

    void keepsWhatIsThere()
    {
        QVERIFY(writeFile(m_host->path(QStringLiteral("keep/a")), "new"));
        QTemporaryDir local;
        QVERIFY(writeFile(local.filePath(QStringLiteral("a")), "old"));
        const auto kept = await(m_host->client().download(
            NodeHost::remote("keep"), local.path(), {.keepsExisting = true}));
        QVERIFY2(kept.has_value(), explain(kept));
        QCOMPARE(kept->faultCount, 1U);
        QCOMPARE(kept->faults[0].code, Error::Code::AlreadyExists);
        QCOMPARE(contentOf(local.filePath(QStringLiteral("a"))), QByteArray("old"));
        const auto replaced = await(
            m_host->client().download(NodeHost::remote("keep"), local.path(), {.paths = {"a"}}));
        QVERIFY2(replaced.has_value(), explain(replaced));
        QCOMPARE(contentOf(local.filePath(QStringLiteral("a"))), QByteArray("new"));
    }

    void cancelsTransfersAtOnce()
    {
        const QString big = m_host->path(QStringLiteral("big/file"));
        QVERIFY(writeFile(big, "x"));
        QVERIFY(QFile::resize(big, qint64{8} << 30));
        QTemporaryDir local;
        std::stop_source stop;
        QElapsedTimer timer;
        const auto stopIt = [&](const TransferProgress &) {
            if (!timer.isValid()) {
                timer.start();
                stop.request_stop();
            }
        };
        const auto down = await(
            m_host->client().download(NodeHost::remote("big"),
                                      local.path(),
                                      {.stop = stop.get_token(), .onProgress = stopIt}));
        QVERIFY(!down);
        QCOMPARE(down.error().code, Error::Code::Cancelled);
        QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
        QTRY_VERIFY(
            QDir(local.path()).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden));
        stop = std::stop_source();
        timer.invalidate();
        const auto up = await(
            m_host->client().upload(m_host->path(QStringLiteral("big")),
                                    NodeHost::remote("", "uploaded"),
                                    {.stop = stop.get_token(), .onProgress = stopIt}));
        QVERIFY(!up);
        QCOMPARE(up.error().code, Error::Code::Cancelled);
        QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
        QTRY_VERIFY(QDir(m_host->path(QStringLiteral("uploaded")))
                        .isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden));
    }

    void copiesManySmallFiles()
    {
        QTemporaryDir local;
        for (int i = 0; i < 5000; ++i) {
            QVERIFY(
                writeFile(local.filePath(QStringLiteral("s/%1").arg(i)), QByteArray(4096, 'z')));
        }
        QElapsedTimer timer;
        timer.start();
        const auto up = await(m_host->client().upload(local.filePath(QStringLiteral("s")),
                                                      NodeHost::remote("", "small"),
                                                      {}),
                              longWait);
        QVERIFY2(up.has_value(), explain(up));
        QCOMPARE(up->faultCount, 0U);
        const qint64 upTime = timer.restart();
        QVERIFY(QDir().mkpath(local.filePath(QStringLiteral("d"))));
        const auto down = await(m_host->client().download(NodeHost::remote("small"),
                                                          local.filePath(QStringLiteral("d")),
                                                          {}),
                                longWait);
        QVERIFY2(down.has_value(), explain(down));
        QCOMPARE(down->entries, 5000U);
        QCOMPARE(down->bytes, 5000U * 4096U);
        qInfo("5,000 files of 4 KiB: up in %lld ms, down in %lld ms", upTime, timer.elapsed());
    }

private:
    static void makeTree(const QString &folder)
    {
        const auto path = [&folder](const char *name) {
            return folder + u"/tree/" + QString::fromUtf8(name);
        };
        QVERIFY(writeFile(path("a/b/c/deep"), "deep"));
        QVERIFY(writeFile(path("empty"), ""));
        QVERIFY(writeFile(path("large"), QByteArray(5'000'000, 'L')));
        QVERIFY(writeFile(path("ünïcode 日本"), "u"));
        QVERIFY(QDir().mkpath(path("empty-folder")));
        QVERIFY(QFile::link(QStringLiteral("../large"), path("a/link")));
        QVERIFY(QFile::setPermissions(path("empty"), QFile::ReadOwner | QFile::ExeOwner));
        QFile file(path("large"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000'000),
                                 QFileDevice::FileModificationTime));
    }

    static void compareTrees(const QString &left, const QString &right)
    {
        const auto filter = QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System;
        const QStringList names = QDir(left).entryList(filter);
        QCOMPARE(QDir(right).entryList(filter), names);
        for (const QString &name : names) {
            const QFileInfo one(left + u'/' + name);
            const QFileInfo other(right + u'/' + name);
            QCOMPARE(other.isSymLink(), one.isSymLink());
            if (one.isSymLink()) {
                QCOMPARE(other.readSymLink(), one.readSymLink());
                continue;
            }
            QCOMPARE(other.lastModified(), one.lastModified());
            QCOMPARE(other.permissions(), one.permissions());
            if (one.isDir()) {
                compareTrees(one.filePath(), other.filePath());
            } else {
                QCOMPARE(contentOf(other.filePath()), contentOf(one.filePath()));
            }
        }
    }

    std::unique_ptr<NodeHost> m_host;
};

QTEST_GUILESS_MAIN(TestNodeTransfers)
#include "tst_nodetransfers.moc"
