// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/errors.h"

#include <QCoreApplication>

#include <cerrno>

namespace Atelier::Ssh {

namespace {

QString seconds(std::chrono::milliseconds span)
{
    return QString::number(static_cast<double>(span.count()) / 1000.0, 'g', 3);
}

QString place(const Destination &destination)
{
    return destination.host + QLatin1Char(':') + QString::number(destination.port);
}

} // namespace

QString lastDetail(LIBSSH2_SESSION *session, int code)
{
    char *text = nullptr;
    int length = 0;
    if (session != nullptr && libssh2_session_last_error(session, &text, &length, 0) != 0
        && text != nullptr) {
        return QStringLiteral("libssh2 %1: %2").arg(code).arg(QString::fromUtf8(text, length));
    }
    return QStringLiteral("libssh2 %1").arg(code);
}

bool isConnectionFault(int code)
{
    switch (code) {
    case LIBSSH2_ERROR_SOCKET_NONE:
    case LIBSSH2_ERROR_SOCKET_SEND:
    case LIBSSH2_ERROR_SOCKET_RECV:
    case LIBSSH2_ERROR_SOCKET_DISCONNECT:
    case LIBSSH2_ERROR_SOCKET_TIMEOUT:
    case LIBSSH2_ERROR_BAD_SOCKET:
    case LIBSSH2_ERROR_INVALID_MAC:
    case LIBSSH2_ERROR_DECRYPT:
    case LIBSSH2_ERROR_ENCRYPT:
    case LIBSSH2_ERROR_PROTO:
    case LIBSSH2_ERROR_KEX_FAILURE:
    case LIBSSH2_ERROR_KEY_EXCHANGE_FAILURE:
    case LIBSSH2_ERROR_OUT_OF_BOUNDARY:
    case LIBSSH2_ERROR_ALLOC:
        return true;
    default:
        return false;
    }
}

Error connectError(const Destination &destination, int number)
{
    Error error{.code = Error::Code::Unreachable,
                .message = QCoreApplication::translate("Ssh::Errors", "%1 can't be reached: %2.")
                               .arg(place(destination), qt_error_string(number)),
                .detail = QStringLiteral("errno %1").arg(number),
                .target = destination.host};
    if (number == ECONNREFUSED) {
        error.code = Error::Code::ConnectionRefused;
        error.message = QCoreApplication::translate(
                            "Ssh::Errors",
                            "%1 refused the connection: no SSH server listens on port %2.")
                            .arg(destination.host, QString::number(destination.port));
    } else if (number == ETIMEDOUT) {
        return timeoutError(destination, SessionState::Connecting);
    }
    return error;
}

Error handshakeError(const Destination &destination, LIBSSH2_SESSION *session, int code)
{
    Error error{.code = Error::Code::HandshakeFailed,
                .message = {},
                .detail = lastDetail(session, code),
                .target = destination.host};
    switch (code) {
    case LIBSSH2_ERROR_KEX_FAILURE:
    case LIBSSH2_ERROR_KEY_EXCHANGE_FAILURE:
    case LIBSSH2_ERROR_METHOD_NONE:
        error.message = QCoreApplication::translate(
                            "Ssh::Errors",
                            "The SSH server at %1 and this program have no encryption in common.")
                            .arg(place(destination));
        break;
    case LIBSSH2_ERROR_SOCKET_DISCONNECT:
    case LIBSSH2_ERROR_SOCKET_RECV:
    case LIBSSH2_ERROR_SOCKET_SEND:
    case LIBSSH2_ERROR_BANNER_RECV:
    case LIBSSH2_ERROR_BANNER_SEND:
        error.message = QCoreApplication::translate(
                            "Ssh::Errors",
                            "%1 ended the connection before it answered as an SSH server.")
                            .arg(place(destination));
        break;
    default:
        error.message = QCoreApplication::translate("Ssh::Errors",
                                                    "The SSH connection to %1 could not be set up.")
                            .arg(place(destination));
        break;
    }
    return error;
}

bool isBusyGreeting(const QByteArray &greeting)
{
    // The words of OpenSSH's sshd.c for MaxStartups and PerSourcePenalties.
    return greeting.startsWith("Exceeded MaxStartups")
           || greeting.startsWith("Not allowed at this time");
}

Error busyError(const Destination &destination, const QByteArray &greeting)
{
    return {.code = Error::Code::Unavailable,
            .message = QCoreApplication::translate("Ssh::Errors",
                                                   "%1 refuses new connections just now (too many "
                                                   "are starting). Try again in a moment.")
                           .arg(place(destination)),
            .detail = QString::fromUtf8(greeting).trimmed(),
            .target = destination.host};
}

Error timeoutError(const Destination &destination, SessionState step)
{
    QString message;
    switch (step) {
    case SessionState::Handshaking:
        message = QCoreApplication::translate(
            "Ssh::Errors",
            "%1 took the connection but did not answer as an SSH server within %2 s.");
        break;
    case SessionState::Authenticating:
        message = QCoreApplication::translate("Ssh::Errors",
                                              "%1 did not finish the login within %2 s.");
        break;
    default:
        message = QCoreApplication::translate("Ssh::Errors", "%1 did not answer within %2 s.");
        break;
    }
    return {.code = Error::Code::TimedOut,
            .message = message.arg(place(destination), seconds(destination.connectTimeout)),
            .target = destination.host};
}

Error lostError(const Destination &destination, const QString &detail)
{
    return {.code = Error::Code::ConnectionLost,
            .message = QCoreApplication::translate("Ssh::Errors", "The connection to %1 was lost.")
                           .arg(place(destination)),
            .detail = detail,
            .target = destination.host};
}

Error silentError(const Destination &destination)
{
    return {
        .code = Error::Code::ConnectionLost,
        .message = QCoreApplication::translate(
                       "Ssh::Errors", "The connection to %1 was lost: it gave no answer for %2 s.")
                       .arg(place(destination), seconds(destination.keepAlive)),
        .target = destination.host};
}

} // namespace Atelier::Ssh
