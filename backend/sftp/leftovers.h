// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/channel.h"

#include <vector>

namespace Atelier::Sftp {

/** What is to be removed from the server while nobody waits for it. */
class Leftovers final
{
public:
    /** Removes @p path now or, when @p channel is broken, as soon as there is another. Work that
     *  was stopped can ask for it too. @p claim lives until then. */
    void remove(const ChannelPointer &channel,
                const QByteArray &path,
                std::shared_ptr<const void> claim)
    {
        if (channel->error() || channel->hasEnded()) {
            m_waiting.push_back({.path = path, .claim = std::move(claim)});
        } else {
            channel->forget(PacketWriter(PacketType::Remove).text(path), std::move(claim));
        }
    }
    /** There is @p channel now. */
    void removeBy(const ChannelPointer &channel)
    {
        for (const Leftover &leftover : std::exchange(m_waiting, {})) {
            remove(channel, leftover.path, leftover.claim);
        }
    }

private:
    struct Leftover
    {
        QByteArray path;
        std::shared_ptr<const void> claim;
    };

    std::vector<Leftover> m_waiting;
};

} // namespace Atelier::Sftp
