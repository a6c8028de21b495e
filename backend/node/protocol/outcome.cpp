// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/protocol/outcome.h"

#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace Atelier::Node {

namespace {

constexpr std::array<std::pair<FaultCode, std::string_view>, 19> faultNames{{
    {FaultCode::Failed, "failed"},
    {FaultCode::Cancelled, "cancelled"},
    {FaultCode::Invalid, "invalid"},
    {FaultCode::NotFound, "not-found"},
    {FaultCode::AlreadyExists, "already-exists"},
    {FaultCode::NotAFolder, "not-a-folder"},
    {FaultCode::IsAFolder, "is-a-folder"},
    {FaultCode::PermissionDenied, "permission-denied"},
    {FaultCode::ReadOnly, "read-only"},
    {FaultCode::NoSpace, "no-space"},
    {FaultCode::Limit, "limit"},
    {FaultCode::Busy, "busy"},
    {FaultCode::LeadsOut, "leads-out"},
    {FaultCode::Changed, "changed"},
    {FaultCode::Unsupported, "unsupported"},
    {FaultCode::NoLocks, "no-locks"},
    {FaultCode::UnknownRequest, "unknown-request"},
    {FaultCode::Version, "version"},
    {FaultCode::Protocol, "protocol"},
}};

constexpr std::array<std::pair<int, FaultCode>, 18> systemCodes{{
    {ENOENT, FaultCode::NotFound},
    {EEXIST, FaultCode::AlreadyExists},
    {ENOTEMPTY, FaultCode::AlreadyExists},
    {ENOTDIR, FaultCode::NotAFolder},
    {EISDIR, FaultCode::IsAFolder},
    {EACCES, FaultCode::PermissionDenied},
    {EPERM, FaultCode::PermissionDenied},
    {EROFS, FaultCode::ReadOnly},
    {ENOSPC, FaultCode::NoSpace},
    {EDQUOT, FaultCode::NoSpace},
    {EMFILE, FaultCode::Limit},
    {ENFILE, FaultCode::Limit},
    {ENAMETOOLONG, FaultCode::Limit},
    {EFBIG, FaultCode::Limit},
    {EXDEV, FaultCode::LeadsOut},
    {ELOOP, FaultCode::LeadsOut},
    {EINVAL, FaultCode::Invalid},
    {ENOSYS, FaultCode::Unsupported},
}};

} // namespace

std::string_view nameOf(FaultCode code)
{
    const auto *found = std::ranges::find(faultNames, code, [](const auto &p) { return p.first; });
    return found == faultNames.end() ? "failed" : found->second;
}

FaultCode faultCodeFrom(std::string_view name)
{
    const auto *found = std::ranges::find(faultNames, name, [](const auto &p) { return p.second; });
    return found == faultNames.end() ? FaultCode::Failed : found->first;
}

Fault systemFault(int error, std::string_view path)
{
    const auto *found = std::ranges::find(
        systemCodes, error, [](const auto &p) { return p.first; });
    return {.code = found == systemCodes.end() ? FaultCode::Failed : found->second,
            .message = std::string(std::strerror(error)) + '.',
            .path = std::string(path)};
}

nlohmann::json jsonFrom(const Fault &fault)
{
    nlohmann::json json{{"code", nameOf(fault.code)}, {"message", fault.message}};
    if (!fault.path.empty()) {
        json["path"] = pathText(fault.path);
    }
    return json;
}

Fault faultFrom(const nlohmann::json &json)
{
    return {.code = faultCodeFrom(textIn(json, "code").value_or("")),
            .message = textIn(json, "message").value_or(""),
            .path = pathFrom(textIn(json, "path").value_or("")).value_or("")};
}

} // namespace Atelier::Node
