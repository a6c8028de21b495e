// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/peeruid.h"

#include <QByteArray>
#include <QFile>
#include <QList>

namespace Atelier::Ssh {

namespace {

// Columns of /proc/net/tcp (proc_net_tcp.txt of the kernel).
constexpr qsizetype localColumn = 1;
constexpr qsizetype remoteColumn = 2;
constexpr qsizetype uidColumn = 7;

QByteArray hexadecimal(quint32 value, int width)
{
    return QByteArray::number(value, 16).toUpper().rightJustified(width, '0');
}

/** As the table prints it: the address as a number in this machine's order, the port in the
 * network's. */
QByteArray printed(const sockaddr_in &address)
{
    return hexadecimal(address.sin_addr.s_addr, 8)
        .append(':')
        .append(hexadecimal(ntohs(address.sin_port), 4));
}

bool matches(const QByteArray &column, const QByteArray &address)
{
    // In tcp6 an IPv4 end stands behind the prefix ::ffff:0:0.
    return column == address || column == QByteArray("0000000000000000FFFF0000").append(address);
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

std::optional<uid_t> socketOwner(QByteArrayView table,
                                 const sockaddr_in &local,
                                 const sockaddr_in &remote)
{
    const QByteArray localEnd = printed(local);
    const QByteArray remoteEnd = printed(remote);
    const QByteArray text = QByteArray::fromRawData(table.data(), table.size());
    for (qsizetype begin = 0; begin < text.size();) {
        const qsizetype newline = text.indexOf('\n', begin);
        const qsizetype end = newline < 0 ? text.size() : newline;
        const QByteArray line = text.mid(begin, end - begin);
        begin = end + 1;
        if (!line.contains(localEnd) || !line.contains(remoteEnd)) {
            continue;
        }
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.size() <= uidColumn || !matches(columns.at(localColumn), localEnd)
            || !matches(columns.at(remoteColumn), remoteEnd)) {
            continue;
        }
        bool isNumber = false;
        const uid_t uid = columns.at(uidColumn).toUInt(&isNumber);
        return isNumber ? std::optional(uid) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<uid_t> peerUid(int connection)
{
    sockaddr_in here = {};
    sockaddr_in there = {};
    socklen_t hereLength = sizeof here;
    socklen_t thereLength = sizeof there;
    if (::getsockname(connection, reinterpret_cast<sockaddr *>(&here), &hereLength) != 0 // NOLINT
        || ::getpeername(connection, reinterpret_cast<sockaddr *>(&there), &thereLength)
               != 0) { // NOLINT
        return std::nullopt;
    }
    // The table is not read in one piece by the kernel: an entry can be missed while others vanish.
    for (int attempt = 0; attempt < 2; ++attempt) {
        for (const auto *path : {"/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6"}) {
            // The peer's local end is our remote one.
            if (const auto owner = socketOwner(readAll(QString::fromLatin1(path)), there, here)) {
                return owner;
            }
        }
    }
    return std::nullopt;
}

} // namespace Atelier::Ssh
