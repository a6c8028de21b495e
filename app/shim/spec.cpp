// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/spec.h"

#include "app/shim/protocol.h"
#include "backend/posix/durablefile.h"

#include <stdexcept>

namespace Atelier::Shim {

Spec readSpec(const std::string &path)
{
    const nlohmann::json json = nlohmann::json::parse(Posix::readAll(path));
    if (json.at("protocol").get<int>() != protocolVersion) {
        throw std::runtime_error("spec.json is of another version");
    }
    Spec spec;
    spec.isolated = json.at("isolated").get<bool>();
    spec.command = json.at("command").get<std::vector<std::string>>();
    spec.environment = json.at("environment").get<std::map<std::string, std::string>>();
    spec.cpus = json.value("cpus", std::vector<int>());
    spec.preferredPort = json.value("preferredPort", std::uint16_t{0});
    spec.runtimeFolder = json.value("runtimeFolder", std::string());
    spec.memoryGroup = json.value("memoryGroup", std::string());
    spec.memoryBytes = json.value("memoryBytes", std::uint64_t{0});
    spec.graceMilliseconds = json.value("graceMilliseconds", 0);
    spec.node = json.value("node", nlohmann::json::object());
    return spec;
}

} // namespace Atelier::Shim
