// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/localsource.h"

#include "backend/sftp/errors.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace Atelier::Sftp {

namespace {

/** The protocol ends in 2106 and begins in 1970. */
quint32 protocolTime(time_t seconds)
{
    return static_cast<quint32>(
        std::clamp<qint64>(seconds, 0, std::numeric_limits<quint32>::max()));
}

} // namespace

LocalSource::LocalSource(UniqueFd file, QByteArray path, const struct stat &status)
    : m_file(std::move(file))
    , m_path(std::move(path))
    , m_status(status)
{
}

Result<LocalSource> LocalSource::open(const LocalFolder::Pointer &folder, const QByteArray &name)
{
    auto file = folder->openFile(name, O_RDONLY);
    if (!file) {
        return failure(file.error());
    }
    struct stat status{};
    if (::fstat(file->get(), &status) != 0) {
        return failure(localError(folder->pathOf(name), errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(notAFileError(folder->pathOf(name)));
    }
    // Advice: the kernel reads ahead.
    static_cast<void>(::posix_fadvise(file->get(), 0, 0, POSIX_FADV_SEQUENTIAL));
    return LocalSource(std::move(*file), folder->pathOf(name), status);
}

Attributes LocalSource::attributes() const
{
    return {.mode = static_cast<quint32>(m_status.st_mode) & 0777U,
            .times = FileTimes{.accessed = protocolTime(m_status.st_atim.tv_sec),
                               .modified = protocolTime(m_status.st_mtim.tv_sec)}};
}

TransferNote LocalSource::note() const
{
    return {.source = m_path,
            .size = size(),
            .modified = static_cast<quint64>(m_status.st_mtim.tv_sec)};
}

Result<void> LocalSource::read(quint64 offset, std::span<char> room) const
{
    while (!room.empty()) {
        const ssize_t count = ::pread(
            m_file.get(), room.data(), room.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return failure(count == 0 ? changedError(m_path) : localError(m_path, errno));
        }
        room = room.subspan(static_cast<std::size_t>(count));
        offset += static_cast<quint64>(count);
    }
    return {};
}

Result<void> LocalSource::checkUnchanged() const
{
    struct stat now{};
    if (::fstat(m_file.get(), &now) != 0) {
        return failure(localError(m_path, errno));
    }
    if (now.st_size != m_status.st_size || now.st_mtim.tv_sec != m_status.st_mtim.tv_sec
        || now.st_mtim.tv_nsec != m_status.st_mtim.tv_nsec) {
        return failure(changedError(m_path));
    }
    return {};
}

} // namespace Atelier::Sftp
