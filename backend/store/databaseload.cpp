// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is read once, at the start.
#include "backend/store/database.h"
#include "backend/store/statements.h"

#include <QJsonDocument>
#include <QSqlQuery>

#include <array>
#include <functional>

namespace Atelier::Store {

namespace {

using namespace Qt::StringLiterals;

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

} // namespace Atelier::Store
