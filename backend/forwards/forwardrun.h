// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/forwards/forward.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/tunnel.h"

#include <QFuture>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace Atelier::Forwards {

/** The way to an instance, in state Ready, or why there is none. The connection stays its owner's,
 * and the same object for ever. */
using ConnectTo = std::function<QFuture<Result<Ssh::Connection *>>(const QString &instance)>;

/**
 * One forward at work, independent of all others. Its port stays open while the connection is lost
 * or the instance is started anew, so that its address never changes under a browser. Lives in the
 * GUI thread.
 */
class ForwardRun final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ForwardRun)

public:
    ForwardRun(Forward forward, ConnectTo connectTo, QObject *parent = nullptr);
    ~ForwardRun() override;

    [[nodiscard]] const Forward &forward() const { return m_forward; }
    /** Another name, target or port; what listens is started anew when that makes a difference. */
    void setForward(const Forward &forward);
    [[nodiscard]] const ForwardStatus &status() const { return m_status; }
    [[nodiscard]] int openConnections() const;
    /** Whether it is started, whatever has become of it. */
    [[nodiscard]] bool isWanted() const { return m_isWanted; }

    void start();
    void stop();
    void restart();
    /** The instance runs, or does so again; false: it does not now. */
    void instanceRuns(bool runs);
    /** It was deleted: the port is given up. One that starts by itself waits for the next of that
     * name. */
    void instanceGone();

Q_SIGNALS:
    void changed();
    /** An automatic port was found: it is to be asked for the next time. */
    void portFound(quint16 port);

private:
    void begin();
    void open(Ssh::Connection *connection);
    void listen(quint16 port);
    void listened(const Result<quint16> &port, quint16 wanted);
    void connectionChanged();
    void setStatus(ForwardStatus status);
    void close();

    Forward m_forward;
    ConnectTo m_connectTo;
    ForwardStatus m_status;
    QPointer<Ssh::Connection> m_connection;
    std::unique_ptr<Ssh::Tunnel> m_tunnel;
    int m_attempt = 0; ///< answers for an earlier one are dropped
    bool m_isWanted = false;
    bool m_isBeginning = false;
    bool m_runs = false;
};

} // namespace Atelier::Forwards
