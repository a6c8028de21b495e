// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/localfolder.h"

#include <atomic>
#include <mutex>

namespace Atelier::Sftp {

/** Waits in other threads for the disk that takes a part, and remembers what it said: an open file,
 *  however often its descriptor is duplicated, tells of a failed write only once. */
class DiskSync final
{
public:
    /** @p part and @p note in @p folder are removed when the disk fails after leave(). */
    DiskSync(LocalFolder::Pointer folder, QByteArray part, QByteArray note, quint64 durable);
    DiskSync(const DiskSync &) = delete;
    DiskSync &operator=(const DiskSync &) = delete;
    ~DiskSync() = default;

    /** Any thread, one after the other: fsync or fdatasync as @p call until the first @p done bytes
     *  are on the disk. What failed, now or before, as errno; 0: nothing. */
    int wait(int (*call)(int), int file, quint64 done);
    /** False: somebody does already. */
    [[nodiscard]] bool begin() { return !m_isUnderWay.exchange(true); }
    void end() { m_isUnderWay = false; }

    /** What the disk has refused so far, as errno. */
    [[nodiscard]] int error() const { return m_error; }
    /** So many bytes from the beginning it has. */
    [[nodiscard]] quint64 durable() const { return m_durable; }
    /** The part is to be resumed by others, who see no errors of this. */
    void leave() { m_isLeft = true; }

private:
    const LocalFolder::Pointer m_folder;
    const QByteArray m_part;
    const QByteArray m_note;
    std::mutex m_disk;
    std::atomic<quint64> m_durable;
    std::atomic<int> m_error = 0;
    std::atomic<bool> m_isUnderWay = false;
    std::atomic<bool> m_isLeft = false;
};

} // namespace Atelier::Sftp
