// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/client/requests.h"
#include "backend/core/result.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <optional>

namespace Atelier::Client {

/**
 * One long-running operation, from its acceptance to its end. Asks for the status when Retry-After
 * says so, and at once when the change stream shows that the resource came to rest, so that nobody
 * waits for the next poll. Deletes itself when it has ended.
 */
class Operation final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Operation)

public:
    /** @p before: the resource as it was known when the request was sent. */
    Operation(Requests *requests,
              Arm::OperationName verb,
              QString name,
              const Arm::ComputeInstance *before,
              QObject *parent);

    QFuture<Result<void>> follow(const QFuture<Result<Response>> &accepted);

    [[nodiscard]] const QString &name() const;
    /** The resource changed; nothing: it was deleted. */
    void resourceChanged(const Arm::ComputeInstance *now);
    /** The control plane answers again: no reason to wait longer. */
    void askNow();

private:
    void accept(const Result<Response> &response);
    void ask();
    void readStatus(const Result<Response> &response);
    void askFailed(const Error &error);
    [[nodiscard]] bool showsEnd(const Arm::ComputeInstance &now) const;
    [[nodiscard]] Result<void> outcomeOf(const Arm::ComputeInstance &now) const;
    [[nodiscard]] Error unexplained() const;
    void finish(const Result<void> &result);

    Requests *m_requests;
    Arm::OperationName m_verb;
    QString m_name;
    std::optional<Arm::LastOperation> m_before;
    std::optional<Arm::ComputeInstance> m_latest;
    QUrl m_statusUrl;
    QPromise<Result<void>> m_promise;
    QTimer m_timer;
    int m_failures = 0;
    bool m_accepted = false;
    bool m_asking = false;
    bool m_askAgain = false;
    bool m_gone = false;
    bool m_finished = false;
};

} // namespace Atelier::Client
