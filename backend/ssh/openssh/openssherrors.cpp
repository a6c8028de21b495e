// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/openssherrors.h"

#include "backend/ssh/errors.h"

#include <QCoreApplication>

#include <cerrno>

namespace Atelier::Ssh {

namespace {

QString opensshText(const char *text)
{
    return QCoreApplication::translate("Ssh::OpenSshErrors", text);
}

Error hostKeyError(const Destination &destination, bool hasChanged)
{
    return {.code = hasChanged ? Error::Code::HostKeyChanged : Error::Code::HostKeyUnknown,
            .message =
                opensshText(
                    hasChanged
                        ? QT_TRANSLATE_NOOP("Ssh::OpenSshErrors",
                                            "The host key of %1 is not the one that is known. The "
                                            "connection was refused.")
                        : QT_TRANSLATE_NOOP(
                              "Ssh::OpenSshErrors",
                              "The host key of %1 is not known. The connection was refused."))
                    .arg(destination.host),
            .target = destination.host};
}

/** OpenSSH's words have been the same for many years; what isn't found here is told as it is. */
Error classified(const Destination &destination, const QString &said, bool wasReady)
{
    const auto has = [&said](const char *words) { return said.contains(QLatin1String(words)); };
    if (has("IDENTIFICATION HAS CHANGED") || has("host key is known for")
        || has("Host key verification failed")) {
        return hostKeyError(destination, has("HAS CHANGED") || !destination.hostKeys.isEmpty());
    }
    if (has("UNPROTECTED PRIVATE KEY FILE") || has("bad permissions")) {
        return {.code = Error::Code::KeyUnreadable,
                .message = opensshText(QT_TRANSLATE_NOOP(
                    "Ssh::OpenSshErrors",
                    "A key file can be read by others; OpenSSH refuses to use it."))};
    }
    if (has("Permission denied") || has("Too many authentication failures")) {
        return {
            .code = Error::Code::AuthenticationRefused,
            .message = opensshText(QT_TRANSLATE_NOOP("Ssh::OpenSshErrors",
                                                     "%1 refused the login of user %2 by OpenSSH."))
                           .arg(destination.host, destination.user),
            .target = destination.user};
    }
    if (has("Could not resolve hostname")) {
        return {.code = Error::Code::NameNotResolved,
                .message = opensshText(
                               QT_TRANSLATE_NOOP("Ssh::OpenSshErrors", "The name %1 is not known."))
                               .arg(destination.host),
                .target = destination.host};
    }
    if (wasReady) {
        return lostError(destination, {});
    }
    if (has("Connection refused")) {
        return connectError(destination, ECONNREFUSED);
    }
    if (has("timed out") || has("not responding")) {
        return timeoutError(destination,
                            has("banner exchange") ? SessionState::Handshaking
                                                   : SessionState::Connecting);
    }
    if (has("No route to host")) {
        return connectError(destination, EHOSTUNREACH);
    }
    if (has("Network is unreachable")) {
        return connectError(destination, ENETUNREACH);
    }
    return {.code = Error::Code::HandshakeFailed,
            .message = opensshText(
                           QT_TRANSLATE_NOOP("Ssh::OpenSshErrors",
                                             "The SSH connection to %1:%2 could not be set up."))
                           .arg(destination.host, QString::number(destination.port)),
            .target = destination.host};
}

} // namespace

Error openSshError(const Destination &destination, const QString &said, bool wasReady)
{
    Error error = classified(destination, said, wasReady);
    error.detail = said.simplified();
    return error;
}

Error openSshLateError(const QString &target)
{
    return {.code = Error::Code::TimedOut,
            .message = opensshText(QT_TRANSLATE_NOOP(
                "Ssh::OpenSshErrors", "The server did not open the stream in time.")),
            .target = target};
}

Error openSshMissingError(const QString &program, const QString &detail)
{
    return {.code = Error::Code::NotFound,
            .message = opensshText(QT_TRANSLATE_NOOP("Ssh::OpenSshErrors",
                                                     "OpenSSH's client %1 can't be started."))
                           .arg(program),
            .detail = detail,
            .target = program};
}

} // namespace Atelier::Ssh
