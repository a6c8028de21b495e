// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/controlplane.h"

#include <QDateTime>
#include <QFuture>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace Atelier::Window {

/**
 * Keeps the window connected with the control plane of this computer: has it found or started,
 * follows it, and has it started again when it died. Nothing happens before begin(), so that the
 * first paint waits for nothing.
 */
class Connection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Connection)

public:
    enum class State {
        Starting, ///< looked for, started, or listed for the first time
        Online,
        Unreachable, ///< was there before; tried again by itself
        Failed,      ///< could not be started; error() says why
    };
    using Ensure = std::function<QFuture<Result<Client::Endpoint>>()>;
    /** Client::Launcher, or what a test puts in its place. */
    struct Service
    {
        Ensure ensure;
        Ensure replace;
    };

    Connection(Client::ControlPlane *controlPlane, Service service, QObject *parent = nullptr);
    ~Connection() override;

    void begin();
    /** What helps against error(), as a button says it: *Try again*, or *Restart* of an older
     * control plane. */
    [[nodiscard]] QString remedy() const;
    void applyRemedy();
    [[nodiscard]] State state() const;
    /** Why it is Failed or Unreachable. */
    [[nodiscard]] Error error() const;
    /** When it was last online; invalid when it never was. */
    [[nodiscard]] QDateTime lastSeen() const;
    /** For *Copy technical details*; never the token. */
    [[nodiscard]] QString technicalDetails() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] bool isReplaceable() const;
    void ensure();
    void ask(const Ensure &service);
    void ensured(const Result<Client::Endpoint> &endpoint);
    void linkChanged(Client::ControlPlane::Link link);
    void setState(State state);

    Client::ControlPlane *m_controlPlane = nullptr;
    Service m_service;
    Client::Endpoint m_endpoint;
    Error m_error{.code = Error::Code::Unknown, .message = {}};
    QTimer m_retry;
    std::chrono::milliseconds m_pause;
    State m_state = State::Starting;
    bool m_isEnsuring = false;
};

} // namespace Atelier::Window
