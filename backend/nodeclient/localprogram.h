// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

namespace Atelier::NodeClient {

/** The atelier-node that belongs to this studio. */
struct LocalProgram
{
    QString path = {};
    QByteArray digest = {};  ///< SHA-256, 64 hexadecimal digits
    QByteArray machine = {}; ///< as uname -m names it: "x86_64", "aarch64"
};

/** Found and read in another thread. NotFound: the installation lacks it. */
[[nodiscard]] QFuture<Result<LocalProgram>> findLocalProgram();

/** Names of one processor architecture are made equal: "amd64" is "x86_64". */
[[nodiscard]] QByteArray machineName(const QByteArray &name);

} // namespace Atelier::NodeClient
