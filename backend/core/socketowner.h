// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>

#include <netinet/in.h>
#include <sys/types.h>

#include <optional>

/** Whose the sockets of this computer are. The kernel is asked; where it does not answer, its
 * tables /proc/net/tcp and tcp6 are read. */
namespace Atelier {

struct SocketOwner
{
    uid_t uid = 0;
    quint64 inode = 0; ///< what names the socket among a process's descriptors
    bool operator==(const SocketOwner &) const = default;
};

/** The owner of the socket that @p table lists with these ends; nothing when it is not listed. */
[[nodiscard]] std::optional<uid_t> socketOwner(QByteArrayView table,
                                               const sockaddr_in &local,
                                               const sockaddr_in &remote);

/** The user at the other end of an accepted loopback connection; nothing when there is none any
 * more. */
[[nodiscard]] std::optional<uid_t> peerUid(int connection);

/** The listening sockets in @p table that take a loopback connection to @p port. */
[[nodiscard]] QList<SocketOwner> listeners(QByteArrayView table, quint16 port);

/** Who takes a loopback connection to @p port of this computer; empty when nobody does. */
[[nodiscard]] QList<SocketOwner> listenersAt(quint16 port);

enum class Holds { No, Yes, Unknown };

/** Whether process @p pid has a descriptor of socket @p inode. Unknown when the kernel does not
 * tell: it keeps that from processes of other users and of other user namespaces. */
[[nodiscard]] Holds processHolds(qint64 pid, quint64 inode);

} // namespace Atelier
