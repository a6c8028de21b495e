// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/statestore.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

#include <tuple>

using namespace Atelier;
using namespace Atelier::Store;
using namespace Qt::StringLiterals;

namespace {

ComputeRow compute(const QString &name, const QString &state = u"Running"_s)
{
    return {.id = QString(u"id-"_s + name),
            .name = name,
            .state = state,
            .port = 4022,
            .json = {{u"state"_s, state}}};
}

Result<qint64> written(StateStore *store, const Batch &batch)
{
    QFuture<Result<qint64>> future = store->write(batch);
    future.waitForFinished();
    return future.result();
}

/** Runs statements on the file without any of our code. */
void runPlain(const QString &file, const QStringList &statements)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"plain"_s);
        database.setDatabaseName(file);
        QVERIFY(database.open());
        QSqlQuery query(database);
        for (const QString &statement : statements) {
            QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
        }
    }
    QSqlDatabase::removeDatabase(u"plain"_s);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class StateStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsEverythingOverAReopen();
    void numbersChangesWithoutGapsAlsoAcrossAReopen();
    void aBatchThatFailsLeavesNoTraceAndNoGap();
    void namesAreUniqueWithoutCaseAmongLiveOnes();
    void manyBatchesAtOnceKeepTheirOrder();
    void writesWhatIsQueuedBeforeItCloses();
    void keepsOnlyTheLastChanges();
    void keepsNoMoreThanTheBytesOfChanges();
    void keepsOperationsThatRunAndTheLastOfEachInstance();
    void forgetsOperationsAfterAMonth();
    void makesABackupBeforeEachMigration();
    void aMigrationThatFailsChangesNothing();
    void leavesADatabaseOfANewerVersionAlone();
    void leavesANewerDatabaseWithItsLogAlone();
    void leavesAForeignDatabaseAlone();
    void leavesAFileThatIsNoDatabaseAlone();
    void leavesADamagedDatabaseAlone();
    void saysThatTheFolderCanNotBeWritten();

private:
    [[nodiscard]] std::unique_ptr<StateStore> opened() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void StateStoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"atelier.sqlite"_s);
}

std::unique_ptr<StateStore> StateStoreTest::opened() const
{
    auto store = StateStore::open(m_file);
    return store ? *std::move(store) : nullptr;
}

void StateStoreTest::keepsEverythingOverAReopen()
{
    const OperationRow operation{
        .status = {.id = u"op"_s,
                   .status = u"InProgress"_s,
                   .startTime = QDateTime::fromMSecsSinceEpoch(1000, QTimeZone::UTC)},
        .computeId = u"id-ada"_s,
        .computeName = u"ada"_s,
        .name = Arm::OperationName::Start,
    };
    {
        auto store = opened();
        QVERIFY(store);
        QCOMPARE(store->snapshot().sequence, 0);
        QCOMPARE(written(store.get(), {.compute = compute(u"ada"_s), .operation = operation})
                     .value_or(-1),
                 qint64(1));
        QCOMPARE(written(store.get(),
                         {.studioKey = StudioKeyRow{.id = u"k"_s, .publicKey = u"ssh-ed25519 A"_s}})
                     .value_or(-1),
                 qint64(0));
        QCOMPARE(written(store.get(),
                         {.principal = PrincipalRow{.name = u"owner"_s,
                                                    .tokenHash = QByteArray("\0\1", 2)}})
                     .value_or(-1),
                 qint64(0));
    }
    const auto store = opened();
    QVERIFY(store);
    const Snapshot &all = store->snapshot();
    QCOMPARE(all.computes.size(), 1);
    QCOMPARE(all.computes.first().name, u"ada"_s);
    QCOMPARE(all.computes.first().port, quint16(4022));
    QCOMPARE(all.computes.first().sequence, 1);
    QCOMPARE(all.computes.first().json, compute(u"ada"_s).json);
    QCOMPARE(all.operations.size(), 1);
    QCOMPARE(all.operations.first().status.startTime, operation.status.startTime);
    QVERIFY(all.operations.first().name == Arm::OperationName::Start);
    QCOMPARE(all.changes.size(), 1);
    QVERIFY(all.changes.first().resource);
    QCOMPARE(all.studioKeys.size(), 1);
    QCOMPARE(all.principals.first().tokenHash, QByteArray("\0\1", 2));
    QCOMPARE(all.sequence, 1);
}

