// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/destination.h"
#include "backend/ssh/resolver.h"

#include <QString>

#include <libssh2.h>

#include <vector>

namespace Atelier::Ssh {

// What a destination's observer is told; nothing happens without one.
void noteNameFound(const Destination &destination, const std::vector<Address> &addresses);
void noteConnected(const Destination &destination);
// The key is the one that @p session was presented.
void noteHostPresented(const Destination &destination, LIBSSH2_SESSION *session);
void noteHostVerified(const Destination &destination, LIBSSH2_SESSION *session);
/** @p method: of RFC 4252, with what it was done by. */
void noteLoggedIn(const Destination &destination, const QString &method);

} // namespace Atelier::Ssh
