// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/store/migrations.h"
#include "backend/store/records.h"

#include <QSqlDatabase>

namespace Atelier::Store {

/** How many changes and operations are kept; who asks for older ones must list again. */
inline constexpr int retainedChanges = 512;
inline constexpr int retainedOperations = 512;

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
    [[nodiscard]] Result<void> commit();
    void rollBack();

private:
    [[nodiscard]] Result<qint64> write(const Batch &batch);
    [[nodiscard]] Result<void> writeCompute(const Batch &batch, qint64 sequence);
    [[nodiscard]] Result<void> writeOperation(const OperationRow &row);
    [[nodiscard]] Result<void> writeOthers(const Batch &batch);
    [[nodiscard]] Result<qint64> nextSequence();

    QString m_connection;
    QSqlDatabase m_database;
};

} // namespace Atelier::Store
