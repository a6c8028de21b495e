// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/notebook/kernels.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace Atelier::Notebook {
class NodeSessions;
}

namespace Atelier::Compute {

/** A kernel and the instance that it would end with. */
struct RunningKernel
{
    QString instance = {};
    Notebook::Kernel kernel = {};
};

/**
 * Asks instances which kernels run in them, at most 4 s for all: nobody who wants to stop an
 * instance waits for one that does not answer. Deletes itself after found().
 */
class RunningKernels final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunningKernels)

public:
    RunningKernels(Notebook::NodeSessions *sessions, const QStringList &instances, QObject *parent);
    ~RunningKernels() override;

    void start();

Q_SIGNALS:
    /** Not @p complete: an instance did not answer, and more may run. */
    void found(const QList<Atelier::Compute::RunningKernel> &kernels, bool complete);

private:
    void askKernels(const QString &instance, Ssh::Connection *session);
    void answered();
    void finish();

    Notebook::NodeSessions *m_sessions = nullptr;
    QStringList m_instances;
    qsizetype m_open = 0;
    QList<RunningKernel> m_kernels;
    QTimer m_limit;
    bool m_complete = true;
    bool m_finished = false;
};

} // namespace Atelier::Compute
