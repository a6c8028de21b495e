// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/choice.h"

#include <algorithm>
#include <tuple>

namespace Atelier::Ssh {

namespace {

/** Sorts what may be chosen; the smallest is the best. */
using Rank = std::tuple<int, int, int>;

/** How soon a channel can be opened there: 0 now, 1 after the handshake under way, 2 after one. */
int distance(const MemberLoad &member)
{
    if (member.isReady()) {
        return 0;
    }
    return member.isComing() ? 1 : 2;
}

Rank interactiveRank(const MemberLoad &member, int number)
{
    // Waiting for a handshake is short, being behind bulk data lasts.
    return {member.isMarked() ? 3 : distance(member), member.bulk, number};
}

Rank bulkRank(const MemberLoad &member, int number)
{
    const int kept = number == 0 ? 1 : 0; // the first one is for interactive channels
    return {member.bulk + (2 * kept), member.channels - member.bulk, distance(member)};
}

} // namespace

std::optional<int> choose(std::span<const MemberLoad> members, ChannelNeed need, int sessionLimit)
{
    // While the first one is away nothing new is begun; it comes back by itself, and says why not.
    const bool isBegun = members.front().isReady();
    const bool isUp = isBegun || std::ranges::any_of(members, &MemberLoad::isReady);
    if (!isUp) {
        return 0;
    }
    const auto unmarked = std::ranges::count_if(members, [](const MemberLoad &member) {
        return !member.isMarked() && !member.isDown && !member.isLeft;
    });
    std::optional<int> best;
    Rank bestRank;
    for (int number = 0; number < static_cast<int>(members.size()); ++number) {
        const MemberLoad &member = members[static_cast<std::size_t>(number)];
        const bool isThere = member.isReady() || (isBegun && !member.isDown);
        const bool hasRoom = !need.isSession || member.sessions < sessionLimit;
        const bool isReserved = need.isBulk && !member.isMarked() && unmarked <= 1;
        if (!isThere || !hasRoom || member.isLeft) {
            continue;
        }
        Rank rank = need.isBulk ? bulkRank(member, number) : interactiveRank(member, number);
        if (isReserved) {
            std::get<0>(rank) += 100; // better together with other bulk data; better than nowhere
        }
        if (!best || rank < bestRank) {
            best = number;
            bestRank = rank;
        }
    }
    return best;
}

std::optional<int> spareToOpen(std::span<const MemberLoad> members)
{
    if (!members.front().isReady()) {
        return std::nullopt;
    }
    std::optional<int> candidate;
    for (int number = 0; number < static_cast<int>(members.size()); ++number) {
        const MemberLoad &member = members[static_cast<std::size_t>(number)];
        if (member.isMarked() || member.isLeft) {
            continue;
        }
        if (member.isReady() || member.isComing()) {
            return std::nullopt;
        }
        if (!member.isDown && !candidate) {
            candidate = number;
        }
    }
    return candidate;
}

} // namespace Atelier::Ssh
