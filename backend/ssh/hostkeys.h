// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/destination.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Atelier::Ssh {

/** The key in an SSH wire blob; its type stands at the beginning. */
[[nodiscard]] HostKey hostKeyFromBlob(const QByteArray &blob);

/**
 * The host key methods to offer: those of the known keys first, so that the server presents one of
 * them when it has it, then the rest of @p supported, so that a key of another type can be named
 * in the refusal. SHA-1 signatures and certificates are left out.
 */
[[nodiscard]] QByteArray hostKeyMethods(const QList<HostKey> &known,
                                        const QList<QByteArray> &supported);

/** The host key is recorded nowhere, and nobody decided on it. */
[[nodiscard]] Error unknownHostError(const Destination &destination, const HostKey &presented);
/** Other keys than @p presented are known. */
[[nodiscard]] Error changedHostError(const Destination &destination,
                                     const QList<HostKey> &known,
                                     const HostKey &presented);
/** The key is marked as one that nobody may use any more. */
[[nodiscard]] Error revokedHostError(const Destination &destination, const HostKey &presented);

/** Refuses everything but a key of Destination::hostKeys. */
[[nodiscard]] Result<void> verifyHostKey(const Destination &destination, const HostKey &presented);

} // namespace Atelier::Ssh
