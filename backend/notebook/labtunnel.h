// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <QPromise>

#include <memory>

namespace Atelier::Ssh {
class Connection;
class Tunnel;
} // namespace Atelier::Ssh

namespace Atelier::Notebook {

/**
 * The tunnel to a JupyterLab, always at the same local port while that can be had: the page keeps
 * its origin only then. Lives in the GUI thread.
 */
class LabTunnel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabTunnel)

public:
    explicit LabTunnel(QObject *parent = nullptr);
    ~LabTunnel() override;

    /** Gives the local port; at once when the tunnel is there already. */
    [[nodiscard]] QFuture<Result<quint16>> open(Ssh::Connection *session,
                                                const QString &socketPath);
    /** 0 while there is none. */
    [[nodiscard]] quint16 port() const;

private:
    using PortPromise = std::shared_ptr<QPromise<Result<quint16>>>;

    void listen(quint16 port, const PortPromise &promise);

    QPointer<Ssh::Connection> m_session;
    QString m_socketPath;
    quint16 m_lastPort = 0;
    std::unique_ptr<Ssh::Tunnel> m_tunnel;
};

} // namespace Atelier::Notebook
