// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <chrono>

namespace Atelier::Ssh {

/** How long a further connection that could not be made for @p reason is left alone. */
[[nodiscard]] inline std::chrono::milliseconds downTime(Error::Code reason)
{
    // Servers count logins that fail against the user.
    const bool isLogin = reason == Error::Code::AuthenticationRefused
                         || reason == Error::Code::Cancelled || reason == Error::Code::KeyUnreadable
                         || reason == Error::Code::HostKeyUnknown
                         || reason == Error::Code::HostKeyChanged;
    return isLogin ? std::chrono::minutes(10) : std::chrono::seconds(30);
}

} // namespace Atelier::Ssh
