// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/committer.h"

#include "backend/core/async.h"

#include <QTimer>

#include <chrono>

namespace Atelier::Server {

namespace {

constexpr std::chrono::seconds retryDelay{2};
constexpr std::chrono::minutes warningPause{10};

} // namespace

Committer::Committer(Store::StateStore *store,
                     ChangeLog *log,
                     Operations *operations,
                     QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_log(log)
    , m_operations(operations)
{
}

void Committer::save(const ComputePtr &compute,
                     const std::optional<Store::OperationRow> &operation,
                     const Then &then)
{
    write({.compute = rowOf(*compute), .operation = operation}, then);
}

void Committer::saveStudioKey(const Store::StudioKeyRow &row, const Then &then)
{
    write({.studioKey = row}, then);
}

void Committer::removeStudioKey(const QString &id, const Then &then)
{
    write({.removedStudioKey = id}, then);
}

void Committer::persist(const ComputePtr &compute,
                        const std::optional<Store::OperationRow> &operation,
                        const std::function<void()> &then)
{
    save(compute, operation, [this, compute, operation, then](const Result<void> &saved) {
        if (saved) {
            then();
            return;
        }
        warn(saved.error());
        QTimer::singleShot(retryDelay, this, [this, compute, operation, then] {
            persist(compute, operation, then);
        });
    });
}

void Committer::persistRemoval(const ComputePtr &compute,
                               const Store::OperationRow &operation,
                               const std::function<void()> &then)
{
    write({.removed = rowOf(*compute), .operation = operation},
          [this, compute, operation, then](const Result<void> &saved) {
              if (saved) {
                  then();
                  return;
              }
              warn(saved.error());
              QTimer::singleShot(retryDelay, this, [this, compute, operation, then] {
                  persistRemoval(compute, operation, then);
              });
          });
}

void Committer::warn(const Error &error)
{
    if (m_sinceWarning.isValid() && error.detail == m_lastWarning
        && m_sinceWarning.durationElapsed() < warningPause) {
        return;
    }
    m_lastWarning = error.detail;
    m_sinceWarning.start();
    qWarning("A change of an instance can't be saved yet: %s", qPrintable(error.detail));
}

void Committer::write(const Store::Batch &batch, const Then &then)
{
    whenDone(m_store->write(batch), this, [this, batch, then](const Result<qint64> &written) {
        if (!written) {
            then(failure(written.error()));
            return;
        }
        show(batch, *written);
        then({});
    });
}

void Committer::show(const Store::Batch &batch, qint64 sequence)
{
    if (batch.operation) {
        m_operations->put(*batch.operation);
    }
    if (batch.compute) {
        m_log->publish(
            {.sequence = sequence, .name = batch.compute->name, .resource = batch.compute->json});
    } else if (batch.removed) {
        m_log->publish({.sequence = sequence, .name = batch.removed->name});
    }
}

} // namespace Atelier::Server
