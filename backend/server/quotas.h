// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/arm/usage.h"
#include "backend/core/result.h"

#include <QStringList>

namespace Atelier::Server {

/**
 * How many cores the instances of this computer may hold together: a file that whoever runs the
 * control plane may write, and without which there is no limit.
 *
 *   {"totalCores": 16, "families": {"Local": 8}}
 *
 * It is read anew each time, so that a change counts at once. One that can't be understood stops
 * new instances instead of letting everything through.
 */
class Quotas final
{
public:
    explicit Quotas(QString file);

    [[nodiscard]] Result<Arm::QuotaLimits> limits() const;
    [[nodiscard]] Result<void> setLimits(const Arm::QuotaLimits &limits) const;

    /** Whether @p wanted fits beside @p others; the error is Azure's. */
    [[nodiscard]] Result<void> admit(const QList<Arm::CoreUse> &others,
                                     const Arm::CoreUse &wanted) const;

private:
    QString m_file;
};

/** The cores that @p instance takes while it runs. */
[[nodiscard]] Arm::CoreUse fullUseOf(const Arm::ComputeInstance &instance);
/** The cores that it holds in its present state: as on Azure those of a stopped one too, unless it
 * has releaseQuotaOnStop. */
[[nodiscard]] Arm::CoreUse coreUseOf(const Arm::ComputeInstance &instance);

} // namespace Atelier::Server
