// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/localpartial.h"

#include "backend/sftp/errors.h"
#include "backend/sftp/names.h"

#include <QCoreApplication>

#include <fcntl.h>
#include <sys/file.h>

#include <array>
#include <cerrno>

namespace Atelier::Sftp {

namespace {

constexpr int mostNumbers = 1000;
/** The disk begins to write so early, so that little is left for the end. */
constexpr quint64 flushEvery = quint64{8} * 1024 * 1024;
constexpr qsizetype longestNote = 64 * 1024;

Result<void> writeAll(int file, std::span<const char> data, quint64 offset, const QByteArray &path)
{
    while (!data.empty()) {
        const ssize_t count = ::pwrite(file, data.data(), data.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return failure(localError(path, count == 0 ? ENOSPC : errno));
        }
        data = data.subspan(static_cast<std::size_t>(count));
        offset += static_cast<quint64>(count);
    }
    return {};
}

QByteArray contentsOf(int file)
{
    QByteArray bytes(longestNote, Qt::Uninitialized);
    const ssize_t count = ::pread(file, bytes.data(), static_cast<std::size_t>(bytes.size()), 0);
    bytes.truncate(std::max<ssize_t>(count, 0));
    return bytes;
}

Error inUseError(const QByteArray &path)
{
    return {.code = Error::Code::Conflict,
            .message = QCoreApplication::translate(
                           "Sftp", "\"%1\" is being downloaded by somebody else already.")
                           .arg(shownName(path)),
            .target = shownName(path)};
}

} // namespace

LocalPartial::LocalPartial(LocalFolder::Pointer folder, const QByteArray &name)
    : m_folder(std::move(folder))
    , m_name(name)
    , m_partial(partialName(name))
{
}

Result<quint64> LocalPartial::open(const TransferNote &source, bool resumes)
{
    auto file = m_folder->openFile(m_partial, O_RDWR | O_CREAT, 0600);
    if (!file) {
        return failure(file.error());
    }
    if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return failure(inUseError(m_folder->pathOf(m_name)));
    }
    struct stat found{};
    if (::fstat(file->get(), &found) != 0 || !S_ISREG(found.st_mode) || found.st_nlink > 1) {
        return failure(notAFileError(m_folder->pathOf(m_partial)));
    }
    // Who held it may have given it its final name meanwhile, and that file is not ours to cut.
    const auto named = m_folder->status(m_partial);
    if (!named || named->st_ino != found.st_ino || named->st_dev != found.st_dev) {
        return failure(inUseError(m_folder->pathOf(m_name)));
    }
    m_file = std::move(*file);
    m_note = source;
    m_note.done = 0;
    if (found.st_size == 0) {
        return 0;
    }
    if (resumes) {
        const auto notes = m_folder->openFile(noteName(m_partial), O_RDONLY);
        const auto note = notes ? TransferNote::fromJson(contentsOf(notes->get())) : std::nullopt;
        if (note && note->isOfSameSource(source) && note->done <= source.size
            && note->done <= static_cast<quint64>(found.st_size)) {
            m_note.done = note->done;
            m_hasNote = true;
        }
    }
    m_noted = m_note.done;
    m_flushed = m_note.done;
    if (m_note.done == 0) {
        const auto emptied = restart();
        if (!emptied) {
            return failure(emptied.error());
        }
    }
    return m_note.done;
}

Result<void> LocalPartial::restart()
{
    m_note.done = 0;
    m_noted = 0;
    m_flushed = 0;
    removeNote();
    if (::ftruncate(m_file.get(), 0) != 0) {
        return failure(localError(m_folder->pathOf(m_partial), errno));
    }
    return {};
}

Result<void> LocalPartial::write(quint64 offset, std::span<const char> data)
{
    return writeAll(m_file.get(), data, offset, m_folder->pathOf(m_name));
}

Result<QByteArray> LocalPartial::read(quint64 offset, quint32 length) const
{
    QByteArray bytes(length, Qt::Uninitialized);
    const ssize_t count = ::pread(m_file.get(), bytes.data(), length, static_cast<off_t>(offset));
    if (count != static_cast<ssize_t>(length)) {
        return failure(localError(m_folder->pathOf(m_partial), count < 0 ? errno : EIO));
    }
    return bytes;
}

void LocalPartial::confirm(quint64 done)
{
    m_note.done = done;
    if (done - m_flushed >= flushEvery) {
        // A wish only; complete() is what counts.
        static_cast<void>(::sync_file_range(m_file.get(),
                                            static_cast<off_t>(m_flushed),
                                            static_cast<off_t>(done - m_flushed),
                                            SYNC_FILE_RANGE_WRITE));
        m_flushed = done;
    }
    if (done - m_noted >= noteEvery) {
        writeNote();
    }
}

void LocalPartial::writeNote()
{
    // Without a note the file is transferred anew: nothing is lost but time.
    const QByteArray name = noteName(m_partial);
    const QByteArray next = name + '~';
    const QByteArray json = m_note.toJson();
    const auto file = m_folder->openFile(next, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file && writeAll(file->get(), {json.data(), static_cast<std::size_t>(json.size())}, 0, next)
        && m_folder->rename(next, name, LocalFolder::Replace::Yes)) {
        m_hasNote = true;
        m_noted = m_note.done;
    }
}

void LocalPartial::removeNote()
{
    static_cast<void>(m_folder->remove(noteName(m_partial))); // harmless without its partial
    m_hasNote = false;
}

Result<void> LocalPartial::complete(const Attributes &source, bool isDurable)
{
    const QByteArray path = m_folder->pathOf(m_name);
    const mode_t mode = source.mode ? source.permissions() : 0644U;
    if (::fchmod(m_file.get(), mode) != 0) {
        return failure(localError(path, errno));
    }
    if (source.times) {
        const std::array<timespec, 2> times{
            timespec{.tv_sec = source.times->accessed, .tv_nsec = 0},
            timespec{.tv_sec = source.times->modified, .tv_nsec = 0}};
        if (::futimens(m_file.get(), times.data()) != 0) {
            return failure(localError(path, errno));
        }
    }
    if (isDurable && ::fsync(m_file.get()) != 0) {
        return failure(localError(path, errno));
    }
    return {};
}

Result<QByteArray> LocalPartial::publish(Conflict conflict, bool isDurable)
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
    if (m_hasNote) {
        removeNote();
    }
    if (isDurable && ::fsync(m_folder->descriptor()) != 0) {
        return failure(localError(m_folder->pathOf(name), errno));
    }
    return name;
}

void LocalPartial::leave(bool mayResume)
{
    if (!m_file.isValid()) {
        return;
    }
    if (mayResume && m_note.done >= worthResuming) {
        writeNote();
        return;
    }
    static_cast<void>(m_folder->remove(m_partial)); // what stays is overwritten by the next try
    removeNote();
}

} // namespace Atelier::Sftp
