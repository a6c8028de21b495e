// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/listing.h"

#include "backend/sftp/engine.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/folderreader.h"
#include "backend/sftp/names.h"

#include <QCoreApplication>

namespace Atelier::Sftp {

namespace {

constexpr int largestBacklog = 8;
constexpr qsizetype batchSize = 2000;
constexpr std::chrono::milliseconds batchTime{100};

Error tooMany(const ListJob &job)
{
    return {.code = Error::Code::Exhausted,
            .message = QCoreApplication::translate("Sftp", "\"%1\" has more than %2 entries.")
                           .arg(shownName(job.path), QString::number(job.maximum)),
            .target = shownName(job.path)};
}

} // namespace

Task<Result<ListResult>> list(WorkPointer work, ChannelPointer channel, ListJob job)
{
    const auto reader = co_await FolderReader::open(work, channel, job.path);
    if (!reader) {
        co_return failure(reader.error());
    }
    ListResult result;
    qint64 met = 0;
    Entries batch;
    Clock::time_point given = {}; // the first batch goes out at once
    const auto give = [&] {
        if (!batch.isEmpty()) {
            result.entries += batch.size();
            ++*job.backlog;
            job.give(std::exchange(batch, {}));
        }
        given = Clock::now();
    };
    while (true) {
        auto answer = co_await (*reader)->next();
        if (!answer) {
            co_return failure(answer.error());
        }
        auto &entries = *answer;
        if (!entries) {
            give();
            co_return result;
        }
        for (Entry &entry : *entries) {
            ++met;
            if (entry.name == "." || entry.name == "..") {
                continue;
            }
            if (isEntryName(entry.name)) {
                batch.append(std::move(entry));
            } else {
                ++result.refused;
            }
        }
        if (met > job.maximum + 2) {
            co_return failure(tooMany(job));
        }
        if (batch.size() >= batchSize || Clock::now() - given >= batchTime) {
            give();
        }
        while (*job.backlog > largestBacklog && !work->isStopped()) {
            co_await work->engine.changed().wait();
        }
    }
}

} // namespace Atelier::Sftp
