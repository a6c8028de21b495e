// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/request.h"

#include <atomic>

namespace Atelier::Sftp {

struct ListResult
{
    qint64 entries = 0; ///< given out
    qint64 refused = 0; ///< left out: their names are none (see isEntryName())
};

/** How a listing is given out: bounded, whoever is slow. */
struct ListJob
{
    QByteArray path;
    qint64 maximum = 1'000'000; ///< more is Error::Code::Exhausted
    /** Takes a batch over; any thread. */
    std::function<void(Entries)> give;
    /** Batches that were given and not dealt with. Who takes them away posts Engine::changed(). */
    std::shared_ptr<std::atomic<int>> backlog = std::make_shared<std::atomic<int>>(0);
};

[[nodiscard]] Task<Result<ListResult>> list(WorkPointer work, ChannelPointer channel, ListJob job);

} // namespace Atelier::Sftp
