// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/compute/instanceoperations.h"

class QWidget;

namespace Atelier::Notebook {
class NodeSessions;
}

namespace Atelier::Compute {

/** What a person wants of instances: asks what must be asked first, then runs it. */
class InstanceRequests final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceRequests)

public:
    /** Dialogs belong to @p page. @p sessions tells which kernels a stop ends; may be null. */
    InstanceRequests(Client::ControlPlane *controlPlane,
                     Client::InstancesModel *model,
                     Notebook::NodeSessions *sessions,
                     QWidget *page);
    ~InstanceRequests() override;

    /** Any action but OpenNotebook. */
    void request(Arm::InstanceAction action, const QStringList &names);
    void changeFolders(const QString &name);

Q_SIGNALS:
    void failed(const Atelier::Error &error);

private:
    void askBeforeStop(Arm::InstanceAction action, const QStringList &names);
    void askBeforeDelete(const QStringList &names);

    Client::ControlPlane *m_controlPlane = nullptr;
    Client::InstancesModel *m_model = nullptr;
    Notebook::NodeSessions *m_sessions = nullptr;
    QWidget *m_page = nullptr;
    InstanceOperations *m_operations = nullptr;
};

} // namespace Atelier::Compute
