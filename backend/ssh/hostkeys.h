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

/** Refuses everything but a known key. */
[[nodiscard]] Result<void> verifyHostKey(const Destination &destination, const HostKey &presented);

} // namespace Atelier::Ssh
