// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/statements.h"

#include <QCoreApplication>
#include <QSqlError>

namespace Atelier::Store {

namespace {

using namespace Qt::StringLiterals;

// SQLite's own result codes, which the driver hands on as text.
constexpr int sqliteReadOnly = 8;
constexpr int sqliteIoError = 10;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteCantOpen = 14;
constexpr int sqliteNoDatabase = 26;
constexpr int primaryMask = 0xff; // the rest of an extended code

} // namespace

Error sqlError(const QSqlQuery &query)
{
    const QSqlError error = query.lastError();
    const QString detail = error.text() + u" ["_s + error.nativeErrorCode() + u']';
    switch (error.nativeErrorCode().toInt() & primaryMask) {
    case sqliteFull:
        return {.code = Error::Code::Exhausted,
                .message = QCoreApplication::translate(
                    "Store", "The disk is full, so nothing can be saved."),
                .detail = detail};
    case sqliteReadOnly:
        return {
            .code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate("Store", "The data folder can't be written to."),
            .detail = detail};
    case sqliteCorrupt:
    case sqliteNoDatabase:
        return {.code = Error::Code::Internal,
                .message = QCoreApplication::translate("Store", "The database is damaged."),
                .detail = detail,
                .serviceCode = damagedDatabase};
    case sqliteIoError:
    case sqliteCantOpen:
        return {.code = Error::Code::Internal,
                .message = QCoreApplication::translate("Store",
                                                       "The disk reports a fault, so nothing can "
                                                       "be saved in the data folder."),
                .detail = detail};
    default:
        return {.code = Error::Code::Internal,
                .message = QCoreApplication::translate("Store", "The change could not be saved."),
                .detail = detail};
    }
}

Result<void> execute(QSqlDatabase *database, const QString &statement, const QVariantList &values)
{
    QSqlQuery query(*database);
    if (!query.prepare(statement)) {
        return failure(sqlError(query));
    }
    for (const QVariant &value : values) {
        query.addBindValue(value);
    }
    if (!query.exec()) {
        return failure(sqlError(query));
    }
    return {};
}

void endTransaction(QSqlDatabase *database)
{
    const auto undone = execute(database, u"ROLLBACK"_s);
    // After a full disk and the like SQLite has ended it already, and says that there is none.
    Q_UNUSED(undone)
}

Result<QVariant> valueOf(QSqlDatabase *database, const QString &statement)
{
    QSqlQuery query(*database);
    if (!query.exec(statement) || !query.next()) {
        return failure(sqlError(query));
    }
    return query.value(0);
}

} // namespace Atelier::Store
