// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/push.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/transferwindow.h"

#include <algorithm>
#include <set>

namespace Atelier::Sftp {

namespace {

constexpr std::chrono::milliseconds farRoundTrip{5};
/** Bulk channels are counted from 1; the upload has begun on one of them. */
constexpr int lanesFarAway = 4;
constexpr quint64 worthLanes = quint64{8} * 1024 * 1024;

/** One of the ways that an upload takes. */
struct Lane
{
    ChannelPointer channel;
    QByteArray handle;
    quint64 underWay = 0;
};

/** An upload while it is under way. */
struct Pushing
{
    Pushing(WorkPointer blocks, const ChannelPointer &carrier, PushJob wanted)
        : work(std::move(blocks))
        , job(std::move(wanted))
        , window(carrier->features().largestWrite, largestPush, carrier->roundTrip())
        , next(job.begin)
    {
        lanes.push_back(std::make_shared<Lane>(Lane{.channel = carrier, .handle = job.handle}));
    }

    /** The one with the least to do. */
    [[nodiscard]] std::shared_ptr<Lane> bestLane() const
    {
        return *std::ranges::min_element(
            lanes, {}, [](const auto &lane) { return lane->underWay; });
    }
    [[nodiscard]] bool mayBegin() const
    {
        const quint64 first = unconfirmed.empty() ? next : *unconfirmed.begin();
        return !error && next < job.source->size() && underWay < window.limit()
               && next - first < largestPush;
    }
    void fail(const Error &fault)
    {
        if (!error) {
            error = fault;
        }
    }

    WorkPointer work;
    PushJob job;
    TransferWindow window;
    std::vector<std::shared_ptr<Lane>> lanes; ///< the first belongs to the caller
    quint64 next;
    quint64 underWay = 0;
    std::set<quint64> unconfirmed; ///< where blocks under way begin
    bool isOver = false;           ///< a lane that comes now is too late
    std::optional<Error> error;
    Signal changed;
};
using PushPointer = std::shared_ptr<Pushing>;

Task<Done> pushBlock(PushPointer all, std::shared_ptr<Lane> lane, quint64 offset, quint32 length)
{
    lane->underWay += length;
    PacketWriter packet(PacketType::Write);
    packet.text(lane->handle).longNumber(offset).number(length);
    const auto read = all->job.source->read(offset, lane->channel->reserve(packet, length));
    Result<void> written = read;
    if (read) {
        const auto reply = co_await Request(lane->channel, all->work, packet).withReserved(length);
        written = reply ? doneFrom(*reply, all->job.path) : failure(reply.error());
    }
    if (written) {
        all->window.delivered(length, lane->channel->roundTrip());
        all->job.meter->progress.bytes += length;
        all->job.meter->update();
    } else {
        all->fail(written.error());
    }
    lane->underWay -= length;
    all->underWay -= length;
    all->unconfirmed.erase(offset);
    all->changed.notify();
    co_return Done();
}

/** One more way to the same file. Where it can't be had the others do. */
Task<Done> join(PushPointer all, int number)
{
    const auto channel = co_await all->work->engine.channel(all->work, number);
    const bool isOther = channel && std::ranges::none_of(all->lanes, [&](const auto &lane) {
                             return lane->channel == *channel;
                         });
    if (isOther && !all->isOver) {
        auto handle = co_await Operations::open(
            all->work, *channel, all->job.path, OpenToWrite, {});
        if (handle && !all->isOver) {
            all->lanes.push_back(
                std::make_shared<Lane>(Lane{.channel = *channel, .handle = handle->release()}));
        }
    }
    all->changed.notify();
    co_return Done();
}

/** Closes the further handles and hears whether their bytes have arrived. */
Task<Done> closeLanes(PushPointer all)
{
    for (std::size_t i = 1; i < all->lanes.size(); ++i) {
        const auto lane = all->lanes[i];
        const auto closed = co_await Operations::close(
            all->work, lane->channel, lane->handle, all->job.path);
        if (!closed) {
            all->fail(closed.error());
            lane->channel->discard(lane->handle);
        }
    }
    co_return Done();
}

/** Begins with as many blocks as may be under way; the channel to wait for, if one is full. */
ChannelPointer beginBlocks(const PushPointer &all)
{
    while (all->mayBegin()) {
        const auto lane = all->bestLane();
        if (!lane->channel->hasRoom()) {
            return lane->channel;
        }
        const quint64 offset = all->next;
        const auto length = static_cast<quint32>(
            std::min<quint64>(all->window.block(), all->job.source->size() - offset));
        all->next += length;
        all->underWay += length;
        all->unconfirmed.insert(offset);
        static_cast<void>(pushBlock(all, lane, offset, length));
    }
    return nullptr;
}

} // namespace

Task<Result<Done>> push(WorkPointer work, ChannelPointer channel, PushJob job)
{
    const WorkPointer blocks = work->engine.makeWork(work->stop);
    const auto all = std::make_shared<Pushing>(blocks, channel, job);
    if (channel->roundTrip() > farRoundTrip && job.source->size() - job.begin > worthLanes) {
        for (int number = 1; number <= lanesFarAway; ++number) {
            static_cast<void>(join(all, number));
        }
    }
    while (true) {
        const ChannelPointer full = beginBlocks(all);
        if (work->isStopped()) {
            all->fail(cancelledError());
        }
        if (all->error && !blocks->isAborted) {
            work->engine.abort(blocks);
        }
        // Others may have filled the channel before the first block of this one.
        if (all->underWay == 0 && (!full || all->error)) {
            break;
        }
        if (full && !all->error) {
            co_await full->sent().wait();
        } else {
            co_await all->changed.wait();
        }
    }
    all->isOver = true;
    co_await closeLanes(all);
    if (const auto error = all->error) {
        co_return failure(*error);
    }
    co_return Done();
}

} // namespace Atelier::Sftp