void StateStoreTest::numbersChangesWithoutGapsAlsoAcrossAReopen()
{
    {
        auto store = opened();
        QCOMPARE(written(store.get(), {.compute = compute(u"ada"_s)}).value_or(-1), qint64(1));
        QCOMPARE(written(store.get(), {.removed = compute(u"ada"_s)}).value_or(-1), qint64(2));
    }
    auto store = opened();
    QCOMPARE(store->snapshot().sequence, 2);
    QVERIFY(store->snapshot().computes.isEmpty());
    QVERIFY(!store->snapshot().changes.last().resource);
    QCOMPARE(written(store.get(), {.compute = compute(u"ada"_s)}).value_or(-1), qint64(3));
}

void StateStoreTest::aBatchThatFailsLeavesNoTraceAndNoGap()
{
    auto store = opened();
    QVERIFY(written(store.get(), {.compute = compute(u"ada"_s)}));
    ComputeRow twin = compute(u"ADA"_s);
    twin.id = u"another"_s;
    const auto refused = store->write(
        {.compute = twin, .studioKey = StudioKeyRow{.id = u"k"_s, .publicKey = u"x"_s}});
    const auto next = store->write({.compute = compute(u"bob"_s)});
    QVERIFY(!refused.result());
    QVERIFY(refused.result().error().message.endsWith(u'.'));
    QCOMPARE(next.result().value_or(-1), qint64(2));
    store = nullptr;
    QVERIFY(opened()->snapshot().studioKeys.isEmpty());
}

void StateStoreTest::namesAreUniqueWithoutCaseAmongLiveOnes()
{
    auto store = opened();
    QVERIFY(written(store.get(), {.compute = compute(u"ada"_s)}));
    ComputeRow twin = compute(u"Ada"_s);
    twin.id = u"another"_s;
    QVERIFY(!written(store.get(), {.compute = twin}));
    QVERIFY(written(store.get(), {.removed = compute(u"ada"_s)}));
    QVERIFY(written(store.get(), {.compute = twin}));
}

void StateStoreTest::manyBatchesAtOnceKeepTheirOrder()
{
    auto store = opened();
    QList<QFuture<Result<qint64>>> futures;
    for (int number = 0; number < 400; ++number) {
        futures.append(store->write({.compute = compute(u"c%1x"_s.arg(number % 7))}));
    }
    for (qsizetype index = 0; index < futures.size(); ++index) {
        QCOMPARE(futures[index].result().value_or(-1), qint64(index + 1));
    }
}

void StateStoreTest::writesWhatIsQueuedBeforeItCloses()
{
    auto store = opened();
    for (int number = 0; number < 50; ++number) {
        QVERIFY(store->write({.compute = compute(u"c%1x"_s.arg(number))}).result());
    }
    const auto last = store->write({.compute = compute(u"last"_s)});
    store = nullptr;
    QVERIFY(last.isFinished());
    QCOMPARE(opened()->snapshot().computes.size(), 51);
}

void StateStoreTest::keepsOnlyTheLastChanges()
{
    {
        auto store = opened();
        for (int number = 0; number < retainedChanges + 10; ++number) {
            auto future = store->write({.compute = compute(u"ada"_s)});
            if (number == retainedChanges + 9) {
                QVERIFY(future.result());
            }
        }
    }
    const auto store = opened();
    QCOMPARE(store->snapshot().changes.size(), retainedChanges);
    QCOMPARE(store->snapshot().changes.first().sequence, 11);
}

