// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QString>

namespace Atelier::Ssh {

/**
 * The content of a private key file. Like OpenSSH, refuses a file of ours that others may read or
 * write (Error::Code::KeyUnreadable): such a key must be taken for stolen.
 */
[[nodiscard]] Result<QByteArray> readPrivateKey(const QString &path);

} // namespace Atelier::Ssh
