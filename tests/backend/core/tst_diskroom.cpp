// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How much is free is the kernel's word: this program gives it itself.
#include "backend/core/diskroom.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/statvfs.h>

#include <cerrno>

using namespace Atelier;

namespace {

qint64 pretendedFree = 0;

} // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the C library's own names
extern "C" int statvfs(const char *path, struct statvfs *status) noexcept
{
    if (QByteArrayView(path).contains("missing")) {
        errno = ENOENT;
        return -1;
    }
    *status = {};
    status->f_frsize = 4096;
    status->f_bsize = 65536; // what is asked is not counted in these
    status->f_bavail = static_cast<fsblkcnt_t>(pretendedFree / 4096);
    status->f_bfree = status->f_bavail + 100'000; // kept for the superuser
    status->f_blocks = 1'000'000;
    return 0;
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)

class DiskRoomTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhatAUserMayFill();
    void refusesBelowTheBoundWithBothFigures();
    void refusesNothingWhereItCanNotAsk();
};

void DiskRoomTest::countsWhatAUserMayFill()
{
    pretendedFree = 8192;
    const auto room = diskRoomAt(QStringLiteral("/data"));
    QVERIFY(room);
    QCOMPARE(room->free, 8192);
    QCOMPARE(room->total, 4'096'000'000);
}

void DiskRoomTest::refusesBelowTheBoundWithBothFigures()
{
    const QString folder = QStringLiteral("/data");
    pretendedFree = roomToCreate;
    QVERIFY(checkRoomToCreate(folder));
    pretendedFree = roomToCreate - 4096;
    QVERIFY(!checkRoomToCreate(folder));
    QVERIFY(checkRoomToStart(folder));
    pretendedFree = 12 * 1024 * 1024;
    for (const auto &refused : {checkRoomToCreate(folder), checkRoomToStart(folder)}) {
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::Exhausted);
        const QString message = refused.error().message;
        QVERIFY2(message.contains(folder) && message.contains(QStringLiteral("12 MiB"))
                     && message.endsWith(QLatin1Char('.')),
                 qPrintable(message));
    }
    QVERIFY(checkRoomToCreate(folder).error().message.contains(QStringLiteral("256 MiB")));
    QVERIFY(checkRoomToStart(folder).error().message.contains(QStringLiteral("64 MiB")));
}

void DiskRoomTest::refusesNothingWhereItCanNotAsk()
{
    pretendedFree = 0;
    QVERIFY(!diskRoomAt(QStringLiteral("/missing")));
    QVERIFY(checkRoomToCreate(QStringLiteral("/missing")));
}

QTEST_GUILESS_MAIN(DiskRoomTest)
#include "tst_diskroom.moc"
