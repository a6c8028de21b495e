// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/migrations.h"

#include "backend/store/statements.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSqlQuery>
#include <QUuid>

namespace Atelier::Store {

namespace {

using namespace Qt::StringLiterals;

Error untouched(const QString &message, const QString &detail = {})
{
    return {.code = Error::Code::Conflict, .message = message, .detail = detail};
}

Error damaged(const QString &file, const QString &detail)
{
    return untouched(QCoreApplication::translate("Store",
                                                 "The database “%1” is damaged and was left as it "
                                                 "is. Move it away, or put a backup in its place.")
                         .arg(file),
                     detail);
}

bool isSqlite(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(16) == QByteArray("SQLite format 3\0", 16);
}

Result<void> inspectOpen(QSqlDatabase *database, const QString &file, qint64 newest)
{
    const auto check = valueOf(database, u"PRAGMA quick_check(1)"_s);
    if (!check || check->toString() != "ok"_L1) {
        return failure(damaged(file, check ? check->toString() : check.error().detail));
    }
    const auto owner = valueOf(database, u"PRAGMA application_id"_s);
    const auto tables = valueOf(database, u"SELECT count(*) FROM sqlite_master"_s);
    const auto version = valueOf(database, u"PRAGMA user_version"_s);
    if (!owner || !tables || !version) {
        return failure(damaged(file, u"header unreadable"_s));
    }
    if (owner->toLongLong() != applicationId && tables->toLongLong() > 0) {
        return failure(untouched(
            QCoreApplication::translate(
                "Store", "The database “%1” belongs to another program and was left as it is.")
                .arg(file)));
    }
    if (version->toLongLong() > newest) {
        return failure(
            untouched(QCoreApplication::translate("Store",
                                                  "The database “%1” was written by a newer "
                                                  "version of Atelier and was left as it is. "
                                                  "Update Atelier to use it.")
                          .arg(file),
                      u"version %1, known %2"_s.arg(version->toLongLong()).arg(newest)));
    }
    return {};
}

/** A copy made by SQLite itself, under a temporary name until it is whole. */
Result<void> backUp(QSqlDatabase *database, qint64 version)
{
    const QString target = u"%1.v%2.backup"_s.arg(database->databaseName()).arg(version);
    const QString temporary = target + u".part"_s;
    QFile::remove(temporary);
    QSqlQuery query(*database);
    query.prepare(u"VACUUM INTO ?"_s);
    query.addBindValue(temporary);
    if (!query.exec()) {
        return failure(sqlError(query));
    }
    QFile::remove(target);
    if (!QFile::rename(temporary, target)) {
        return failure(untouched(
            QCoreApplication::translate("Store", "The database could not be backed up to “%1”.")
                .arg(target)));
    }
    return {};
}

Result<void> step(QSqlDatabase *database, const QStringList &statements, qint64 version)
{
    if (auto begun = execute(database, u"BEGIN IMMEDIATE"_s); !begun) {
        return begun;
    }
    QStringList all = statements;
    all << u"PRAGMA user_version = %1"_s.arg(version)
        << u"PRAGMA application_id = %1"_s.arg(applicationId) << u"COMMIT"_s;
    for (const QString &statement : std::as_const(all)) {
        if (auto done = execute(database, statement); !done) {
            const auto undone = execute(database, u"ROLLBACK"_s);
            Q_UNUSED(undone) // the first failure is the one to tell
            return done;
        }
    }
    return {};
}

} // namespace

const Migrations &ourMigrations()
{
    static const Migrations migrations{
        {
            u"CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"_s,
            u"CREATE TABLE principals (name TEXT PRIMARY KEY, token_hash BLOB NOT NULL) STRICT"_s,
            u"CREATE TABLE computes (id TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE "
            u"UNIQUE, "
            "state TEXT NOT NULL, port INTEGER NOT NULL, json TEXT NOT NULL, sequence INTEGER NOT NULL) STRICT"_s,
            u"CREATE TABLE operations (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL "
            u"UNIQUE, "
            "compute_id TEXT NOT NULL, compute_name TEXT NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL) STRICT"_s,
            u"CREATE TABLE changes (sequence INTEGER PRIMARY KEY, name TEXT NOT NULL, resource TEXT) STRICT"_s,
            u"CREATE TABLE studio_keys (id TEXT PRIMARY KEY, public_key TEXT NOT NULL) STRICT"_s,
            u"INSERT INTO meta VALUES ('sequence', '0')"_s,
        },
    };
    return migrations;
}

Result<void> inspect(const QString &file, const Migrations &migrations)
{
    const QFileInfo info(file);
    if (!info.exists() || info.size() == 0) {
        return {};
    }
    if (!isSqlite(file)) {
        return failure(untouched(
            QCoreApplication::translate(
                "Store",
                "“%1” is not a database of Atelier and was left as it is. Move it away to go on.")
                .arg(file)));
    }
    const QString connection = QUuid::createUuid().toString();
    Result<void> verdict;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(file);
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        verdict = database.open() ? inspectOpen(&database, file, migrations.size())
                                  : failure(damaged(file, u"can't be opened"_s));
    }
    QSqlDatabase::removeDatabase(connection);
    return verdict;
}

Result<void> migrate(QSqlDatabase *database, const Migrations &migrations)
{
    const auto found = valueOf(database, u"PRAGMA user_version"_s);
    if (!found) {
        return failure(found.error());
    }
    for (qint64 version = found->toLongLong(); version < migrations.size(); ++version) {
        if (version > 0) {
            if (auto saved = backUp(database, version); !saved) {
                return saved;
            }
        }
        if (auto done = step(database, migrations.at(version), version + 1); !done) {
            return done;
        }
    }
    return {};
}

} // namespace Atelier::Store
