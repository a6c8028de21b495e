// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/sftp/sftpfixture.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

using namespace Atelier;
using namespace Atelier::Sftp;
using Test::await;
using Test::explain;
using Test::SftpFixture;

namespace {

using Code = Error::Code;
constexpr int inTime = 60'000;
constexpr qsizetype mebibyte = qsizetype{1024} * 1024;
const QString name = QStringLiteral("file.bin");

bool writeTo(const char *path, const QByteArray &text)
{
    const UniqueFd file(::open(path, O_WRONLY | O_CLOEXEC)); // NOLINT(*-vararg)
    return ::write(file.get(), text.constData(), static_cast<std::size_t>(text.size()))
           == text.size();
}

/** Into a namespace in which this process, still the same user, may mount a file system of its own:
 *  user_namespaces(7). Before there are threads. */
bool enterNamespace()
{
    const QByteArray user = QByteArray::number(::getuid());
    const QByteArray group = QByteArray::number(::getgid());
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && writeTo("/proc/self/setgroups", "deny")
           && writeTo("/proc/self/uid_map", user + ' ' + user + " 1")
           && writeTo("/proc/self/gid_map", group + ' ' + group + " 1");
}

/** A disk of 40 MiB, for as long as it lives. */
class SmallDisk final
{
    Q_DISABLE_COPY_MOVE(SmallDisk)

public:
    explicit SmallDisk(const QString &folder)
        : m_folder(QFile::encodeName(QDir(folder).absolutePath()))
        , m_isMounted(::mount("small", m_folder.constData(), "tmpfs", 0, "size=40m,mode=700") == 0)
    {
    }
    ~SmallDisk()
    {
        if (m_isMounted) {
            ::umount2(m_folder.constData(), MNT_DETACH);
        }
    }
    [[nodiscard]] bool isMounted() const { return m_isMounted; }

private:
    QByteArray m_folder;
    bool m_isMounted;
};

} // namespace

/** Disks that are really full: small file systems in memory, below the files of this computer or
 *  below those of a real sftp-server. */
