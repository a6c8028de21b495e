// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/sftp/sftpfixture.h"

#include <sys/stat.h>

using namespace Atelier;
using namespace Atelier::Sftp;
using Test::await;
using Test::explain;
using Test::SftpFixture;

namespace {

using Code = Error::Code;
constexpr int inTime = 60'000;

} // namespace

/** Folders with everything in them, both ways through a real sshd. */
class TestSftpTree final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<SftpFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void movesATree_data()
    {
        QTest::addColumn<bool>("isUpload");
        QTest::addColumn<int>("channels");
        QTest::newRow("download") << false << 0;
        QTest::newRow("download, 8 channels") << false << 8;
        QTest::newRow("upload") << true << 0;
        QTest::newRow("upload, 8 channels") << true << 8;
    }

    void movesATree()
    {
        QFETCH(const bool, isUpload);
        QFETCH(const int, channels);
        const QString source = isUpload ? m_fixture->here(QStringLiteral("t"))
                                        : m_fixture->server(QStringLiteral("t"));
        const QString target = isUpload ? m_fixture->server(QStringLiteral("t"))
                                        : m_fixture->here(QStringLiteral("t"));
        makeTree(source);
        const auto report = await(move(isUpload, {.channels = channels}), inTime);
        QVERIFY2(report.has_value(), explain(report));
        QCOMPARE(report->failedCount, 0U);
        QCOMPARE(report->files, 603U);
        QCOMPARE(report->folders, 23U);
        QCOMPARE(report->links, 2U);
        QCOMPARE(report->skippedCount, 2U); // one link, one pipe
        QStringList expected = SftpFixture::tree(source);
        expected.removeAll(QStringLiteral("outside"));
        expected.removeAll(QStringLiteral("pipe"));
        QCOMPARE(SftpFixture::tree(target), expected);
        for (const QString &name : expected) {
            const QFileInfo one(source + u'/' + name);
            const QFileInfo other(target + u'/' + name);
            if (one.isSymLink()) {
                QCOMPARE(other.readSymLink(), one.readSymLink());
            } else if (one.isFile()) {
                QCOMPARE(SftpFixture::read(other.filePath()), SftpFixture::read(one.filePath()));
                QCOMPARE(other.lastModified().toSecsSinceEpoch(),
                         one.lastModified().toSecsSinceEpoch());
                QCOMPARE(other.permissions(), one.permissions());
            }
        }

        // Again: nothing is to be done but what has changed.
        SftpFixture::write(source + QLatin1String("/d1/f1"), "another text");
        const auto again = await(move(isUpload, {.channels = channels}), inTime);
        QVERIFY2(again.has_value(), explain(again));
        QCOMPARE(again->failedCount, 0U);
        QCOMPARE(again->files, 1U);
        QCOMPARE(again->skippedEqual, 602U);
        QCOMPARE(SftpFixture::read(target + QLatin1String("/d1/f1")), QByteArray("another text"));
    }

    void collectsFaultsAndGoesOn()
    {
        makeTree(m_fixture->server(QStringLiteral("t")));
        const QString closed = m_fixture->server(QStringLiteral("t/d1/f1"));
        QVERIFY(QFile::remove(closed));
        QVERIFY(QFile::link(QStringLiteral("nowhere"), closed));
        // A folder is in the way of a file.
        QVERIFY(QDir().mkpath(m_fixture->here(QStringLiteral("t/d2/f2"))));
        const auto report = await(move(false, {}), inTime);
        QVERIFY2(report.has_value(), explain(report));
        QCOMPARE(report->failedCount, 1U);
        QCOMPARE(report->failed.constFirst().path, QByteArray("d2/f2"));
        QCOMPARE(report->files, 601U);
    }

    void saysWhenTheFolderIsMissing()
    {
        const auto up = await(move(true, {}));
        QVERIFY(!up);
        QCOMPARE(up.error().code, Code::NotFound);
        const auto down = await(move(false, {}));
        QVERIFY(!down);
        QCOMPARE(down.error().code, Code::NotFound);
    }

    void stopsAtTheFirstEntryTooMany()
    {
        makeTree(m_fixture->server(QStringLiteral("t")));
        const auto report = await(move(false, {.maximumEntries = 100}), inTime);
        QVERIFY(!report);
        QCOMPARE(report.error().code, Code::Exhausted);
    }

    void cancelsAndGoesOnLater()
    {
        makeTree(m_fixture->server(QStringLiteral("t")));
        std::stop_source stop;
        const auto cancelled = await(
            move(false,
                 {.progress = [&](const Progress &) { stop.request_stop(); },
                  .stop = stop.get_token()}),
            inTime);
        if (!cancelled) {
            QCOMPARE(cancelled.error().code, Code::Cancelled);
        }
        const auto whole = await(move(false, {}), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QCOMPARE(whole->files + whole->skippedEqual, 603U);
        const QStringList found = SftpFixture::tree(m_fixture->here(QStringLiteral("t")));
        QVERIFY(found.filter(QStringLiteral("atelier-part")).isEmpty());
    }

private:
    [[nodiscard]] QFuture<Result<TreeReport>> move(bool isUpload, const TreeOptions &options)
    {
        const QString folder = QStringLiteral("t");
        return isUpload ? m_fixture->client().uploadTree(
                              m_fixture->here(folder), m_fixture->remote(folder), options)
                        : m_fixture->client().downloadTree(
                              m_fixture->remote(folder), m_fixture->here(folder), options);
    }

    static void makeTree(const QString &root)
    {
        for (int i = 0; i < 20; ++i) {
            const QString folder = root + QStringLiteral("/d%1").arg(i);
            QVERIFY(QDir().mkpath(folder));
            for (int j = 0; j < 30; ++j) {
                SftpFixture::write(folder + QStringLiteral("/f%1").arg(j),
                                   SftpFixture::noise(qsizetype{100} * j, static_cast<quint32>(i)));
            }
        }
        QVERIFY(QDir().mkpath(root + QLatin1String("/deep/deeper")));
        SftpFixture::write(root + QLatin1String("/deep/deeper/large"),
                           SftpFixture::noise(3'000'000));
        SftpFixture::write(root + QLatin1String("/deep/-rf *\n"), "a strange name");
        SftpFixture::write(root + QLatin1String("/program"), "#!/bin/sh\n");
        QVERIFY(QFile::setPermissions(root + QLatin1String("/program"),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(QFile::link(QStringLiteral("../program"), root + QLatin1String("/deep/up")));
        QVERIFY(QFile::link(QStringLiteral("deep"), root + QLatin1String("/down")));
        QVERIFY(QFile::link(QStringLiteral("../outside"), root + QLatin1String("/outside")));
        QCOMPARE(::mkfifo(QFile::encodeName(root + QLatin1String("/pipe")).constData(), 0600), 0);
    }

    std::unique_ptr<SftpFixture> m_fixture;
};

QTEST_GUILESS_MAIN(TestSftpTree)
#include "tst_sftptree.moc"
