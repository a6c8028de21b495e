// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/destination.h"

#include <QString>

#include <libssh2.h>

namespace Atelier::Ssh {

/** libssh2's own words for its last fault, with the number; for Error::detail. */
[[nodiscard]] QString lastDetail(LIBSSH2_SESSION *session, int code);

/** True when @p code says that the connection as a whole is unusable. */
[[nodiscard]] bool isConnectionFault(int code);

/** connect(2) failed with @p number. */
[[nodiscard]] Error connectError(const Destination &destination, int number);

/** The banner exchange or key exchange failed with @p code. */
[[nodiscard]] Error handshakeError(const Destination &destination,
                                   LIBSSH2_SESSION *session,
                                   int code);

/** Whether a server that says @p greeting and goes has no room for one more login at the moment. */
[[nodiscard]] bool isBusyGreeting(const QByteArray &greeting);

/** The server has too many unfinished logins. Error::Code::Unavailable: worth another attempt. */
[[nodiscard]] Error busyError(const Destination &destination, const QByteArray &greeting);

/** @p step, a SessionState before Ready, took longer than the destination allows. */
[[nodiscard]] Error timeoutError(const Destination &destination, SessionState step);

/** An established connection broke. */
[[nodiscard]] Error lostError(const Destination &destination, const QString &detail);

/** An established connection gave no answer for too long. */
[[nodiscard]] Error silentError(const Destination &destination);

} // namespace Atelier::Ssh
