// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/core/uniquefd.h"

#include <QString>

#include <chrono>
#include <memory>

namespace Atelier::Ssh {

/** What a login shell does before and after it runs a command. */
struct ShellProbe
{
    qint64 chatter = 0;                     ///< bytes that it wrote before the command's own
    std::chrono::microseconds roundTrip{0}; ///< of one byte there and back, the best of some
};

/** The command that probeShell() talks to. */
[[nodiscard]] QString probeCommand();

// Both block for at most ten seconds; shutting the descriptor down ends them at once.
[[nodiscard]] Result<ShellProbe> probeShell(const std::shared_ptr<UniqueFd> &descriptor);
/** Whether what answers speaks SFTP (draft-ietf-secsh-filexfer-02, section 4); its version. */
[[nodiscard]] Result<int> probeSftp(const std::shared_ptr<UniqueFd> &descriptor);

} // namespace Atelier::Ssh
