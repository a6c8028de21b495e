// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/answerer.h"

#include "backend/client/detachedprocess.h"
#include "backend/core/socketowner.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>

#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace Atelier::Client {

namespace {

constexpr qint64 longestPid = 32;

QList<SocketOwner> answerers(const QUrl &url)
{
    return listenersAt(static_cast<quint16>(url.port(0)));
}

bool areAllOf(const QList<SocketOwner> &owners, uid_t user)
{
    return std::ranges::all_of(owners,
                               [user](const SocketOwner &owner) { return owner.uid == user; });
}

} // namespace

bool isOnThisComputer(const QUrl &url)
{
    const QString host = url.host();
    return host == u"localhost" || QHostAddress(host).isLoopback();
}

Result<void> checkAnswerer(const QUrl &url, uid_t user)
{
    if (!isOnThisComputer(url)) {
        return {};
    }
    const QList<SocketOwner> owners = answerers(url);
    if (owners.isEmpty()) {
        return failure(
            {.code = Error::Code::Unreachable,
             .message = QCoreApplication::translate("Atelier::Client::Answerer",
                                                    "Atelier's background service does not "
                                                    "answer."),
             .detail = QStringLiteral("nobody listens at ") + url.authority()});
    }
    if (!areAllOf(owners, user)) {
        return failure(
            {.code = Error::Code::PermissionDenied,
             .message = QCoreApplication::translate("Atelier::Client::Answerer",
                                                    "Another user's program has taken the place "
                                                    "of Atelier's background service. Nothing was "
                                                    "told to it."),
             .detail = QStringLiteral("%1 belongs to user %2")
                           .arg(url.authority())
                           .arg(owners.constFirst().uid)});
    }
    return {};
}

bool isAnsweredBy(const Endpoint &endpoint)
{
    if (!DetachedProcess::isAlive(endpoint.pid)) {
        return false;
    }
    if (!isOnThisComputer(endpoint.url)) {
        return true;
    }
    const QList<SocketOwner> owners = answerers(endpoint.url);
    return !owners.isEmpty() && areAllOf(owners, ::geteuid())
           && std::ranges::all_of(owners, [&endpoint](const SocketOwner &owner) {
                  return processHolds(endpoint.pid, owner.inode) != Holds::No;
              });
}

bool holdsFolder(qint64 pid, const QString &dataFolder)
{
    QFile lock(dataFolder + u"/lock");
    if (!lock.open(QIODevice::ReadOnly)) {
        return false;
    }
    // Let go again with the file: who begins to run just now tries for a while.
    const bool isFree = ::flock(lock.handle(), LOCK_SH | LOCK_NB) == 0;
    return !isFree && errno == EWOULDBLOCK && lock.read(longestPid).trimmed().toLongLong() == pid;
}

} // namespace Atelier::Client
