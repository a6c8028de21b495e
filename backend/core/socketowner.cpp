// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/socketowner.h"

#include "backend/core/socketdiagnosis.h"

#include <QByteArray>
#include <QFile>

#include <algorithm>
#include <array>
#include <filesystem>
#include <initializer_list>
#include <system_error>

namespace Atelier {

namespace {

// Columns of /proc/net/tcp (proc_net_tcp.txt of the kernel).
constexpr qsizetype localColumn = 1;
constexpr qsizetype remoteColumn = 2;
constexpr qsizetype stateColumn = 3;
constexpr qsizetype uidColumn = 7;
constexpr qsizetype inodeColumn = 9;
constexpr QByteArrayView listening("0A");

constexpr std::array tables{"/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6"};
// In tcp6 an IPv4 end stands behind the prefix ::ffff:0:0.
constexpr const char *mappedPrefix = "0000000000000000FFFF0000";

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
    return column == address || column == QByteArray(mappedPrefix).append(address);
}

/** Whether a socket bound to @p address, without its port, is reached by way of loopback. */
bool takesLoopback(const QByteArray &address)
{
    const QByteArray anywhere(8, '0');
    const QByteArray loopback = hexadecimal(htonl(INADDR_LOOPBACK), 8);
    const QByteArray anywhere6(32, '0');
    const QByteArray loopback6 = QByteArray(24, '0') + hexadecimal(htonl(1), 8);
    return matches(address, anywhere) || matches(address, loopback) || address == anywhere6
           || address == loopback6;
}

/** The next line of @p text from @p begin on, which then stands behind it. */
QByteArray nextLine(const QByteArray &text, qsizetype &begin)
{
    const qsizetype newline = text.indexOf('\n', begin);
    const qsizetype end = newline < 0 ? text.size() : newline;
    const QByteArray line = text.mid(begin, end - begin);
    begin = end + 1;
    return line;
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/** The part of a table that lists the listening sockets: they come first. */
QByteArray listeningPart(const QString &path)
{
    QFile file(path);
    QByteArray part;
    if (!file.open(QIODevice::ReadOnly)) {
        return part;
    }
    part += file.readLine(); // the heading
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.value(stateColumn) != listening) {
            break;
        }
        part += line;
    }
    return part;
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
        const QByteArray line = nextLine(text, begin);
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
    if (const auto found = diagnosedConnection(there, here)) {
        return found->isEmpty() ? std::nullopt : std::optional(found->constFirst().uid);
    }
    // The table is not read in one piece by the kernel: an entry can be missed while others vanish.
    for (int attempt = 0; attempt < 2; ++attempt) {
        for (const auto *path : tables) {
            // The peer's local end is our remote one.
            if (const auto owner = socketOwner(readAll(QString::fromLatin1(path)), there, here)) {
                return owner;
            }
        }
    }
    return std::nullopt;
}

QList<SocketOwner> listeners(QByteArrayView table, quint16 port)
{
    const QByteArray ending = ':' + hexadecimal(port, 4);
    const QByteArray text = QByteArray::fromRawData(table.data(), table.size());
    QList<SocketOwner> found;
    for (qsizetype begin = 0; begin < text.size();) {
        const QByteArray line = nextLine(text, begin);
        if (!line.contains(ending)) {
            continue;
        }
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.size() <= inodeColumn || columns.at(stateColumn) != listening
            || !columns.at(localColumn).endsWith(ending)
            || !takesLoopback(columns.at(localColumn).chopped(ending.size()))) {
            continue;
        }
        bool isUid = false;
        bool isInode = false;
        const SocketOwner owner{.uid = columns.at(uidColumn).toUInt(&isUid),
                                .inode = columns.at(inodeColumn).toULongLong(&isInode)};
        if (isUid && isInode) {
            found.append(owner);
        }
    }
    return found;
}

QList<SocketOwner> listenersAt(quint16 port)
{
    if (const auto diagnosed = diagnosedListeners(port)) {
        return *diagnosed;
    }
    QList<SocketOwner> found;
    for (int attempt = 0; attempt < 2 && found.isEmpty(); ++attempt) {
        for (const auto *path : tables) {
            found += listeners(listeningPart(QString::fromLatin1(path)), port);
        }
    }
    return found;
}

Holds processHolds(qint64 pid, quint64 inode)
{
    namespace fs = std::filesystem;
    const std::string wanted = "socket:[" + std::to_string(inode) + ']';
    const fs::path folder = "/proc/" + std::to_string(pid) + "/fd";
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error);
         !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        std::error_code unreadable; // closed meanwhile, or kept from us
        const fs::path target = fs::read_symlink(entry->path(), unreadable);
        if (unreadable == std::errc::permission_denied) {
            return Holds::Unknown;
        }
        if (target == wanted) {
            return Holds::Yes;
        }
    }
    return error == std::errc::permission_denied ? Holds::Unknown : Holds::No;
}

} // namespace Atelier
