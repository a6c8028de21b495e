// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/arm/vmsize.h"
#include "backend/core/result.h"

namespace Atelier::Server {

/** What the rules are checked against. */
struct HostFacts
{
    Arm::VmSizeList sizes = {};
    QString dataFolder = {}; ///< must not be seen inside an instance
};

// Each names in Error::target the field that broke its rule.

/** The compute name rules; target "name". */
[[nodiscard]] Result<void> checkName(const QString &name);
/** The offered size of that name, compared without case; target "vmSize". */
[[nodiscard]] Result<Arm::VmSize> checkSize(const QString &name, const Arm::VmSizeList &sizes);
/** A key is needed where logins are allowed; target "sshSettings.adminPublicKey". */
[[nodiscard]] Result<void> checkSsh(const Arm::SshSettings &ssh);
/** Targets "dataMounts[i].source" and "dataMounts[i].mountPath". */
[[nodiscard]] Result<void> checkMounts(const QList<Arm::DataMount> &mounts, const HostFacts &facts);

/** All of them, in the order of the form. */
[[nodiscard]] Result<void> checkInstance(const Arm::ComputeInstance &instance,
                                         const HostFacts &facts);

} // namespace Atelier::Server
