// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/migrations.h"

#include "backend/store/statements.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

namespace Atelier::Store {

namespace {

using namespace Qt::StringLiterals;

constexpr QFileDevice::Permissions ownerAlone = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

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

Error unreadable(const QString &file, const QString &detail)
{
    return {.code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate("Store", "The database “%1” can't be opened.")
                           .arg(file),
            .detail = detail};
}

/** The first bytes; nothing when they can't be read. */
std::optional<QByteArray> startOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray start = file.read(32);
    return file.error() == QFileDevice::NoError ? std::optional(start) : std::nullopt;
}

/** Whether SQLite was interrupted while it made the very first page: its journal says that the file
 *  had none before. To read the file is to bring that to its end, which a reader may not. */
bool isUnborn(const QString &file)
{
    const QByteArray journal = startOf(file + u"-journal"_s).value_or(QByteArray());
    const QByteArray magic("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8);
    return journal.startsWith(magic) && journal.mid(16, 4) == QByteArray(4, '\0');
}

/** SQLite makes its two helper files even for who only reads; a file that is not ours gets none. */
class TracelessReading final
{
    Q_DISABLE_COPY_MOVE(TracelessReading)

public:
    explicit TracelessReading(const QString &file)
    {
        for (const QString &helper : {QString(file + u"-wal"_s), QString(file + u"-shm"_s)}) {
            if (!QFile::exists(helper)) {
                m_absent.append(helper);
            }
        }
    }
    ~TracelessReading()
    {
        // What was there before may be in use.
        for (const QString &helper : std::as_const(m_absent)) {
            QFile::remove(helper);
        }
    }

private:
    QStringList m_absent;
};

Result<void> inspectOpen(QSqlDatabase *database, const QString &file, qint64 newest)
{
    const auto check = valueOf(database, u"PRAGMA quick_check(1)"_s);
    if (!check && check.error().serviceCode != damagedDatabase) {
        return failure(unreadable(file, check.error().detail));
    }
    if (!check || check->toString() != "ok"_L1) {
        return failure(damaged(file, check ? check->toString() : check.error().detail));
    }
    const auto owner = valueOf(database, u"PRAGMA application_id"_s);
    const auto tables = valueOf(database, u"SELECT count(*) FROM sqlite_master"_s);
    const auto version = valueOf(database, u"PRAGMA user_version"_s);
    if (!owner || !tables || !version) {
        return failure(unreadable(file, u"header unreadable"_s));
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

Error notBackedUp(const QString &target, const QString &detail)
{
    return {.code = Error::Code::Exhausted,
            .message = QCoreApplication::translate(
                           "Store",
                           "The database could not be backed up to “%1”, so it was not "
                           "brought up to date. Make room, then start again.")
                           .arg(target),
            .detail = detail};
}

/** Opened and synchronised: a name in a folder too is only on the disk after that. */
bool syncToDisk(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return synced;
}

/** A copy made by SQLite itself, under a temporary name until it is whole and on the disk. */
Result<void> backUp(QSqlDatabase *database, qint64 version)
{
    const QString target = backupOf(database->databaseName(), version);
    const QString temporary = target + u".part"_s;
    QFile::remove(temporary);
    Result<void> copied = execute(database, u"VACUUM INTO ?"_s, {temporary});
    if (!copied) {
        QFile::remove(temporary);
        return failure(notBackedUp(target, copied.error().detail));
    }
    const QByteArray from = QFile::encodeName(temporary);
    const QByteArray to = QFile::encodeName(target);
    const bool kept = QFile::setPermissions(temporary, ownerAlone) && syncToDisk(temporary)
                      && std::rename(from.constData(), to.constData()) == 0
                      && syncToDisk(QFileInfo(target).path());
    if (!kept) {
        const QString fault = QString::fromLocal8Bit(std::strerror(errno));
        QFile::remove(temporary);
        return failure(notBackedUp(target, fault));
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
            endTransaction(database);
            return done;
        }
    }
    return {};
}

} // namespace

Result<void> inspect(const QString &file, const Migrations &migrations)
{
    const QFileInfo info(file);
    if (!info.exists() || info.size() == 0 || isUnborn(file)) {
        return {};
    }
    const auto start = startOf(file);
    if (!start) {
        return failure(unreadable(file, u"no first page"_s));
    }
    if (!start->startsWith(QByteArray("SQLite format 3\0", 16))) {
        return failure(untouched(
            QCoreApplication::translate(
                "Store",
                "“%1” is not a database of Atelier and was left as it is. Move it away to go on.")
                .arg(file)));
    }
    const TracelessReading traceless(file);
    const QString connection = QUuid::createUuid().toString();
    Result<void> verdict;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(file);
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        verdict = database.open() ? inspectOpen(&database, file, migrations.size())
                                  : failure(unreadable(file, database.lastError().text()));
    }
    QSqlDatabase::removeDatabase(connection);
    return verdict;
}

QString backupOf(const QString &file, qint64 version)
{
    return u"%1.v%2.backup"_s.arg(file).arg(version);
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
