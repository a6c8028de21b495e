// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/disksync.h"

#include <cerrno>

namespace Atelier::Sftp {

namespace {

/** Other errors say that there was nothing to wait with, or for. */
bool isOfDisk(int number)
{
    return number != 0 && number != EINTR && number != EBADF && number != EINVAL && number != ENOSYS
           && number != EOPNOTSUPP;
}

} // namespace

DiskSync::DiskSync(LocalFolder::Pointer folder, QByteArray part, QByteArray note, quint64 durable)
    : m_folder(std::move(folder))
    , m_part(std::move(part))
    , m_note(std::move(note))
    , m_durable(durable)
{
}

int DiskSync::wait(int (*call)(int), int file, quint64 done)
{
    const std::scoped_lock lock(m_disk);
    const int number = call(file) == 0 ? 0 : errno;
    if (isOfDisk(number)) {
        m_error = number;
    }
    if (number == 0 && m_error == 0) {
        m_durable = std::max(m_durable.load(), done);
    }
    // Who leaves says so before looking at the error: one of the two removes them.
    if (m_error != 0 && m_isLeft) {
        static_cast<void>(m_folder->remove(m_note)); // nobody is there to be told
        static_cast<void>(m_folder->remove(m_part));
    }
    return number != 0 ? number : m_error.load();
}

} // namespace Atelier::Sftp
