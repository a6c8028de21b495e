// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace Atelier::Node {

/** What a process that listens is, as far as a person is concerned. */
struct KnownTool
{
    std::string program = {}; ///< "tensorboard", "python3", "uvicorn"
    std::string label = {};   ///< "TensorBoard"; empty: not one of the well-known ones
    bool isHidden = false;    ///< never worth offering: the SSH server
    bool hidesMany = false;   ///< a Jupyter kernel: its ports of the ephemeral range are its own
};

/** From @p name, the kernel's name of the process, and @p command, its arguments. */
[[nodiscard]] KnownTool knownTool(std::string_view name, const std::vector<std::string> &command);

/** A command for people: its words up to about 200 bytes, control characters replaced. */
[[nodiscard]] std::string shortCommand(const std::vector<std::string> &command);

} // namespace Atelier::Node
