// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/fetch.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/transferwindow.h"

#include <map>

namespace Atelier::Sftp {

namespace {

constexpr quint64 largestWindow = quint64{32} * 1024 * 1024;

/** A fetch while it is under way. */
struct Fetching
{
    Fetching(WorkPointer blocks, ChannelPointer carrier, FetchJob wanted)
        : work(std::move(blocks))
        , channel(std::move(carrier))
        , job(std::move(wanted))
        , window(channel->features().largestRead, largestWindow, channel->roundTrip())
        , next(job.begin)
        , done(job.begin)
    {
    }

    WorkPointer work;
    ChannelPointer channel;
    FetchJob job;
    TransferWindow window;
    quint64 next;
    quint64 underWay = 0;
    quint64 done;                     ///< everything before is written
    std::map<quint64, quint64> ahead; ///< written pieces behind a gap: begin, end
    std::optional<Error> error;
    Signal changed;

    void written(quint64 begin, quint64 end)
    {
        ahead[begin] = end;
        for (auto first = ahead.begin(); first != ahead.end() && first->first == done;
             first = ahead.erase(first)) {
            done = first->second;
        }
        job.partial->confirm(done);
    }
};

/** Takes one answer; how many bytes it brought. */
Result<quint32> takeData(Fetching *all, const Result<Reply> &reply, quint64 offset, quint32 length)
{
    if (!reply) {
        return failure(reply.error());
    }
    const auto data = dataFrom(*reply, length, all->job.path);
    if (!data) {
        return failure(data.error());
    }
    if (!*data) {
        return failure(shorterError(all->job.path, all->job.end, offset));
    }
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
    const std::span bytes((*data)->data(), static_cast<std::size_t>((*data)->size()));
    const auto written = all->job.partial->write(offset, bytes);
    if (!written) {
        return failure(written.error());
    }
    all->written(offset, offset + bytes.size());
    all->window.delivered(bytes.size(), all->channel->roundTrip());
    all->job.meter->progress.bytes += bytes.size();
    all->job.meter->update();
    return static_cast<quint32>(bytes.size());
}

Task<Done> fetchBlock(std::shared_ptr<Fetching> all, quint64 offset, quint32 length)
{
    const quint32 whole = length;
    while (length > 0 && !all->error) {
        PacketWriter packet(PacketType::Read);
        packet.text(all->job.handle).longNumber(offset).number(length);
        const auto reply = co_await Request(all->channel, all->work, packet);
        const auto taken = takeData(all.get(), reply, offset, length);
        if (!taken) {
            if (!all->error) {
                all->error = taken.error();
            }
            break;
        }
        offset += *taken;
        length -= *taken;
    }
    all->underWay -= whole;
    all->changed.notify();
    co_return Done();
}

} // namespace

Task<Result<Done>> fetch(WorkPointer work, ChannelPointer channel, FetchJob job)
{
    // Blocks have a work of their own: when one fails, the others are not waited for.
    const WorkPointer blocks = work->engine.makeWork(work->stop);
    const auto all = std::make_shared<Fetching>(blocks, channel, job);
    while (true) {
        while (!all->error && all->next < job.end && all->underWay < all->window.limit()) {
            const auto length = static_cast<quint32>(
                std::min<quint64>(all->window.block(), job.end - all->next));
            const quint64 offset = all->next;
            all->next += length;
            all->underWay += length;
            static_cast<void>(fetchBlock(all, offset, length));
        }
        if (all->underWay == 0) {
            break;
        }
        if (all->error && !blocks->isAborted) {
            work->engine.abort(blocks);
        }
        co_await all->changed.wait();
    }
    if (const auto error = all->error) {
        co_return failure(*error);
    }
    co_return Done();
}

Task<Result<SmallFile>> fetchSmall(WorkPointer work,
                                   ChannelPointer channel,
                                   QByteArray path,
                                   quint32 size)
{
    auto opened = co_await Operations::open(work, channel, path, OpenToRead, {});
    if (!opened) {
        co_return failure(opened.error());
    }
    // All three leave together; the status, asked for behind the bytes, says what they should be.
    const QByteArray handle = opened->bytes();
    auto reading = Operations::read(work, channel, handle, 0, size + 1, path);
    auto asking = Operations::handleStatus(work, channel, handle, path);
    *opened = OpenHandle();
    auto data = co_await reading;
    const auto attributes = co_await asking;
    if (!data || !attributes) {
        co_return failure(data ? attributes.error() : data.error());
    }
    SmallFile file{.data = std::move(*data), .attributes = *attributes};
    if (attributes->mode && !attributes->isFile()) {
        co_return failure(notAFileError(path));
    }
    // A short answer, or a file that has changed since it was listed, is for who asks again.
    file.isWhole = static_cast<quint64>(file.data.size()) == attributes->size;
    co_return file;
}

} // namespace Atelier::Sftp
