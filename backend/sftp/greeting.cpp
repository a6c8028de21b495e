// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/greeting.h"

#include "backend/sftp/request.h"

namespace Atelier::Sftp {

Task<Result<Done>> greet(WorkPointer work, ChannelPointer channel)
{
    const auto reply = co_await Request(channel, work, PacketWriter(PacketType::Init));
    if (!reply) {
        co_return failure(reply.error());
    }
    auto features = featuresFrom(reply->body);
    if (!features) {
        channel->fail(features.error());
        co_return failure(features.error());
    }
    channel->setFeatures(*features);
    if (features->limits) {
        const PacketWriter question = PacketWriter::extension("limits@openssh.com");
        const auto limits = co_await Request(channel, work, question);
        if (!limits) {
            co_return failure(limits.error());
        }
        // A server that announces limits and then refuses to name them has the protocol's own.
        const auto applied = applyLimits(*limits, &*features);
        if (!applied && applied.error().code == Error::Code::Protocol) {
            channel->fail(applied.error());
            co_return failure(applied.error());
        }
        channel->setFeatures(*features);
    }
    co_return Done();
}

} // namespace Atelier::Sftp
