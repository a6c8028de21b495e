// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/store/migrations.h"
#include "backend/store/records.h"
#include "backend/store/retention.h"

#include <QSqlDatabase>

#include <optional>

namespace Atelier::Store {

/** The SQLite file. Lives in the thread that opened it; every call blocks. */
class Database final
{
    Q_DISABLE_COPY_MOVE(Database)

public:
    Database();
    ~Database();

    [[nodiscard]] Result<void> open(const QString &file,
                                    const Migrations &migrations = ourMigrations());
    [[nodiscard]] Result<Snapshot> load();

    [[nodiscard]] Result<void> begin();
    /** Writes one batch inside the open transaction; the number of its change, 0 when it made none.
     *  A batch that fails leaves no trace in the transaction. */
    [[nodiscard]] Result<qint64> apply(const Batch &batch);
    /** After a failure nothing of the transaction is on the disk, nor comes back after a crash as
     *  far as the disk still obeys. */
    [[nodiscard]] Result<void> commit();
    /** Removes rows that nobody needs any more; a failure is only logged. */
    void prune();

private:
    [[nodiscard]] Result<qint64> write(const Batch &batch);
    [[nodiscard]] Result<void> writeCompute(const Batch &batch, qint64 sequence);
    [[nodiscard]] Result<void> writeOperation(const OperationRow &row);
    [[nodiscard]] Result<void> writeOthers(const Batch &batch);
    [[nodiscard]] Result<qint64> nextSequence();

    QString m_connection;
    QSqlDatabase m_database;
    std::optional<Error> m_fault; ///< what has ended the open transaction
};

} // namespace Atelier::Store
