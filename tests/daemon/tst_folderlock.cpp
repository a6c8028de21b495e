// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// One control plane a folder. The kind of the file system is the kernel's word: this program gives
// it itself, since no test can mount the real ones.
#include "app/daemon/folderlock.h"
#include "app/daemon/networkfilesystem.h"

#include <QFile>
#include <QLocale>
#include <QTemporaryDir>
#include <QTest>

#include <dlfcn.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

using namespace Atelier;
using namespace Atelier::Daemon;
using namespace Qt::StringLiterals;

namespace {

quint32 pretendedMagic = 0;

} // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the C library's own names
extern "C" int statfs(const char *path, struct statfs *status) noexcept
{
    static const auto next = reinterpret_cast<int (*)(const char *, struct statfs *)>(
        ::dlsym(RTLD_NEXT, "statfs"));
    const int result = next(path, status);
    if (pretendedMagic != 0) {
        status->f_type = static_cast<decltype(status->f_type)>(pretendedMagic);
    }
    return result;
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)

class FolderLockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { pretendedMagic = 0; }
    void saysWhoHoldsTheFolderAndSinceWhen();
    void isFreeAgainAfterTheEnd();
    void refusesANetworkFileSystem_data();
    void refusesANetworkFileSystem();
    void takesThisComputersOwn_data();
    void takesThisComputersOwn();
};

void FolderLockTest::saysWhoHoldsTheFolderAndSinceWhen()
{
    const QTemporaryDir folder;
    QVERIFY(!FolderLock::holderOf(folder.path()));
    FolderLock first;
    const QDateTime before = QDateTime::currentDateTime().addSecs(-1);
    QVERIFY(first.take(folder.path()));
    const auto holder = FolderLock::holderOf(folder.path());
    QVERIFY(holder);
    QCOMPARE(holder->pid, QCoreApplication::applicationPid());
    QVERIFY(holder->since >= before && holder->since <= QDateTime::currentDateTime().addSecs(1));
    FolderLock second;
    const auto refused = second.take(folder.path());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::AlreadyExists);
    const QString message = refused.error().message;
    QVERIFY2(message.contains(folder.path()) && message.contains(QString::number(::getpid()))
                 && message.contains(QLocale().toString(holder->since, QLocale::ShortFormat)),
             qPrintable(message));
}

void FolderLockTest::isFreeAgainAfterTheEnd()
{
    const QTemporaryDir folder;
    {
        FolderLock lock;
        QVERIFY(lock.take(folder.path()));
    }
    QVERIFY(QFile::exists(folder.filePath(u"lock"_s)));
    QVERIFY(!FolderLock::holderOf(folder.path()));
    FolderLock next;
    QVERIFY(next.take(folder.path()));
}

void FolderLockTest::refusesANetworkFileSystem_data()
{
    QTest::addColumn<quint32>("magic");
    QTest::addColumn<QString>("name");
    QTest::newRow("NFS") << quint32(NFS_SUPER_MAGIC) << u"NFS"_s;
    QTest::newRow("SMB") << quint32(CIFS_SUPER_MAGIC) << u"SMB"_s;
    QTest::newRow("SMB2") << quint32(SMB2_SUPER_MAGIC) << u"SMB"_s;
    QTest::newRow("FUSE") << quint32(FUSE_SUPER_MAGIC) << u"FUSE"_s;
    QTest::newRow("Ceph") << quint32(CEPH_SUPER_MAGIC) << u"Ceph"_s;
}

void FolderLockTest::refusesANetworkFileSystem()
{
    QFETCH(quint32, magic);
    QFETCH(QString, name);
    const QTemporaryDir folder;
    pretendedMagic = magic;
    FolderLock lock;
    const auto refused = lock.take(folder.path());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::PermissionDenied);
    const QString message = refused.error().message;
    QVERIFY2(message.contains(folder.path()) && message.contains(name) && message.endsWith(u'.'),
             qPrintable(message));
    QVERIFY(!QFile::exists(folder.filePath(u"lock"_s)));
}

void FolderLockTest::takesThisComputersOwn_data()
{
    QTest::addColumn<quint32>("magic");
    for (const quint32 magic : {0U,
                                quint32(EXT4_SUPER_MAGIC),
                                quint32(BTRFS_SUPER_MAGIC),
                                quint32(XFS_SUPER_MAGIC),
                                quint32(TMPFS_MAGIC),
                                quint32(OVERLAYFS_SUPER_MAGIC)}) {
        QTest::addRow("%x", magic) << magic;
    }
}

void FolderLockTest::takesThisComputersOwn()
{
    QFETCH(quint32, magic);
    const QTemporaryDir folder;
    pretendedMagic = magic;
    FolderLock lock;
    QVERIFY(lock.take(folder.path()));
    QCOMPARE(networkFileSystemAt(folder.path()), QString());
}

QTEST_GUILESS_MAIN(FolderLockTest)
#include "tst_folderlock.moc"
