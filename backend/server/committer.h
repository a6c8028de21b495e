// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/server/changelog.h"
#include "backend/server/compute.h"
#include "backend/server/operations.h"
#include "backend/store/statestore.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <functional>

namespace Atelier::Server {

/** Writes a change of a compute and its operation together, and shows both once they are on the
 * disk. */
class Committer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Committer)

public:
    using Then = std::function<void(const Result<void> &)>;

    Committer(Store::StateStore *store,
              ChangeLog *log,
              Operations *operations,
              QObject *parent = nullptr);

    /** For what a client asked: a failure is told to it. */
    void save(const ComputePtr &compute,
              const std::optional<Store::OperationRow> &operation,
              const Then &then);
    void saveStudioKey(const Store::StudioKeyRow &row, const Then &then);
    void removeStudioKey(const QString &id, const Then &then);

    /** For what has happened: written again until the disk takes it, with the state of that moment.
     */
    void persist(const ComputePtr &compute,
                 const std::optional<Store::OperationRow> &operation,
                 const std::function<void()> &then);
    void persistRemoval(const ComputePtr &compute,
                        const Store::OperationRow &operation,
                        const std::function<void()> &then);

private:
    /** What stands in the way of several is said once, and again only after a while. */
    void warn(const Error &error);
    void write(const Store::Batch &batch, const Then &then);
    void show(const Store::Batch &batch, qint64 sequence);

    Store::StateStore *m_store;
    ChangeLog *m_log;
    Operations *m_operations;
    QString m_lastWarning;
    QElapsedTimer m_sinceWarning;
};

} // namespace Atelier::Server
