// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace Atelier::Arm {

/** One entry of GET …/locations/{location}/vmSizes. */
struct VmSize
{
    QString name = {};   ///< "Local_C2_M8"
    QString family = {}; ///< "Local"
    int cores = 0;
    int gpus = 0;
    double memoryGiB = 0;
    bool operator==(const VmSize &) const = default;
};

/** Host totals and what is not promised to running instances; extension beside `value`. */
struct HostCapacity
{
    int cores = 0;
    int freeCores = 0;
    double memoryGiB = 0;
    double freeMemoryGiB = 0;
    bool operator==(const HostCapacity &) const = default;
};

struct VmSizeList
{
    QList<VmSize> sizes = {}; ///< smallest first
    HostCapacity capacity = {};
};

[[nodiscard]] Result<VmSizeList> vmSizeListFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const VmSizeList &list);

/** The families that sizes of a host belong to; a quota names them. GPUs have one of their own. */
inline constexpr QLatin1StringView localFamily("Local");
inline constexpr QLatin1StringView localGpuFamily("LocalGpu");

/** The catalogue of a host: powers of two up to, and always including, the whole host. */
[[nodiscard]] QList<VmSize> localSizes(int cores, double memoryGiB, int gpus);

/** "Local_C2_M8" -> size; nothing when the text is not such a name. */
[[nodiscard]] std::optional<VmSize> localSizeFrom(const QString &name);

} // namespace Atelier::Arm
