// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Why a request, or one entry of it, came to nothing. On the wire as a word, see nameOf(). */
enum class FaultCode : std::uint8_t {
    Failed, ///< anything else; what an unknown word reads as
    Cancelled,
    Invalid, ///< the request itself is wrong
    NotFound,
    AlreadyExists,
    NotAFolder,
    IsAFolder,
    PermissionDenied,
    ReadOnly,
    NoSpace,
    Limit,    ///< one of the machine's or the protocol's
    Busy,     ///< too much at once: again later
    LeadsOut, ///< of the folder that the request is bound to
    Changed,  ///< while it was read
    Unsupported,
    NoLocks, ///< the file system has none
    UnknownRequest,
    Version,
    Protocol,
};

/** What went wrong: the word for the program, an English sentence for logs and details. */
struct Fault
{
    FaultCode code = FaultCode::Failed;
    std::string message = {};
    std::string path = {}; ///< what it is about, bytes; empty: the request as a whole
};

template<typename T>
using Outcome = std::expected<T, Fault>;

[[nodiscard]] std::string_view nameOf(FaultCode code);
[[nodiscard]] FaultCode faultCodeFrom(std::string_view name);

/** A fault from @p error, an errno, about @p path. */
[[nodiscard]] Fault systemFault(int error, std::string_view path = {});

/** {"code":"not-found","message":"…","path":"…"}, the path as pathText(). */
[[nodiscard]] nlohmann::json jsonFrom(const Fault &fault);
/** Whatever comes, it is a fault; what isn't understood is left out. */
[[nodiscard]] Fault faultFrom(const nlohmann::json &json);

} // namespace Atelier::Node
