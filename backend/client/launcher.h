// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/detachedprocess.h"
#include "backend/client/endingprocess.h"
#include "backend/client/endpoint.h"
#include "backend/client/requests.h"

#include <QFileSystemWatcher>
#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>

namespace Atelier::Client {

/** The target of the error that Launcher::replace() helps against. */
inline constexpr QLatin1StringView replaceable("replaceable");

/**
 * Finds the control plane of a data folder, or starts one that outlives this process, and gives
 * its endpoint. Never blocks; lives in the GUI thread. When the control plane died later, ask
 * again.
 *
 * Two launchers at once end with the same control plane: it holds a lock on its folder, and a
 * launcher whose own process ended goes on looking for the other's.
 */
class Launcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Launcher)

public:
    explicit Launcher(const QString &dataFolder, QObject *parent = nullptr);
    ~Launcher() override;

    /** Which program to start instead of the one that was installed with this. */
    void setProgram(const QString &program);
    void setTimeout(std::chrono::milliseconds timeout);

    /** The endpoint of a control plane that answered just now. While one call is under way, every
     *  further one gets the same answer. */
    [[nodiscard]] QFuture<Result<Endpoint>> ensure();

    /** Ends the control plane that answers now and starts the one that came with this; what runs in
     * the instances goes on. Ends nothing that could be another program. */
    [[nodiscard]] QFuture<Result<Endpoint>> replace();

Q_SIGNALS:
    /** None was found; a process has been started. */
    void started(qint64 pid);

private:
    void begin();
    void endOther();
    void look();
    void probe(const Endpoint &endpoint);
    void probed(const Endpoint &endpoint, const Result<Response> &answer);
    void notRunning();
    void startProcess();
    void processEnded(int exitCode);
    [[nodiscard]] QString endpointFile() const;
    [[nodiscard]] Error endedAtOnce() const;
    [[nodiscard]] Error tooLate() const;
    void finish(const Result<Endpoint> &result);

    QString m_dataFolder;
    QString m_program;
    Requests m_requests;
    QTimer m_deadline;
    QTimer m_tick; // the net below the file system watcher; runs only while a start is awaited
    std::unique_ptr<QFileSystemWatcher> m_watcher;
    std::unique_ptr<DetachedProcess> m_process;
    std::unique_ptr<EndingProcess> m_ending; // while replace() waits for it
    std::unique_ptr<QPromise<Result<Endpoint>>> m_promise;
    QFuture<Result<Endpoint>> m_future;
    int m_exitCode = 0;
    int m_round = 0; // of ensure(): a late probe of an earlier one is dropped
    bool m_awaiting = false;
    bool m_probing = false;
};

} // namespace Atelier::Client
