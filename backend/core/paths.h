// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Paths {

/** Where the control plane of this user keeps its state: $ATELIER_DATA, else
 * ~/.local/share/atelier. */
[[nodiscard]] QString dataFolder();

/** The studio's own key pair and settings: $ATELIER_CONFIG, else ~/.config/atelier. */
[[nodiscard]] QString configFolder();

/** What can be made again: $ATELIER_CACHE, else ~/.cache/atelier. */
[[nodiscard]] QString cacheFolder();

/** The shared workspace that the person can see: $ATELIER_WORKSPACE, else ~/Atelier. */
[[nodiscard]] QString workspaceFolder();

/** A program of ours: beside this one, else in libexec of the installation. Empty when missing. */
[[nodiscard]] QString program(const QString &name);

} // namespace Atelier::Paths
