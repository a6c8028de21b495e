// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/server/framewriter.h"

#include <poll.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>

namespace Atelier::Node {

bool FrameWriter::write(FrameType type, std::uint32_t id, std::string_view payload)
{
    const FrameHeader header = frameHeader(type, id, payload.size());
    const std::lock_guard lock(m_mutex);
    return writeBoth({header.data(), header.size()}, payload);
}

bool FrameWriter::writeRaw(std::string_view bytes)
{
    const std::lock_guard lock(m_mutex);
    return writeBoth(bytes, {});
}

bool FrameWriter::writeBoth(std::string_view first, std::string_view second)
{
    while (!m_isBroken && !(first.empty() && second.empty())) {
        // iovec is for reading into as well, hence not const.
        std::array<iovec, 2> parts{
            {{.iov_base = const_cast<char *>(first.data()), .iov_len = first.size()},
             {.iov_base = const_cast<char *>(second.data()), .iov_len = second.size()}}};
        const ssize_t written = ::writev(m_descriptor, parts.data(), parts.size());
        if (written >= 0) {
            const auto count = static_cast<std::size_t>(written);
            const std::size_t ofFirst = std::min(count, first.size());
            first.remove_prefix(ofFirst);
            second.remove_prefix(count - ofFirst);
        } else if (errno == EAGAIN) {
            pollfd ready{.fd = m_descriptor, .events = POLLOUT, .revents = 0};
            m_isBroken = ::poll(&ready, 1, -1) < 0 && errno != EINTR;
        } else {
            m_isBroken = errno != EINTR;
        }
    }
    return !m_isBroken;
}

} // namespace Atelier::Node
