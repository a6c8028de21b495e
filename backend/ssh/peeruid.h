// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <netinet/in.h>
#include <sys/types.h>

#include <optional>

namespace Atelier::Ssh {

/**
 * The owner of the socket that /proc/net/tcp or tcp6, given as @p table, lists with these ends;
 * nothing when it is not listed.
 */
[[nodiscard]] std::optional<uid_t> socketOwner(QByteArrayView table,
                                               const sockaddr_in &local,
                                               const sockaddr_in &remote);

/** The user at the other end of an accepted loopback connection; nothing when there is none any
 * more. */
[[nodiscard]] std::optional<uid_t> peerUid(int connection);

} // namespace Atelier::Ssh
