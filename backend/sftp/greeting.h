// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/channel.h"

namespace Atelier::Sftp {

/** Asks the server for its version, extensions and limits, see Channel::features(). A channel that
 *  was greeted in vain has failed. */
[[nodiscard]] Task<Result<Done>> greet(WorkPointer work, ChannelPointer channel);

} // namespace Atelier::Sftp
