// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <expected>

namespace Atelier {

/** What a fallible operation returns: the value, or the one Error that explains its absence. */
template<typename T>
using Result = std::expected<T, Error>;

/** Shorthand for returning a failure from a function that returns Result<T>. */
inline std::unexpected<Error> failure(Error error)
{
    return std::unexpected(std::move(error));
}

} // namespace Atelier
