// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QString>

namespace Atelier::Server {

/** One OpenSSH public key line whose blob is what its type says; a private key is refused. */
[[nodiscard]] Result<void> checkPublicKey(const QString &line, const QString &target);

} // namespace Atelier::Server