class TestSftpFullDisk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<SftpFixture>();
        m_here = std::make_unique<SmallDisk>(m_fixture->here({}));
        m_server = std::make_unique<SmallDisk>(m_fixture->server({}));
        if (!m_here->isMounted() || !m_server->isMounted()) {
            QSKIP("No file system may be mounted here, even in a namespace of our own.");
        }
    }
    void cleanup()
    {
        m_server.reset();
        m_here.reset();
        m_fixture.reset();
    }

    void saysWhatIsMissingAndGoesOnWhenThereIsRoom_data()
    {
        QTest::addColumn<bool>("isUpload");
        QTest::newRow("download") << false;
        QTest::newRow("upload") << true;
    }

    void saysWhatIsMissingAndGoesOnWhenThereIsRoom()
    {
        QFETCH(const bool, isUpload);
        const QByteArray data = SftpFixture::noise(30 * mebibyte);
        SftpFixture::write(from(isUpload, name), data);
        SftpFixture::write(to(isUpload, QStringLiteral("ballast")), QByteArray(15 * mebibyte, 'b'));
        const auto full = await(transfer(isUpload), inTime);
        QVERIFY(!full);
        qInfo("%s", qPrintable(full.error().message));
        QCOMPARE(full.error().code, Code::Exhausted);
        QVERIFY(full.error().message.contains(disk(isUpload)));
        QVERIFY(full.error().message.contains(name));
        QVERIFY(full.error().message.contains(QLatin1String(" MiB more than it has")));
        QVERIFY(!QFile::exists(to(isUpload, name)));
        // The part, its note and what was there.
        QTRY_COMPARE(SftpFixture::tree(disk(isUpload)).size(), 3);

        QVERIFY(QFile::remove(to(isUpload, QStringLiteral("ballast"))));
        const auto whole = await(transfer(isUpload), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QVERIFY(whole->resumedAt > 0);
        QCOMPARE(SftpFixture::read(to(isUpload, name)), data);
        QTRY_COMPARE(SftpFixture::tree(disk(isUpload)), QStringList{name});
    }

    void leavesNothingThatCantBeResumed_data() { saysWhatIsMissingAndGoesOnWhenThereIsRoom_data(); }
    void leavesNothingThatCantBeResumed()
    {
        QFETCH(const bool, isUpload);
        const QString ballast = QStringLiteral("ballast");
        for (const qsizetype size : {qsizetype{100'000}, 5 * mebibyte, 12 * mebibyte}) {
            SftpFixture::write(from(isUpload, name), SftpFixture::noise(size));
            SftpFixture::write(to(isUpload, ballast), QByteArray((40 * mebibyte) - 65536, 'b'));
            const auto full = await(transfer(isUpload), inTime);
            QVERIFY(!full);
            QCOMPARE(full.error().code, Code::Exhausted);
            QTRY_COMPARE(SftpFixture::tree(disk(isUpload)), QStringList{ballast});
        }
    }

    void endsATree_data() { saysWhatIsMissingAndGoesOnWhenThereIsRoom_data(); }
    void endsATree()
    {
        QFETCH(const bool, isUpload);
        const QString tree = QStringLiteral("tree");
        QVERIFY(QDir().mkpath(from(isUpload, tree)));
        for (int i = 0; i < 200; ++i) {
            SftpFixture::write(from(isUpload, tree) + QStringLiteral("/%1").arg(i),
                               SftpFixture::noise(65536));
        }
        SftpFixture::write(to(isUpload, QStringLiteral("ballast")), QByteArray(36 * mebibyte, 'b'));
        const auto full = await(transferTree(isUpload), inTime);
        QVERIFY(!full);
        qInfo("%s", qPrintable(full.error().message));
        QCOMPARE(full.error().code, Code::Exhausted);
        QVERIFY(full.error().message.contains(disk(isUpload)));
        const auto parts = [&] {
            return SftpFixture::tree(disk(isUpload)).filter(QStringLiteral(".atelier-"));
        };
        QTRY_COMPARE(parts(), QStringList());
        QVERIFY(QFile::remove(to(isUpload, QStringLiteral("ballast"))));
        const auto whole = await(transferTree(isUpload), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QVERIFY(whole->skippedEqual > 0);
        QCOMPARE(whole->files + whole->skippedEqual, 200U);
        for (int i = 0; i < 200; ++i) {
            const QString file = tree + QStringLiteral("/%1").arg(i);
            QVERIFY(SftpFixture::read(to(isUpload, file))
                    == SftpFixture::read(from(isUpload, file)));
        }
    }

private:
    [[nodiscard]] QString from(bool isUpload, const QString &file) const
    {
        return isUpload ? m_fixture->here(file) : m_fixture->server(file);
    }
    [[nodiscard]] QString to(bool isUpload, const QString &file) const
    {
        return from(!isUpload, file);
    }
    /** Where the disk that is to be full is mounted. */
    [[nodiscard]] QString disk(bool isUpload) const { return to(isUpload, {}).chopped(1); }
    [[nodiscard]] QFuture<Result<TransferResult>> transfer(bool isUpload)
    {
        auto &client = m_fixture->client();
        return isUpload ? client.upload(from(true, name), QFile::encodeName(to(true, name)))
                        : client.download(QFile::encodeName(from(false, name)), to(false, name));
    }
    [[nodiscard]] QFuture<Result<TreeReport>> transferTree(bool isUpload)
    {
        const QString tree = QStringLiteral("tree");
        auto &client = m_fixture->client();
        return isUpload
                   ? client.uploadTree(from(true, tree), QFile::encodeName(to(true, tree)))
                   : client.downloadTree(QFile::encodeName(from(false, tree)), to(false, tree));
    }

    std::unique_ptr<SftpFixture> m_fixture;
    std::unique_ptr<SmallDisk> m_here;
    std::unique_ptr<SmallDisk> m_server;
};

int main(int argc, char **argv)
{
    if (!enterNamespace()) {
        std::perror("No namespace of our own"); // init() says that it skips
    }
    const QCoreApplication application(argc, argv);
    TestSftpFullDisk test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_sftpfulldisk.moc"
