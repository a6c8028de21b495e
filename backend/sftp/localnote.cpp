// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/localnote.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace Atelier::Sftp {

namespace {

constexpr qsizetype longestNote = 64 * 1024;

} // namespace

LocalNote::LocalNote(LocalFolder::Pointer folder, QByteArray name, UniqueFd file)
    : m_folder(std::move(folder))
    , m_name(std::move(name))
    , m_file(std::move(file))
{
}

std::optional<LocalNote> LocalNote::take(const LocalFolder::Pointer &folder, const QByteArray &name)
{
    auto file = folder->openFile(name, O_RDWR | O_CREAT, 0600);
    struct stat found{};
    if (!file || ::fstat(file->get(), &found) != 0 || !S_ISREG(found.st_mode) || found.st_nlink != 1
        || found.st_uid != ::geteuid()) {
        return std::nullopt;
    }
    if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && found.st_size == 0) {
            static_cast<void>(folder->remove(name)); // just made, where nothing can be locked
        }
        return std::nullopt;
    }
    // Who had it may have removed it meanwhile, and another may have made a new one.
    const auto named = folder->status(name);
    if (!named || named->st_ino != found.st_ino || named->st_dev != found.st_dev) {
        return std::nullopt;
    }
    return LocalNote(folder, name, std::move(*file));
}

std::optional<TransferNote> LocalNote::read() const
{
    QByteArray bytes(longestNote, Qt::Uninitialized);
    const ssize_t count = ::pread(
        m_file.get(), bytes.data(), static_cast<std::size_t>(bytes.size()), 0);
    bytes.truncate(std::max<ssize_t>(count, 0));
    return TransferNote::fromJson(bytes);
}

LocalNote::Written LocalNote::write(const TransferNote &note) const
{
    // Cut between the two it is no note. It grows as long as it is about one partial.
    const QByteArray json = note.toJson();
    const ssize_t count = ::pwrite(
        m_file.get(), json.constData(), static_cast<std::size_t>(json.size()), 0);
    if (count < 0) {
        return Written::Not;
    }
    const bool isWhole = count == json.size() && ::ftruncate(m_file.get(), json.size()) == 0;
    return isWhole ? Written::Yes : Written::Torn;
}

void LocalNote::remove() const
{
    static_cast<void>(m_folder->remove(m_name)); // harmless without its partial
}

} // namespace Atelier::Sftp
