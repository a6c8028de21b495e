// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/vmsize.h"

#include <QList>
#include <QString>

namespace Atelier::Engine {

/** What of this computer this user may use: cores by affinity, memory by the smallest limit above
 * us. */
struct HostTotals
{
    QList<int> cpus = {};
    double memoryGiB = 0;
};

[[nodiscard]] HostTotals hostTotals();

/** The cgroup below which nodes with a limit on memory can be made; empty where that is not
 * allowed. */
[[nodiscard]] QString delegatedMemoryGroup();

/** @p count of @p all, those first that the fewest others use. */
[[nodiscard]] QList<int> leastUsed(const QList<int> &all, const QList<QList<int>> &used, int count);

} // namespace Atelier::Engine
