// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/states.h"
#include "backend/core/error.h"

#include <QObject>
#include <QStringList>

namespace Atelier::Client {
class ControlPlane;
class InstancesModel;
} // namespace Atelier::Client

namespace Atelier::Compute {

/**
 * Runs an action on one or many instances at once: shows it in the table before it is confirmed,
 * and collects what was refused into one message.
 */
class InstanceOperations final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceOperations)

public:
    InstanceOperations(Client::ControlPlane *controlPlane,
                       Client::InstancesModel *model,
                       QObject *parent);
    ~InstanceOperations() override;

    void run(Arm::InstanceAction action, const QStringList &names);

Q_SIGNALS:
    /** One error: the server's sentence, naming the instance. Several: how many of how many, and
     *  the sentences as the detail. */
    void failed(const Atelier::Error &error);
    void succeeded(Atelier::Arm::InstanceAction action, const QStringList &names);

private:
    struct Batch;

    Client::ControlPlane *m_controlPlane = nullptr;
    Client::InstancesModel *m_model = nullptr;
};

} // namespace Atelier::Compute
