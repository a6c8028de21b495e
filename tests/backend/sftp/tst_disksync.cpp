// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/disksync.h"
#include "backend/sftp/localnote.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <cerrno>
#include <csignal>

using namespace Atelier;
using namespace Atelier::Sftp;

namespace {

const QByteArray part("part");
const QByteArray note("note");

int succeed(int /*file*/)
{
    return 0;
}

/** As a disk that has lost what it was given. */
int failOnce(int /*file*/)
{
    errno = EIO;
    return -1;
}

/** As a file system that waits for nothing. */
int refuse(int /*file*/)
{
    errno = EINVAL;
    return -1;
}

} // namespace

/** What a disk says while a part is written, and the note about the part on a full disk. */
class TestDiskSync final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        for (const QByteArray &name : {part, note}) {
            QFile file(m_place->filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const auto folder = LocalFolder::open(QFile::encodeName(m_place->path()));
        QVERIFY(folder.has_value());
        m_folder = *folder;
    }

    void remembersAFailure()
    {
        DiskSync disk(m_folder, part, note, 7);
        QCOMPARE(disk.durable(), 7U);
        QCOMPARE(disk.wait(succeed, -1, 100), 0);
        QCOMPARE(disk.durable(), 100U);
        QCOMPARE(disk.wait(failOnce, -1, 200), EIO);
        QCOMPARE(disk.wait(succeed, -1, 300), EIO); // the system tells it once
        QCOMPARE(disk.error(), EIO);
        QCOMPARE(disk.durable(), 100U);
        QVERIFY(isThere(part) && isThere(note)); // whose part it is removes them
    }

    void takesNoAnswerForAFailure()
    {
        DiskSync disk(m_folder, part, note, 0);
        QCOMPARE(disk.wait(refuse, -1, 100), EINVAL);
        QCOMPARE(disk.error(), 0);
        QCOMPARE(disk.durable(), 0U);
    }

    void removesWhatWasLeftAndIsSpoilt()
    {
        DiskSync disk(m_folder, part, note, 0);
        disk.leave();
        QCOMPARE(disk.wait(succeed, -1, 100), 0);
        QVERIFY(isThere(part) && isThere(note));
        QCOMPARE(disk.wait(failOnce, -1, 200), EIO);
        QVERIFY(!isThere(part) && !isThere(note));
    }

    void keepsANoteThatCouldNotBeRenewed()
    {
        using Written = LocalNote::Written;
        const auto taken = LocalNote::take(m_folder, note);
        QVERIFY(taken.has_value());
        QVERIFY(!LocalNote::take(m_folder, note).has_value()); // it is locked
        TransferNote content{.source = "/a", .size = 9, .part = "0123456789abcdef", .done = 1};
        QCOMPARE(taken->write(content), Written::Yes);
        // No byte can be written, as on a full disk that never writes in place.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit nothing{.rlim_cur = 0, .rlim_max = before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &nothing), 0);
        content.done = 2;
        const auto written = taken->write(content);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QCOMPARE(written, Written::Not);
        const auto found = taken->read();
        QVERIFY(found.has_value());
        QCOMPARE(found->done, 1U);
    }

private:
    [[nodiscard]] bool isThere(const QByteArray &name) const
    {
        return QFile::exists(m_place->filePath(QString::fromLatin1(name)));
    }

    std::unique_ptr<QTemporaryDir> m_place;
    LocalFolder::Pointer m_folder;
};

QTEST_GUILESS_MAIN(TestDiskSync)
#include "tst_disksync.moc"
