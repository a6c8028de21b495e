// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/sftp/sftpfixture.h"

using namespace Atelier;
using namespace Atelier::Sftp;
using Test::await;
using Test::explain;
using Test::SftpFixture;

namespace {

using Code = Error::Code;
constexpr int inTime = 60'000;
constexpr qsizetype resumable = qsizetype{48} * 1024 * 1024;

const QString name = QStringLiteral("file.bin");

/** The part in @p folder; empty: there is none. */
QString partIn(const QString &folder)
{
    const QStringList found = SftpFixture::tree(folder).filter(QStringLiteral(".atelier-part"));
    return found.isEmpty() ? QString() : folder + u'/' + found.constFirst();
}

} // namespace

/** One file each way through a real sshd: whole, continued, or not at all. */
class TestSftpTransfer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_data = SftpFixture::noise(resumable); }
    void init() { m_fixture = std::make_unique<SftpFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void movesFilesOfEverySize_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 32768, 261119, 261120, 261121, 5'000'000}) {
            QTest::addRow("%d", size) << size;
        }
    }
    void movesFilesOfEverySize()
    {
        QFETCH(const int, size);
        const QByteArray data = m_data.first(size);
        SftpFixture::write(m_fixture->server(name), data);
        QFile source(m_fixture->server(name));
        QVERIFY(source.open(QIODevice::ReadWrite));
        QVERIFY(source.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000),
                                   QFileDevice::FileModificationTime));
        QVERIFY(source.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        source.close();
        const auto down = await(
            m_fixture->client().download(m_fixture->remote(name), m_fixture->here(name)));
        QVERIFY2(down.has_value(), explain(down));
        QCOMPARE(down->bytes, static_cast<quint64>(size));
        check(m_fixture->here(name), data);
        const QByteArray back = m_fixture->remote(QStringLiteral("back"));
        const auto up = await(m_fixture->client().upload(m_fixture->here(name), back));
        QVERIFY2(up.has_value(), explain(up));
        check(m_fixture->server(QStringLiteral("back")), data);
        QCOMPARE(SftpFixture::tree(m_fixture->here({})), QStringList{name});
        QCOMPARE(SftpFixture::tree(m_fixture->server({})).size(), 2);
    }

    void decidesConflicts_data()
    {
        QTest::addColumn<bool>("isUpload");
        QTest::newRow("download") << false;
        QTest::newRow("upload") << true;
    }
    void decidesConflicts()
    {
        QFETCH(const bool, isUpload);
        const auto target = [&](const QString &file) {
            return isUpload ? m_fixture->server(file) : m_fixture->here(file);
        };
        SftpFixture::write(isUpload ? m_fixture->here(name) : m_fixture->server(name), "new");
        SftpFixture::write(target(name), "old");
        const auto failed = await(transfer(isUpload, {.conflict = Conflict::Fail}));
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, Code::AlreadyExists);
        const auto skipped = await(transfer(isUpload, {.conflict = Conflict::Skip}));
        QVERIFY(skipped && skipped->isSkipped);
        QCOMPARE(SftpFixture::read(target(name)), QByteArray("old"));
        const auto renamed = await(transfer(isUpload, {.conflict = Conflict::Rename}));
        QVERIFY2(renamed.has_value(), explain(renamed));
        QCOMPARE(SftpFixture::read(target(QStringLiteral("file (2).bin"))), QByteArray("new"));
        QVERIFY(renamed->path.endsWith("/file (2).bin"));
        const auto replaced = await(transfer(isUpload, {.conflict = Conflict::Overwrite}));
        QVERIFY2(replaced.has_value(), explain(replaced));
        QCOMPARE(SftpFixture::read(target(name)), QByteArray("new"));
    }

    void continuesAfterABrokenConnection_data() { decidesConflicts_data(); }
    void continuesAfterABrokenConnection()
    {
        QFETCH(const bool, isUpload);
        const QString source = isUpload ? m_fixture->here(name) : m_fixture->server(name);
        const QString target = isUpload ? m_fixture->server(name) : m_fixture->here(name);
        SftpFixture::write(source, m_data);
        bool isKilled = false;
        const auto broken = await(transfer(isUpload,
                                           {.progress =
                                                [&](const Progress &progress) {
                                                    if (!isKilled
                                                        && progress.bytes > resumable / 2) {
                                                        isKilled = true;
                                                        m_fixture->sshd().killConnections();
                                                    }
                                                }}),
                                  inTime);
        if (broken) {
            QSKIP("The transfer was over before its connection could be killed.");
        }
        QCOMPARE(broken.error().code, Code::ConnectionLost);
        QVERIFY(!QFile::exists(target));
        m_fixture->connect();
        const auto whole = await(transfer(isUpload, {}), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QVERIFY(whole->resumedAt > 0);
        QCOMPARE(SftpFixture::read(target), m_data);
        QTRY_COMPARE(SftpFixture::tree(QFileInfo(target).path()), QStringList{name});
    }

    void beginsAnewWhenTheSourceHasChanged_data() { decidesConflicts_data(); }
    void beginsAnewWhenTheSourceHasChanged()
    {
        QFETCH(const bool, isUpload);
        const QString source = isUpload ? m_fixture->here(name) : m_fixture->server(name);
        const QString target = isUpload ? m_fixture->server(name) : m_fixture->here(name);
        SftpFixture::write(source, m_data);
        if (!stopHalfWay(isUpload)) {
            QSKIP("The transfer was over before it could be stopped.");
        }
        QVERIFY(!partIn(QFileInfo(target).path()).isEmpty());
        const QByteArray other = SftpFixture::noise(resumable, 2);
        SftpFixture::write(source, other);
        QFile file(source);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000),
                                 QFileDevice::FileModificationTime));
        file.close();
        const auto whole = await(transfer(isUpload, {}), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QCOMPARE(whole->resumedAt, 0U);
        QCOMPARE(SftpFixture::read(target), other);
        QTRY_COMPARE(SftpFixture::tree(QFileInfo(target).path()), QStringList{name});
    }

    void beginsAnewWhenThePartialIsNotTheSources_data() { decidesConflicts_data(); }
    void beginsAnewWhenThePartialIsNotTheSources()
    {
        QFETCH(const bool, isUpload);
        const QString source = isUpload ? m_fixture->here(name) : m_fixture->server(name);
        const QString target = isUpload ? m_fixture->server(name) : m_fixture->here(name);
        SftpFixture::write(source, m_data);
        if (!stopHalfWay(isUpload)) {
            QSKIP("The transfer was over before it could be stopped.");
        }
        const QString path = partIn(QFileInfo(target).path());
        const qint64 size = QFileInfo(path).size();
        QVERIFY(size > 0);
        SftpFixture::write(path, QByteArray(size, 'x'));
        const auto whole = await(transfer(isUpload, {}), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QCOMPARE(SftpFixture::read(target), m_data);
    }

    void writesThroughNoLink_data() { decidesConflicts_data(); }
    /** The note is what has a name that can be known before. */
    void writesThroughNoLink()
    {
        QFETCH(const bool, isUpload);
        const QString source = isUpload ? m_fixture->here(name) : m_fixture->server(name);
        const QString target = isUpload ? m_fixture->server(name) : m_fixture->here(name);
        const QString victim = m_fixture->server(QStringLiteral("victim"));
        SftpFixture::write(source, m_data);
        if (!stopHalfWay(isUpload)) {
            QSKIP("The transfer was over before it could be stopped.");
        }
        const QString folder = QFileInfo(target).path();
        SftpFixture::write(victim, "untouched");
        for (const QString &one : SftpFixture::tree(folder)) {
            if (one.contains(QLatin1String(".atelier-"))) {
                QVERIFY(QFile::remove(folder + u'/' + one));
                QVERIFY(QFile::link(victim, folder + u'/' + one));
            }
        }
        const auto result = await(transfer(isUpload, {}), inTime);
        QVERIFY2(result.has_value(), explain(result));
        QCOMPARE(SftpFixture::read(victim), QByteArray("untouched"));
        QCOMPARE(SftpFixture::read(target), m_data);
    }

    void tellsOfAFolderThatTakesNoFile()
    {
        SftpFixture::write(m_fixture->server(name), "new");
        const auto down = await(m_fixture->client().download(m_fixture->remote(name),
                                                             QStringLiteral("/proc/file.bin")));
        QVERIFY(!down);
        QVERIFY(!down.error().message.isEmpty());
        const auto folder = await(m_fixture->client().download(
            m_fixture->remote(name), m_fixture->here(QStringLiteral("nonesuch/file.bin"))));
        QVERIFY(!folder);
        QCOMPARE(folder.error().code, Code::NotFound);
    }

    void refusesWhatIsNoFile()
    {
        const auto down = await(
            m_fixture->client().download(m_fixture->remote({}), m_fixture->here(name)));
        QVERIFY(!down);
        const auto up = await(
            m_fixture->client().upload(m_fixture->here({}).chopped(1), m_fixture->remote(name)));
        QVERIFY(!up);
        QCOMPARE(up.error().code, Code::InvalidArgument);
        QCOMPARE(SftpFixture::tree(m_fixture->server({})), QStringList());
    }

private:
    [[nodiscard]] QFuture<Result<TransferResult>> transfer(bool isUpload,
                                                           const TransferOptions &options)
    {
        return isUpload ? m_fixture->client().upload(
                              m_fixture->here(name), m_fixture->remote(name), options)
                        : m_fixture->client().download(
                              m_fixture->remote(name), m_fixture->here(name), options);
    }

    bool stopHalfWay(bool isUpload)
    {
        // A last call may come when this function has returned.
        const auto stop = std::make_shared<std::stop_source>();
        const auto half = await(transfer(isUpload,
                                         {.progress =
                                              [stop](const Progress &progress) {
                                                  if (progress.bytes > resumable / 2) {
                                                      stop->request_stop();
                                                  }
                                              },
                                          .stop = stop->get_token()}),
                                inTime);
        return !half && half.error().code == Code::Cancelled;
    }

    static void check(const QString &path, const QByteArray &data)
    {
        const QFileInfo info(path);
        QCOMPARE(info.lastModified().toSecsSinceEpoch(), 1'000'000);
        QVERIFY(info.permission(QFile::ExeOwner) && !info.permission(QFile::ReadGroup));
        QCOMPARE(SftpFixture::read(path), data);
    }

    QByteArray m_data;
    std::unique_ptr<SftpFixture> m_fixture;
};

QTEST_GUILESS_MAIN(TestSftpTransfer)
#include "tst_sftptransfer.moc"
