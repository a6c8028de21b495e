// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/store/database.h"
#include "backend/store/records.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Atelier::Store {

/**
 * The control plane's memory: an SQLite file in a thread of its own.
 *
 * Lives in the daemon's main thread; a future is finished once the batch is on the disk. Batches
 * are written in the order of the calls, and those that wait together share one commit.
 */
class StateStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateStore)

public:
    /** Opens @p file and reads it; blocks, at the start of the daemon only. */
    [[nodiscard]] static Result<std::unique_ptr<StateStore>> open(
        const QString &file, const Migrations &migrations = ourMigrations());
    /** Writes what is queued, then closes the file. */
    ~StateStore() override;

    /** What was stored when the file was opened. */
    [[nodiscard]] const Snapshot &snapshot() const;

    /** Writes @p batch; the sequence number of the change that it made, 0 when it made none. */
    [[nodiscard]] QFuture<Result<qint64>> write(const Batch &batch);

private:
    class Writer;
    explicit StateStore(std::unique_ptr<Writer> writer, Snapshot snapshot);

    std::unique_ptr<Writer> m_writer;
    Snapshot m_snapshot;
};

} // namespace Atelier::Store
