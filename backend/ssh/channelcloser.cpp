// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/channelcloser.h"

namespace Atelier::Ssh {

void ChannelCloser::retire(LIBSSH2_CHANNEL *channel, const Share &share)
{
    m_retired.push_back({.channel = channel, .share = share});
}

bool ChannelCloser::drive()
{
    const auto closed = std::erase_if(m_retired, [this](const Retired &retired) {
        if (libssh2_channel_free(retired.channel) == LIBSSH2_ERROR_EAGAIN) {
            return false;
        }
        m_sessions -= retired.share.isSession ? 1 : 0;
        m_windows.giveBack(retired.share.window);
        return true;
    });
    return closed > 0;
}

} // namespace Atelier::Ssh
