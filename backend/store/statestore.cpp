// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/statestore.h"

#include <QMutex>
#include <QPromise>
#include <QQueue>
#include <QThread>
#include <QWaitCondition>

#include <utility>
#include <vector>

namespace Atelier::Store {

/** The thread that owns the database: takes all that waits, writes it, commits once, then answers.
 */
class StateStore::Writer final : public QThread
{
public:
    Writer(QString file, Migrations migrations)
        : m_file(std::move(file))
        , m_migrations(std::move(migrations))
    {
        setObjectName(QStringLiteral("store"));
    }

    ~Writer() override
    {
        {
            const QMutexLocker lock(&m_mutex);
            m_ending = true;
            m_changed.wakeAll();
        }
        wait();
    }
    Q_DISABLE_COPY_MOVE(Writer)

    /** Starts the thread and waits until it has opened the file. */
    Result<Snapshot> open()
    {
        QPromise<Result<Snapshot>> promise;
        QFuture<Result<Snapshot>> opened = promise.future();
        m_opened = std::move(promise);
        start();
        opened.waitForFinished();
        return opened.result();
    }

    QFuture<Result<qint64>> enqueue(const Batch &batch)
    {
        Job job{.batch = batch, .promise = {}};
        job.promise.start();
        QFuture<Result<qint64>> future = job.promise.future();
        const QMutexLocker lock(&m_mutex);
        m_jobs.push_back(std::move(job));
        m_changed.wakeAll();
        return future;
    }

protected:
    void run() override
    {
        Database database;
        auto snapshot = database.open(m_file, m_migrations).and_then([&database] {
            return database.load();
        });
        const bool usable = snapshot.has_value();
        m_opened.start();
        m_opened.addResult(std::move(snapshot));
        m_opened.finish();
        while (usable) {
            std::vector<Job> jobs = take();
            if (jobs.empty()) {
                return;
            }
            write(&database, &jobs);
            if (++m_commits % pruningInterval == 0) {
                database.prune(); // after the answers, and never by a clock
            }
        }
    }

private:
    struct Job
    {
        Batch batch;
        QPromise<Result<qint64>> promise;
    };

    /** Waits for work; nothing when the store is being closed and all is written. */
    std::vector<Job> take()
    {
        const QMutexLocker lock(&m_mutex);
        while (m_jobs.empty() && !m_ending) {
            m_changed.wait(&m_mutex);
        }
        return std::exchange(m_jobs, {});
    }

    static void write(Database *database, std::vector<Job> *jobs)
    {
        std::vector<Result<qint64>> results(jobs->size(), Result<qint64>(0));
        auto begun = database->begin();
        for (size_t index = 0; begun && index < jobs->size(); ++index) {
            results[index] = database->apply((*jobs)[index].batch);
        }
        auto committed = begun ? database->commit() : begun;
        for (size_t index = 0; index < jobs->size(); ++index) {
            QPromise<Result<qint64>> &promise = (*jobs)[index].promise;
            promise.addResult(committed ? std::move(results[index])
                                        : Result<qint64>(failure(committed.error())));
            promise.finish();
        }
    }

    QString m_file;
    Migrations m_migrations;
    QPromise<Result<Snapshot>> m_opened;
    QMutex m_mutex;
    QWaitCondition m_changed;
    std::vector<Job> m_jobs;
    bool m_ending = false;
    int m_commits = 0;
};

StateStore::StateStore(std::unique_ptr<Writer> writer, Snapshot snapshot)
    : m_writer(std::move(writer))
    , m_snapshot(std::move(snapshot))
{
}

StateStore::~StateStore() = default;

Result<std::unique_ptr<StateStore>> StateStore::open(const QString &file,
                                                     const Migrations &migrations)
{
    auto writer = std::make_unique<Writer>(file, migrations);
    auto snapshot = writer->open();
    if (!snapshot) {
        return failure(snapshot.error());
    }
    return std::unique_ptr<StateStore>(new StateStore(std::move(writer), *std::move(snapshot)));
}

const Snapshot &StateStore::snapshot() const
{
    return m_snapshot;
}

QFuture<Result<qint64>> StateStore::write(const Batch &batch)
{
    return m_writer->enqueue(batch);
}

} // namespace Atelier::Store
