// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/description.h"

#include "backend/store/statements.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlRecord>
#include <QUuid>

namespace Atelier::Store {

namespace {

using namespace Qt::StringLiterals;

/** A value of a row; text that holds a JSON object becomes one. */
QJsonValue jsonValueOf(const QVariant &value)
{
    if (value.typeId() == QMetaType::QByteArray) {
        return u"%1 bytes"_s.arg(value.toByteArray().size());
    }
    if (value.typeId() == QMetaType::QString && value.toString().startsWith(u'{')) {
        const QJsonDocument document = QJsonDocument::fromJson(value.toString().toUtf8());
        if (document.isObject()) {
            return document.object();
        }
    }
    return QJsonValue::fromVariant(value);
}

QJsonObject describeTable(QSqlDatabase *database, const QString &table, int mostRows)
{
    QJsonObject description;
    if (const auto count = valueOf(database, u"SELECT count(*) FROM \"%1\""_s.arg(table))) {
        description.insert(u"count"_s, count->toLongLong());
    }
    QSqlQuery query(*database);
    query.setForwardOnly(true);
    const QString statement = u"SELECT * FROM \"%1\" ORDER BY rowid DESC LIMIT %2"_s;
    if (!query.exec(statement.arg(table).arg(mostRows))) {
        description.insert(u"fault"_s, query.lastError().text());
    }
    QJsonArray rows;
    while (query.next()) {
        const QSqlRecord record = query.record();
        QJsonObject row;
        for (int column = 0; column < record.count(); ++column) {
            row.insert(record.fieldName(column), jsonValueOf(record.value(column)));
        }
        rows.append(row);
    }
    description.insert(u"rows"_s, rows);
    return description;
}

QJsonObject describeOpen(QSqlDatabase *database, int mostRows)
{
    QJsonObject description;
    const auto note = [&description, database](const QString &name, const QString &statement) {
        const auto value = valueOf(database, statement);
        description.insert(
            name, value ? QJsonValue::fromVariant(*value) : QJsonValue(value.error().detail));
    };
    note(u"sqlite"_s, u"SELECT sqlite_version()"_s);
    note(u"applicationId"_s, u"PRAGMA application_id"_s);
    note(u"version"_s, u"PRAGMA user_version"_s);
    note(u"integrity"_s, u"PRAGMA integrity_check"_s);
    QSqlQuery query(*database);
    QJsonArray schema;
    QStringList tables;
    if (query.exec(u"SELECT type, name, sql FROM sqlite_master ORDER BY name"_s)) {
        while (query.next()) {
            schema.append(query.value(2).toString());
            if (query.value(0) == "table"_L1) {
                tables.append(query.value(1).toString());
            }
        }
    }
    QJsonObject contents;
    for (const QString &table : std::as_const(tables)) {
        contents.insert(table, describeTable(database, table, mostRows));
    }
    description.insert(u"schema"_s, schema);
    description.insert(u"tables"_s, contents);
    return description;
}

} // namespace

Result<QJsonObject> describe(const QString &file, int mostRows)
{
    const QString connection = QUuid::createUuid().toString();
    Result<QJsonObject> description;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(file);
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=2000"_s);
        if (database.open()) {
            description = describeOpen(&database, mostRows);
        } else {
            description = failure({.code = Error::Code::PermissionDenied,
                                   .message = QCoreApplication::translate(
                                                  "Store", "The database “%1” can't be opened.")
                                                  .arg(file),
                                   .detail = database.lastError().text()});
        }
    }
    QSqlDatabase::removeDatabase(connection);
    return description;
}

} // namespace Atelier::Store
