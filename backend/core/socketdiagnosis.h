// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/socketowner.h"

/** The kernel's own lookup of TCP sockets (sock_diag(7)): takes microseconds where reading
 * /proc/net/tcp takes milliseconds, because that walks a table for all connections there could be.
 * Each answers nothing where the kernel has no such lookup or does not allow it. */
namespace Atelier {

/** The listening sockets that take a loopback connection to @p port. */
[[nodiscard]] std::optional<QList<SocketOwner>> diagnosedListeners(quint16 port);

/** The owner of the socket with these ends, in a list of one; an empty list when there is none. */
[[nodiscard]] std::optional<QList<SocketOwner>> diagnosedConnection(const sockaddr_in &local,
                                                                    const sockaddr_in &remote);

} // namespace Atelier
