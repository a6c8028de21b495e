// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QObject>
#include <QStringList>

#include <sys/types.h>

#include <memory>

class QSocketNotifier;

namespace Atelier::Client {

/**
 * A child process that outlives this one: a session of its own, no inherited descriptors, a working
 * folder of its choice, standard error in a file. Destroying this object leaves it running.
 */
class DetachedProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DetachedProcess)

public:
    /** @p errorFile is emptied first. */
    [[nodiscard]] static Result<std::unique_ptr<DetachedProcess>> start(
        const QString &program,
        const QStringList &arguments,
        const QString &workingFolder,
        const QString &errorFile);
    ~DetachedProcess() override;

    [[nodiscard]] qint64 pid() const;

    /** Whether any process has this id. */
    [[nodiscard]] static bool isAlive(qint64 pid);

Q_SIGNALS:
    /** It ended while this object lived; @p exitCode is negative for a signal. */
    void ended(int exitCode);

private:
    explicit DetachedProcess(pid_t pid);
    void reap();

    pid_t m_pid;
    int m_descriptor; // a pidfd: readable when the process has ended
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Atelier::Client