void StateStoreTest::keepsNoMoreThanTheBytesOfChanges()
{
    {
        auto store = opened();
        for (int number = 0; number < 12; ++number) {
            ComputeRow row = compute(u"ada"_s);
            row.json.insert(u"description"_s, QString(1'000'000, u'x'));
            QVERIFY(written(store.get(), {.compute = row}));
        }
    }
    const auto store = opened();
    QCOMPARE(store->snapshot().changes.size(), 4); // of a little more than 1 MB each
    QCOMPARE(store->snapshot().changes.last().sequence, 12);
    QCOMPARE(store->snapshot().sequence, 12);
}

void StateStoreTest::keepsOperationsThatRunAndTheLastOfEachInstance()
{
    const auto operation = [](int number, const QString &computeId, const QString &status) {
        return OperationRow{.status = {.id = u"%1-%2"_s.arg(computeId).arg(number),
                                       .status = status,
                                       .startTime = QDateTime::currentDateTimeUtc()},
                            .computeId = computeId,
                            .computeName = computeId,
                            .name = Arm::OperationName::Start};
    };
    {
        auto store = opened();
        QFuture<Result<qint64>> last = store->write(
            {.operation = operation(0, u"ada"_s, u"InProgress"_s)});
        for (int number = 1; number <= retainedOperationsOfOne + 20; ++number) {
            last = store->write({.operation = operation(number, u"ada"_s, u"Succeeded"_s)});
        }
        last = store->write({.operation = operation(1, u"bob"_s, u"Failed"_s)});
        QVERIFY(last.result());
    }
    const auto store = opened();
    const QList<OperationRow> &kept = store->snapshot().operations;
    QCOMPARE(kept.size(), 1 + retainedOperationsOfOne + 1);
    QCOMPARE(kept.first().status.id, u"ada-0"_s);
    QCOMPARE(kept.at(1).status.id, u"ada-21"_s);
    QCOMPARE(kept.last().status.id, u"bob-1"_s);
}

void StateStoreTest::forgetsOperationsAfterAMonth()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    {
        auto store = opened();
        for (const auto &[id, days, status] : {std::tuple(u"old"_s, 31, u"Succeeded"_s),
                                               std::tuple(u"running"_s, 31, u"InProgress"_s),
                                               std::tuple(u"young"_s, 29, u"Failed"_s)}) {
            const OperationRow row{
                .status = {.id = id, .status = status, .startTime = now.addDays(-days)},
                .computeId = u"ada"_s,
                .computeName = u"ada"_s,
                .name = Arm::OperationName::Start};
            QVERIFY(written(store.get(), {.operation = row}));
        }
    }
    const auto store = opened();
    QCOMPARE(store->snapshot().operations.size(), 2);
    QCOMPARE(store->snapshot().operations.first().status.id, u"running"_s);
}

void StateStoreTest::makesABackupBeforeEachMigration()
{
    QVERIFY(written(opened().get(), {.compute = compute(u"ada"_s)}));
    QVERIFY(!QFile::exists(m_file + u".v1.backup"_s));
    Migrations more = ourMigrations();
    const auto known = more.size();
    more.append({u"ALTER TABLE computes ADD COLUMN extra TEXT NOT NULL DEFAULT 'x'"_s});
    {
        const auto store = StateStore::open(m_file, more);
        QVERIFY(store);
        QCOMPARE((*store)->snapshot().computes.size(), 1);
    }
    const QString backup = u"%1.v%2.backup"_s.arg(m_file).arg(known);
    QVERIFY(QFile::exists(backup));
    QCOMPARE(QFile::permissions(backup)
                 & (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteOther),
             QFileDevice::Permissions());
    const auto former = StateStore::open(backup);
    QVERIFY(former);
    QCOMPARE((*former)->snapshot().computes.size(), 1);
}

