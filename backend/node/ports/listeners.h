// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace Atelier::Node {

/** A TCP socket that waits for connections, as /proc/net/tcp has it. */
struct ListeningSocket
{
    std::uint64_t inode = 0;
    std::uint16_t port = 0;
    uid_t user = 0;
    std::string address; ///< "127.0.0.1", "0.0.0.0", "::1", "::"

    bool operator==(const ListeningSocket &) const = default;
};

/** Those in the text of /proc/net/tcp, or of tcp6 when @p isV6. Lines that can't be read are left
 * out. */
[[nodiscard]] std::vector<ListeningSocket> listeningSockets(std::string_view text, bool isV6);
/** Of this network namespace and @p user, v4 first. */
[[nodiscard]] std::vector<ListeningSocket> listeningSockets(uid_t user);

/** Which process of this user has which of @p inodes open, of the processes that can be seen; the
 * one that was started first where several do. Sockets of other PID namespaces are missing. */
[[nodiscard]] std::unordered_map<std::uint64_t, pid_t> ownersOf(
    const std::unordered_set<std::uint64_t> &inodes);

} // namespace Atelier::Node
