// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/controlplane.h"

#include <QPointer>
#include <QTimer>

class QNetworkReply;

namespace Atelier::Client {

class Requests;

/**
 * Reads a creation log as it grows. When the connection breaks it waits for the control plane to
 * answer again, asks from the beginning, and passes over what was given already.
 */
class CreationLogReader final : public CreationLog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CreationLogReader)

public:
    CreationLogReader(ControlPlane *controlPlane, Requests *requests, QString name);
    ~CreationLogReader() override;

private:
    void open();
    void read();
    void replyEnded();
    void drop();
    [[nodiscard]] bool mayGoOn() const;

    QPointer<ControlPlane> m_controlPlane;
    QPointer<Requests> m_requests;
    QString m_name;
    QPointer<QNetworkReply> m_reply;
    QTimer m_again;
    qint64 m_given = 0;   // bytes passed on, over all connections
    qint64 m_arrived = 0; // bytes of the present connection
    QByteArray m_lastLine;
    int m_fruitless = 0; // ends in a row that brought nothing new
    bool m_done = false;
};

} // namespace Atelier::Client