void StateStoreTest::aMigrationThatFailsChangesNothing()
{
    QVERIFY(written(opened().get(), {.compute = compute(u"ada"_s)}));
    Migrations more = ourMigrations();
    more.append({u"CREATE TABLE extra (a TEXT)"_s, u"NONSENSE"_s});
    QVERIFY(!StateStore::open(m_file, more));
    const auto store = opened();
    QVERIFY(store);
    QCOMPARE(store->snapshot().computes.size(), 1);
}

void StateStoreTest::leavesADatabaseOfANewerVersionAlone()
{
    QVERIFY(opened());
    runPlain(m_file, {u"PRAGMA user_version = 999"_s, u"PRAGMA wal_checkpoint(TRUNCATE)"_s});
    const QByteArray before = contentOf(m_file);
    const auto store = StateStore::open(m_file);
    QVERIFY(!store);
    QVERIFY2(store.error().message.contains("newer"_L1), qPrintable(store.error().message));
    QVERIFY(store.error().message.contains(m_file));
    QCOMPARE(contentOf(m_file), before);
}

void StateStoreTest::leavesANewerDatabaseWithItsLogAlone()
{
    // As a newer control plane leaves it that was killed: what is new stands in the log only.
    const QTemporaryDir other;
    {
        const auto store = opened();
        runPlain(m_file, {u"PRAGMA user_version = 999"_s});
        for (const QString &suffix : {QString(), u"-wal"_s}) {
            QVERIFY(QFile::copy(m_file + suffix, other.filePath(u"atelier.sqlite"_s + suffix)));
        }
    }
    const QString file = other.filePath(u"atelier.sqlite"_s);
    const QByteArray before = contentOf(file);
    const QByteArray log = contentOf(file + u"-wal"_s);
    QVERIFY(!log.isEmpty());
    const auto store = StateStore::open(file);
    QVERIFY(!store);
    QVERIFY2(store.error().message.contains("newer"_L1), qPrintable(store.error().message));
    QCOMPARE(contentOf(file), before);
    QCOMPARE(contentOf(file + u"-wal"_s), log);
    QCOMPARE(QDir(other.path()).entryList(QDir::Files),
             (QStringList{u"atelier.sqlite"_s, u"atelier.sqlite-wal"_s}));
}

void StateStoreTest::leavesAForeignDatabaseAlone()
{
    runPlain(m_file, {u"CREATE TABLE songs (title TEXT)"_s});
    const QByteArray before = contentOf(m_file);
    const auto store = StateStore::open(m_file);
    QVERIFY(!store);
    QVERIFY2(store.error().message.contains("another program"_L1),
             qPrintable(store.error().message));
    QCOMPARE(contentOf(m_file), before);
}

void StateStoreTest::leavesAFileThatIsNoDatabaseAlone()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("Dear diary, …");
    file.close();
    const auto store = StateStore::open(m_file);
    QVERIFY(!store);
    QVERIFY(store.error().message.contains(m_file));
    QCOMPARE(contentOf(m_file), QByteArray("Dear diary, …"));
}

void StateStoreTest::leavesADamagedDatabaseAlone()
{
    {
        auto store = opened();
        for (int number = 0; number < 100; ++number) {
            const auto future = store->write({.compute = compute(u"c%1x"_s.arg(number))});
            QVERIFY(future.result());
        }
    }
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(4096);
    file.write(QByteArray(file.size() - 4096, 'x'));
    file.close();
    const QByteArray before = contentOf(m_file);
    const auto store = StateStore::open(m_file);
    QVERIFY(!store);
    QVERIFY2(store.error().message.contains("damaged"_L1), qPrintable(store.error().message));
    QCOMPARE(contentOf(m_file), before);
}

void StateStoreTest::saysThatTheFolderCanNotBeWritten()
{
    const auto store = StateStore::open(m_folder->filePath(u"missing/atelier.sqlite"_s));
    QVERIFY(!store);
    QVERIFY(store.error().code == Error::Code::PermissionDenied);
    QVERIFY(store.error().message.endsWith(u'.'));
}

QTEST_GUILESS_MAIN(StateStoreTest)
#include "tst_statestore.moc"
