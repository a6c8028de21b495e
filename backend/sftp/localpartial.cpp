// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/localpartial.h"

#include "backend/posix/processtree.h"
#include "backend/sftp/diskthreads.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/names.h"
#include "backend/sftp/partclaim.h"

#include <QStorageInfo>

#include <fcntl.h>
#include <sys/statvfs.h>

#include <array>
#include <cerrno>

namespace Atelier::Sftp {

namespace {

constexpr int mostNumbers = 1000;

} // namespace

LocalPartial::LocalPartial(LocalFolder::Pointer folder, QByteArray name)
    : m_folder(std::move(folder))
    , m_name(std::move(name))
{
}

Result<quint64> LocalPartial::open(const TransferNote &source, bool resumable)
{
    m_note = source;
    m_note.boot = QByteArray::fromStdString(Posix::bootId());
    if (resumable && source.size >= worthResuming) {
        m_kept = LocalNote::take(m_folder, noteName(m_name, noteKey(source.source)));
    }
    if (const auto earlier = m_kept ? m_kept->read() : std::nullopt) {
        if (const quint64 done = resume(*earlier); done > 0) {
            return done;
        }
        // What stays is never taken for anything else.
        static_cast<void>(m_folder->remove(partialName(m_name, earlier->part)));
    }
    return create();
}

quint64 LocalPartial::resume(const TransferNote &earlier)
{
    const QByteArray name = partialName(m_name, earlier.part);
    auto file = m_folder->openFile(name, O_RDWR);
    struct stat found{};
    if (!earlier.isOfSameSource(m_note) || !file || ::fstat(file->get(), &found) != 0
        || !S_ISREG(found.st_mode) || found.st_nlink != 1 || found.st_uid != ::geteuid()) {
        return 0;
    }
    // What had not reached the disk is gone when the computer was started anew.
    const quint64 done = earlier.isOfSameRun(m_note) ? earlier.done : earlier.durable;
    if (done > earlier.size || done > static_cast<quint64>(found.st_size)) {
        return 0;
    }
    m_partial = name;
    m_file = std::move(*file);
    m_note.part = earlier.part;
    m_note.done = done;
    m_note.durable = earlier.durable;
    m_disk = makeDisk();
    m_flushed = done;
    return done;
}

Result<quint64> LocalPartial::create()
{
    m_note.part = newToken();
    m_note.done = 0;
    m_note.durable = 0;
    // The note is first: a part that nobody knows of would never be removed.
    writeNote(true);
    m_partial = partialName(m_name, m_note.part);
    auto file = m_folder->openFile(m_partial, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (!file) {
        removeNote();
        return failure(file.error());
    }
    m_file = std::move(*file);
    m_disk = makeDisk();
    return 0;
}

Result<void> LocalPartial::restart()
{
    m_note.done = 0;
    m_note.durable = 0;
    m_flushed = 0;
    m_disk = makeDisk();
    writeNote(true);
    if (::ftruncate(m_file.get(), 0) != 0) {
        return failure(localError(path(), errno));
    }
    return {};
}

Error LocalPartial::writeError(int number) const
{
    struct statvfs room{};
    struct stat found{};
    if (number != ENOSPC || ::fstatvfs(m_file.get(), &room) != 0
        || ::fstat(m_file.get(), &found) != 0) {
        return localError(path(), number);
    }
    const QString disk = QStorageInfo(QFile::decodeName(m_folder->path())).rootPath();
    const auto present = static_cast<quint64>(found.st_size);
    const quint64 left = m_note.size - std::min(m_note.size, present);
    const quint64 free = quint64{room.f_bavail} * room.f_frsize;
    return localDiskFull(path(), disk, left > free ? left - free : 0);
}

Result<void> LocalPartial::write(quint64 offset, std::span<const char> data)
{
    while (!data.empty()) {
        const ssize_t count = ::pwrite(
            m_file.get(), data.data(), data.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return failure(writeError(count == 0 ? ENOSPC : errno));
        }
        data = data.subspan(static_cast<std::size_t>(count));
        offset += static_cast<quint64>(count);
    }
    return {};
}

Result<QByteArray> LocalPartial::read(quint64 offset, quint32 length) const
{
    QByteArray bytes(length, Qt::Uninitialized);
    const ssize_t count = ::pread(m_file.get(), bytes.data(), length, static_cast<off_t>(offset));
    if (count != static_cast<ssize_t>(length)) {
        return failure(localError(path(), count < 0 ? errno : EIO));
    }
    return bytes;
}

void LocalPartial::confirm(quint64 done)
{
    m_note.done = done;
    if (done - m_flushed < noteEvery) {
        return;
    }
    // A wish only, so that little is left for the end; complete() is what counts.
    static_cast<void>(::sync_file_range(m_file.get(),
                                        static_cast<off_t>(m_flushed),
                                        static_cast<off_t>(done - m_flushed),
                                        SYNC_FILE_RANGE_WRITE));
    m_flushed = done;
    if (m_kept) {
        syncAhead();
        writeNote();
    }
}

std::shared_ptr<DiskSync> LocalPartial::makeDisk() const
{
    return std::make_shared<DiskSync>(
        m_folder, m_partial, noteName(m_name, noteKey(m_note.source)), m_note.durable);
}

void LocalPartial::syncAhead()
{
    m_note.durable = m_disk->durable();
    if (m_note.done - m_note.durable < syncEvery || !m_disk->begin()) {
        return;
    }
    diskThreads().start([file = duplicate(), disk = m_disk, done = m_note.done] {
        disk->wait(::fdatasync, file->get(), done); // complete() and leave() look at the error
        disk->end();
    });
}

std::function<Result<void>()> LocalPartial::syncing() const
{
    return
        [file = duplicate(), disk = m_disk, done = m_note.done, path = path()]() -> Result<void> {
            const int number = disk->wait(::fsync, file->get(), done);
            if (number != 0) {
                return failure(localError(path, number));
            }
            return {};
        };
}

std::shared_ptr<UniqueFd> LocalPartial::duplicate() const
{
    return std::make_shared<UniqueFd>(::fcntl(m_file.get(), F_DUPFD_CLOEXEC, 0)); // NOLINT
}

void LocalPartial::writeNote(bool isFirst)
{
    using Written = LocalNote::Written;
    const auto written = m_kept ? m_kept->write(m_note) : Written::Yes;
    // On a full disk what it said before is still true.
    if (written == Written::Torn || (written == Written::Not && isFirst)) {
        removeNote();
    }
}

void LocalPartial::removeNote()
{
    if (m_kept) {
        m_kept->remove();
        m_kept.reset();
    }
}

Result<void> LocalPartial::complete(const Attributes &source)
{
    if (const int number = m_disk->error(); number != 0) {
        return failure(localError(path(), number));
    }
    const mode_t mode = source.mode ? source.permissions() : 0644U;
    if (::fchmod(m_file.get(), mode) != 0) {
        return failure(localError(path(), errno));
    }
    if (source.times) {
        const std::array<timespec, 2> times{
            timespec{.tv_sec = source.times->accessed, .tv_nsec = 0},
            timespec{.tv_sec = source.times->modified, .tv_nsec = 0}};
        if (::futimens(m_file.get(), times.data()) != 0) {
            return failure(localError(path(), errno));
        }
    }
    return {};
}

Result<void> LocalPartial::sync(int file, const QByteArray &path)
{
    if (::fsync(file) != 0) {
        return failure(localError(path, errno));
    }
    return {};
}

Result<QByteArray> LocalPartial::publish(Conflict conflict)
{
    using Replace = LocalFolder::Replace;
    QByteArray name = m_name;
    auto renamed = m_folder->rename(
        m_partial, name, conflict == Conflict::Overwrite ? Replace::Yes : Replace::No);
    for (int number = 2;
         !renamed && conflict == Conflict::Rename
         && renamed.error().code == Error::Code::AlreadyExists && number < mostNumbers;
         ++number) {
        name = numberedName(m_name, number);
        renamed = m_folder->rename(m_partial, name, Replace::No);
    }
    if (!renamed) {
        return failure(renamed.error());
    }
    removeNote();
    return name;
}

void LocalPartial::leave(bool mayResume)
{
    if (!m_file.isValid()) {
        return;
    }
    m_disk->leave();
    const bool isSound = m_disk->error() == 0;
    if (mayResume && isSound && m_kept && m_note.done >= worthResuming) {
        // The source's bits may be set already; one that can't be written can't be resumed.
        static_cast<void>(::fchmod(m_file.get(), 0600)); // it is begun anew then
        writeNote();
    } else {
        removeNote();
    }
    if (!m_kept) {
        static_cast<void>(m_folder->remove(m_partial)); // another name is used the next time
    }
}

} // namespace Atelier::Sftp
