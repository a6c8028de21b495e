// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace Atelier::Arm {

/** The cores that one compute holds. */
struct CoreUse
{
    QString compute = {};
    QString family = {}; ///< of its size
    int cores = 0;
    bool operator==(const CoreUse &) const = default;
};

/** How many cores may be held; nothing: no limit of its own. */
struct QuotaLimits
{
    std::optional<int> totalCores = {};
    QMap<QString, int> families = {};
    bool operator==(const QuotaLimits &) const = default;
};

/** The last part of the id of the quota on all cores together. */
inline constexpr auto totalCoresQuota = "Total_Cluster_Dedicated_Regional_vCPUs";

/** GET …/usages: computes, cores in total, per family and per compute; limit -1 where none is set.
 */
[[nodiscard]] QJsonArray usagesJson(const QList<CoreUse> &uses,
                                    const QuotaLimits &limits,
                                    const QStringList &families);
/** GET …/quotas. */
[[nodiscard]] QJsonArray quotasJson(const QuotaLimits &limits, const QStringList &families);

} // namespace Atelier::Arm
