// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/store/storeworkload.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

namespace Atelier::Test {

using namespace Qt::StringLiterals;

namespace {

Store::ComputeRow rowFor(const QString &name, const QString &state, int size)
{
    return {.id = QString(u"id-"_s + name),
            .name = name,
            .state = state,
            .json = {{u"state"_s, state}, {u"description"_s, QString(size, u'x')}}};
}

Store::OperationRow operationFor(int number)
{
    return {.status = {.id = u"op-%1"_s.arg(number),
                       .status = u"InProgress"_s,
                       .startTime = QDateTime::currentDateTimeUtc()},
            .computeId = u"id"_s,
            .computeName = u"name"_s,
            .name = Arm::OperationName::Start};
}

} // namespace

void StoredModel::apply(const Store::Batch &batch)
{
    if (batch.compute) {
        computes.insert(batch.compute->name, batch.compute->state);
        ++sequence;
    } else if (batch.removed) {
        computes.remove(batch.removed->name);
        ++sequence;
    }
    operations += batch.operation ? 1 : 0;
    keys += batch.studioKey ? 1 : 0;
}

StoredModel StoredModel::of(const Store::Snapshot &snapshot)
{
    StoredModel model{.sequence = snapshot.sequence,
                      .operations = snapshot.operations.size(),
                      .keys = snapshot.studioKeys.size()};
    for (const Store::ComputeRow &row : snapshot.computes) {
        model.computes.insert(row.name, row.state);
    }
    return model;
}

QString StoredModel::text() const
{
    QStringList states;
    for (const auto &[name, state] : computes.asKeyValueRange()) {
        states.append(name + u'=' + state);
    }
    return u"%1 #%2 operations %3 keys %4"_s.arg(states.join(u' '))
        .arg(sequence)
        .arg(operations)
        .arg(keys);
}

QList<QList<Store::Batch>> aDaysWrites()
{
    using Together = QList<Store::Batch>;
    static int day = 0;
    ++day;
    QList<Together> writes;
    for (int number = 0; number < 6; ++number) {
        const QString name = u"c%1x"_s.arg(number);
        // Larger than a page of the database, every third one.
        const int size = number % 3 == 0 ? 9000 : 300;
        writes.append(Together{Store::Batch{.compute = rowFor(name, u"Creating"_s, size),
                                            .operation = operationFor((day * 100) + number)}});
        writes.append(Together{{.compute = rowFor(name, u"Running"_s, size)},
                               {.studioKey = Store::StudioKeyRow{.id = QString::number(day) + name,
                                                                 .publicKey = u"key"_s}},
                               {.compute = rowFor(u"other"_s, name, 100)}});
        if (number % 2 == 1) {
            writes.append(Together{Store::Batch{.removed = rowFor(name, {}, 0)}});
        }
    }
    return writes;
}

StoredModel writeAll(Store::StateStore *store,
                     StoredModel model,
                     const std::function<void(const StoredModel &)> &answered)
{
    const auto all = aDaysWrites();
    for (const QList<Store::Batch> &together : all) {
        QList<QFuture<Result<qint64>>> futures;
        for (const Store::Batch &batch : together) {
            futures.append(store->write(batch));
        }
        for (qsizetype index = 0; index < together.size(); ++index) {
            futures[index].waitForFinished();
            if (const auto result = futures[index].result()) {
                model.apply(together[index]);
                if (*result != 0 && *result != model.sequence) {
                    qFatal("A change has the number %lld instead of %lld.",
                           static_cast<long long>(*result),
                           static_cast<long long>(model.sequence));
                }
            }
            if (answered) {
                answered(model);
            }
        }
    }
    return model;
}

QString integrityOf(const QString &file)
{
    const QString connection = QUuid::createUuid().toString();
    QString verdict;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(file);
        QSqlQuery query(database);
        if (!database.open()) {
            verdict = database.lastError().text();
        } else {
            query = QSqlQuery(database);
            verdict = query.exec(u"PRAGMA integrity_check"_s) && query.next()
                          ? query.value(0).toString()
                          : query.lastError().text();
        }
    }
    QSqlDatabase::removeDatabase(connection);
    return verdict;
}

void copyAsAfterACrash(const QString &from, const QString &to)
{
    for (const QString &name : QDir(from).entryList(QDir::Files)) {
        if (!name.endsWith("-shm"_L1) && !QFile::copy(from + u'/' + name, to + u'/' + name)) {
            qFatal("The folder can't be copied.");
        }
    }
}

} // namespace Atelier::Test
