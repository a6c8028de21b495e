// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/database.h"

#include "backend/store/statements.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QSqlError>
#include <QUuid>

namespace Atelier::Store {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 largestWriteAheadLog = 4 * 1024 * 1024;

QString textOf(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

/** Where a file can't be opened for writing SQLite opens it for reading, and says so only when
 *  something is to be written. */
Result<void> checkWritable(QSqlDatabase *database)
{
    const auto version = valueOf(database, u"PRAGMA user_version"_s);
    if (!version) {
        return failure(version.error());
    }
    auto begun = execute(database, u"BEGIN IMMEDIATE"_s);
    if (begun) {
        begun = execute(database, u"PRAGMA user_version = %1"_s.arg(version->toLongLong()));
        endTransaction(database);
    }
    return begun;
}

} // namespace

Database::Database()
    : m_connection(QUuid::createUuid().toString())
{
}

Database::~Database()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

Result<void> Database::open(const QString &file, const Migrations &migrations)
{
    if (auto ours = inspect(file, migrations); !ours) {
        return ours;
    }
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    m_database.setDatabaseName(file);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=2000"_s);
    if (!m_database.open()) {
        return failure({
            .code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate("Store", "The database “%1” can't be opened.")
                           .arg(file),
            .detail = m_database.lastError().text(),
        });
    }
    // Only its owner may read what runs here.
    if (!QFile::setPermissions(file, QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
        qWarning("The database's permissions can't be set.");
    }
    const QString logLimit = u"PRAGMA journal_size_limit = %1"_s.arg(largestWriteAheadLog);
    for (const QString &pragma :
         {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s, logLimit}) {
        if (auto set = execute(&m_database, pragma); !set) {
            return set;
        }
    }
    if (auto writable = checkWritable(&m_database); !writable) {
        return writable;
    }
    auto migrated = migrate(&m_database, migrations);
    if (migrated) {
        prune();
    }
    return migrated;
}

Result<void> Database::begin()
{
    m_fault.reset();
    const QString statement = u"BEGIN IMMEDIATE"_s;
    auto begun = execute(&m_database, statement);
    if (!begun) {
        endTransaction(&m_database); // one whose end failed before
        begun = execute(&m_database, statement);
    }
    return begun;
}

Result<void> Database::commit()
{
    Result<void> committed = m_fault ? failure(*m_fault) : execute(&m_database, u"COMMIT"_s);
    if (!committed) {
        endTransaction(&m_database);
        // The write-ahead log may hold the whole transaction where only its fsync has failed; after
        // a crash it would count. Emptied, it can't.
        const auto emptied = execute(&m_database, u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
        Q_UNUSED(emptied)
    }
    return committed;
}

void Database::prune()
{
    if (auto pruned = Store::prune(&m_database, QDateTime::currentDateTimeUtc()); !pruned) {
        qWarning("Old rows can't be removed yet: %s", qPrintable(pruned.error().detail));
    }
}

Result<qint64> Database::apply(const Batch &batch)
{
    // A fault of the disk may end the whole transaction by itself. What is written after that
    // would be committed one by one.
    if (m_fault) {
        return failure(*m_fault);
    }
    if (auto begun = execute(&m_database, u"SAVEPOINT batch"_s); !begun) {
        m_fault = begun.error();
        return failure(begun.error());
    }
    auto written = write(batch);
    if (!written) {
        if (auto undone = execute(&m_database, u"ROLLBACK TO batch"_s); !undone) {
            m_fault = written.error();
            return written;
        }
    }
    if (auto released = execute(&m_database, u"RELEASE batch"_s); !released) {
        m_fault = released.error();
        return failure(written ? released.error() : written.error());
    }
    return written;
}

Result<qint64> Database::write(const Batch &batch)
{
    qint64 sequence = 0;
    if (batch.compute || batch.removed) {
        const auto next = nextSequence();
        if (!next) {
            return next;
        }
        sequence = *next;
        if (auto written = writeCompute(batch, sequence); !written) {
            return failure(written.error());
        }
    }
    if (batch.operation) {
        if (auto written = writeOperation(*batch.operation); !written) {
            return failure(written.error());
        }
    }
    if (auto written = writeOthers(batch); !written) {
        return failure(written.error());
    }
    return sequence;
}

Result<void> Database::writeCompute(const Batch &batch, qint64 sequence)
{
    QString name;
    QVariant resource;
    Result<void> written;
    if (batch.compute) {
        const ComputeRow &row = *batch.compute;
        name = row.name;
        resource = textOf(row.json);
        written = execute(
            &m_database,
            u"INSERT INTO computes (id, name, state, port, json, sequence) "
            "VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET state = excluded.state, port = excluded.port, "
            "json = excluded.json, sequence = excluded.sequence"_s,
            {row.id, row.name, row.state, row.port, resource, sequence});
    } else if (batch.removed) {
        name = batch.removed->name;
        written = execute(&m_database, u"DELETE FROM computes WHERE id = ?"_s, {batch.removed->id});
    }
    if (!written) {
        return written;
    }
    return execute(
        &m_database, u"INSERT INTO changes VALUES (?, ?, ?)"_s, {sequence, name, resource});
}

Result<void> Database::writeOperation(const OperationRow &row)
{
    return execute(
        &m_database,
        u"INSERT INTO operations (id, compute_id, compute_name, name, json) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET json = excluded.json"_s,
        {row.status.id,
         row.computeId,
         row.computeName,
         Arm::toString(row.name),
         textOf(Arm::toJson(row.status))});
}

Result<void> Database::writeOthers(const Batch &batch)
{
    if (batch.studioKey) {
        auto saved = execute(&m_database,
                             u"INSERT OR REPLACE INTO studio_keys VALUES (?, ?)"_s,
                             {batch.studioKey->id, batch.studioKey->publicKey});
        if (!saved) {
            return saved;
        }
    }
    if (batch.removedStudioKey) {
        auto removed = execute(
            &m_database, u"DELETE FROM studio_keys WHERE id = ?"_s, {*batch.removedStudioKey});
        if (!removed) {
            return removed;
        }
    }
    if (batch.principal) {
        return execute(&m_database,
                       u"INSERT OR REPLACE INTO principals VALUES (?, ?)"_s,
                       {batch.principal->name, batch.principal->tokenHash});
    }
    return {};
}

Result<qint64> Database::nextSequence()
{
    // Counted in meta, not taken from the rows: those are pruned, and a number never comes twice.
    if (auto counted = execute(&m_database,
                               u"UPDATE meta SET value = value + 1 WHERE key = 'sequence'"_s);
        !counted) {
        return failure(counted.error());
    }
    return valueOf(&m_database, u"SELECT value FROM meta WHERE key = 'sequence'"_s)
        .transform([](const QVariant &value) { return value.toString().toLongLong(); });
}

} // namespace Atelier::Store
