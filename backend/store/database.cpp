// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/database.h"

#include "backend/store/statements.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <array>
#include <functional>

namespace Atelier::Store {

namespace {

using namespace Qt::StringLiterals;

QString textOf(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QJsonObject jsonOf(const QVariant &value)
{
    return QJsonDocument::fromJson(value.toString().toUtf8()).object();
}

Result<void> forEach(QSqlDatabase *database,
                     const QString &statement,
                     const std::function<void(const QSqlQuery &)> &row)
{
    QSqlQuery query(*database);
    query.setForwardOnly(true);
    if (!query.exec(statement)) {
        return failure(sqlError(query));
    }
    while (query.next()) {
        row(query);
    }
    return {};
}

OperationRow operationFrom(const QSqlQuery &query)
{
    OperationRow row{
        .computeId = query.value(1).toString(),
        .computeName = query.value(2).toString(),
        .name = Arm::operationNameFrom(query.value(3).toString()),
    };
    if (auto status = Arm::operationStatusFrom(jsonOf(query.value(4)))) {
        row.status = *std::move(status);
    }
    row.status.id = query.value(0).toString();
    return row;
}

ChangeRow changeFrom(const QSqlQuery &query)
{
    ChangeRow row{.sequence = query.value(0).toLongLong(), .name = query.value(1).toString()};
    if (!query.isNull(2)) {
        row.resource = jsonOf(query.value(2));
    }
    return row;
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
    for (const QString &pragma : {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s}) {
        if (auto set = execute(&m_database, pragma); !set) {
            return set;
        }
    }
    return migrate(&m_database, migrations);
}

Result<Snapshot> Database::load()
{
    Snapshot all;
    const std::array<std::pair<QString, std::function<void(const QSqlQuery &)>>, 6> readers{{
        {u"SELECT id, name, state, port, json, sequence FROM computes ORDER BY name"_s,
         [&all](const QSqlQuery &query) {
             all.computes.append({
                 .id = query.value(0).toString(),
                 .name = query.value(1).toString(),
                 .state = query.value(2).toString(),
                 .port = static_cast<quint16>(query.value(3).toUInt()),
                 .json = jsonOf(query.value(4)),
                 .sequence = query.value(5).toLongLong(),
             });
         }},
        {u"SELECT id, compute_id, compute_name, name, json FROM operations ORDER BY number"_s,
         [&all](const QSqlQuery &query) { all.operations.append(operationFrom(query)); }},
        {u"SELECT sequence, name, resource FROM changes ORDER BY sequence"_s,
         [&all](const QSqlQuery &query) { all.changes.append(changeFrom(query)); }},
        {u"SELECT id, public_key FROM studio_keys ORDER BY id"_s,
         [&all](const QSqlQuery &query) {
             all.studioKeys.append(
                 {.id = query.value(0).toString(), .publicKey = query.value(1).toString()});
         }},
        {u"SELECT name, token_hash FROM principals ORDER BY name"_s,
         [&all](const QSqlQuery &query) {
             all.principals.append(
                 {.name = query.value(0).toString(), .tokenHash = query.value(1).toByteArray()});
         }},
        {u"SELECT value FROM meta WHERE key = 'sequence'"_s,
         [&all](const QSqlQuery &query) { all.sequence = query.value(0).toString().toLongLong(); }},
    }};
    for (const auto &[statement, row] : readers) {
        if (auto read = forEach(&m_database, statement, row); !read) {
            return failure(read.error());
        }
    }
    return all;
}

Result<void> Database::begin()
{
    return execute(&m_database, u"BEGIN IMMEDIATE"_s);
}

Result<void> Database::commit()
{
    return execute(&m_database, u"COMMIT"_s);
}

void Database::rollBack()
{
    if (auto done = execute(&m_database, u"ROLLBACK"_s); !done) {
        qWarning("%s",
                 qPrintable(done.error().detail)); // SQLite rolls back by itself on some errors
    }
}

Result<qint64> Database::apply(const Batch &batch)
{
    if (auto begun = execute(&m_database, u"SAVEPOINT batch"_s); !begun) {
        return failure(begun.error());
    }
    auto written = write(batch);
    if (!written) {
        const auto undone = execute(&m_database, u"ROLLBACK TO batch"_s);
        Q_UNUSED(undone) // the first failure is the one to tell
    }
    if (auto released = execute(&m_database, u"RELEASE batch"_s); !released && written) {
        return failure(released.error());
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
    if (auto noted = execute(
            &m_database, u"INSERT INTO changes VALUES (?, ?, ?)"_s, {sequence, name, resource});
        !noted) {
        return noted;
    }
    return execute(
        &m_database, u"DELETE FROM changes WHERE sequence <= ?"_s, {sequence - retainedChanges});
}

Result<void> Database::writeOperation(const OperationRow &row)
{
    auto saved = execute(
        &m_database,
        u"INSERT INTO operations (id, compute_id, compute_name, name, json) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET json = excluded.json"_s,
        {row.status.id,
         row.computeId,
         row.computeName,
         Arm::toString(row.name),
         textOf(Arm::toJson(row.status))});
    if (!saved) {
        return saved;
    }
    return execute(
        &m_database,
        u"DELETE FROM operations WHERE number <= (SELECT max(number) FROM operations) - ?"_s,
        {retainedOperations});
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
