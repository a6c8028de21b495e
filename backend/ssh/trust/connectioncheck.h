// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/asker.h"
#include "backend/ssh/connectobserver.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/stream.h"
#include "backend/ssh/trust/checkstep.h"
#include "backend/ssh/trust/probes.h"
#include "backend/ssh/trust/sshconfig.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>
#include <optional>
#include <stop_token>

namespace Atelier::Ssh {

class Session;

/**
 * Tries one connection step by step, as everything else would make it, and tells what works there.
 * The steps, in their order: configuration, name, connection, host key, login, shell and round
 * trip, SFTP, forwarding. Lives in the GUI thread; for one run at a time.
 */
class ConnectionCheck final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionCheck)

public:
    ConnectionCheck(SshConfig *config, std::shared_ptr<Asker> asker, QObject *parent = nullptr);
    ~ConnectionCheck() override;

    void start(const QString &name);
    /** Ends at once, with finished() and Error::Code::Cancelled. */
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /** What was connected to; nothing before the configuration was read. */
    [[nodiscard]] const std::optional<Destination> &destination() const { return m_destination; }
    /** The host key that was presented last, trusted or not; without a blob before there was one.
     */
    [[nodiscard]] const HostKey &presented() const { return m_presented; }
    /** While a person is asked, no step's time passes. */
    void setAsking(bool isAsking);

Q_SIGNALS:
    /** What is being done now: "Connecting to …". */
    void began(const QString &text);
    void noted(const Atelier::Ssh::CheckStep &step);
    /** The error that ended it, if one did. */
    void finished(const std::optional<Atelier::Error> &error);

private:
    class Observer;

    void resolved(const Result<Destination> &destination);
    void connectTo(Destination destination);
    void reached(ConnectObserver::Step step, const QString &place, const QString &what);
    void loggedIn(const Result<void> &opened);
    void probeTheShell();
    void shellProbed(const Result<ShellProbe> &probe);
    void probeTheFiles();
    void filesProbed(const Result<int> &version);
    void probeTheForwarding();
    template<typename T>
    void probe(const StreamTarget &target,
               Result<T> (*run)(const std::shared_ptr<UniqueFd> &),
               void (ConnectionCheck::*then)(const Result<T> &));
    void note(CheckStep::Kind kind, const QString &text, bool isGood = true);
    [[nodiscard]] std::chrono::milliseconds lap();
    void finish(const std::optional<Error> &error);

    SshConfig *m_config = nullptr;
    std::shared_ptr<Asker> m_asker;
    std::optional<Destination> m_destination;
    HostKey m_presented;
    std::stop_source m_stop;
    std::shared_ptr<Observer> m_observer;
    std::shared_ptr<UniqueFd> m_probed; ///< what a thread of the pool talks to
    QElapsedTimer m_clock;
    qint64 m_spent = 0;    ///< milliseconds of this step before a question
    qint64 m_askedAt = -1; ///< on the clock; -1: nobody is asked
    bool m_isRunning = false;
    std::unique_ptr<Session> m_session; // last: its threads call the observer and the asker
};

} // namespace Atelier::Ssh
