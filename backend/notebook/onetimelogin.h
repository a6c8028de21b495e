// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/notebook/jupyterserver.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

class QTcpServer;
class QTcpSocket;

namespace Atelier::Notebook {

/**
 * Lets the system's browser into JupyterLab without a token in a URL: an address on 127.0.0.1
 * that answers once, to a process of the same user, within a minute. The answer sets the login
 * cookie and leads on to the tunnel. Deletes itself when it has answered or when its time is over.
 */
class OneTimeLogin final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneTimeLogin)

public:
    OneTimeLogin(LabAccess access, QObject *parent);
    ~OneTimeLogin() override;

    /** Listens and gives the address to open. */
    [[nodiscard]] Result<QUrl> listen();

private:
    void admit();
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const QByteArray &bytes);

    LabAccess m_access;
    QByteArray m_secretPath;
    QTcpServer *m_server = nullptr;
};

/** Whether @p socket's other end on this computer belongs to the user who runs this program. */
[[nodiscard]] bool peerIsSameUser(const QTcpSocket &socket);

} // namespace Atelier::Notebook
