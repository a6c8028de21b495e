// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/engine/local/nodelayout.h"

#include <QString>
#include <QStringList>

namespace Atelier::Engine {

/**
 * Composes the /etc of a sandbox. The host's cannot be bound whole: root's files would seem to
 * belong to nobody there, and ssh and git refuse such configuration.
 *
 * Returns what of the host's /etc is to be bound over it (absolute paths; the places are made).
 */
[[nodiscard]] Result<QStringList> composeEtc(const QString &folder,
                                             const QString &hostName,
                                             const NodeLayout &layout,
                                             const HostEnvironment &host,
                                             const QByteArray &resolvConf);

/** Replaces the resolver's configuration of a node, also while it runs. */
[[nodiscard]] Result<void> writeResolvConf(const QString &etc, const QByteArray &content);

} // namespace Atelier::Engine
