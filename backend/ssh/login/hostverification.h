// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/login/logincontext.h"

namespace Atelier::Ssh {

/**
 * Whether the server of @p context is the one that is meant, by the rules of Destination: a key of
 * its list; else what is recorded; and for an unknown one what the person says, which is recorded.
 * Before it has returned without an error, no credential may be sent.
 */
[[nodiscard]] Result<void> verifyHost(LoginContext &context);

/** Before the key exchange: asks the server for a key of a type that is known of it. */
void preferKnownHostKeys(LIBSSH2_SESSION *session, const Destination &destination);

/** The name under which @p destination is recorded, and its port; 0: the name is an alias. */
[[nodiscard]] std::pair<QString, quint16> recordedName(const Destination &destination);

} // namespace Atelier::Ssh
