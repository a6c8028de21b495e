// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/partclaim.h"

#include <QCryptographicHash>
#include <QSysInfo>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>

namespace Atelier::Sftp {

namespace {

constexpr qsizetype keyLength = 16;

/** Claims are seen within a network namespace, and containers share much of the rest. */
QByteArray thisComputer()
{
    struct stat network{};
    const bool isKnown = ::stat("/proc/self/ns/net", &network) == 0;
    return QSysInfo::machineUniqueId() + '/' + QSysInfo::machineHostName().toUtf8() + '/'
           + QByteArray::number(::getuid()) + '/'
           + QByteArray::number(isKnown ? static_cast<qulonglong>(network.st_ino) : 0U);
}

} // namespace

std::optional<PartClaim> PartClaim::take(const QByteArray &token)
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    // A name without a file: unix(7), "abstract".
    const QByteArray name = "atelier-part-" + token;
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    const auto size = static_cast<std::size_t>(name.size());
    if (!socket.isValid() || size + 1 > sizeof address.sun_path) {
        return std::nullopt;
    }
    std::memcpy(&address.sun_path[1], name.constData(), size);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + size);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), length) != 0) {
        return std::nullopt;
    }
    return PartClaim(std::move(socket));
}

QByteArray noteKey(const QByteArray &source)
{
    static const QByteArray here = thisComputer();
    QCryptographicHash digest(QCryptographicHash::Sha256);
    digest.addData(here);
    digest.addData(QByteArrayView("\0", 1));
    digest.addData(source);
    return digest.result().toHex().first(keyLength);
}

} // namespace Atelier::Sftp
