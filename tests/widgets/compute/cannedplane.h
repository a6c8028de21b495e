// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/resourcepaths.h"
#include "backend/client/controlplane.h"
#include "tests/backend/client/wireserver.h"

namespace Atelier {

/** A ControlPlane at a server of canned answers: states and refusals at the moment a test wants
 * them. */
class CannedPlane final
{
public:
    explicit CannedPlane(const QList<Arm::ComputeInstance> &instances = {});

    /** Connects and waits for the list. */
    [[nodiscard]] bool follow();
    /** Sends one change to who follows. */
    void change(const Arm::ComputeInstance &instance);
    void removed(const QString &name);
    /** POST …/{verb} is accepted; the operation never ends by itself. */
    void acceptAction(const QString &name, const QString &verb);
    void refuse(const QByteArray &verb,
                const QString &path,
                int status,
                const QString &sentence,
                const QString &target = {});
    void answerSummary(const QString &name, const Arm::HomeSummary &summary);
    void answerSizes(const Arm::VmSizeList &sizes);
    /** PUT of @p name is accepted. */
    void acceptPut(const QString &name);
    [[nodiscard]] int requests(const QString &path, const QByteArray &verb);
    [[nodiscard]] QJsonObject lastBody(const QString &path, const QByteArray &verb);

    static Arm::ComputeInstance instance(const QString &name, Arm::InstanceState state);

    Arm::ResourcePaths paths;
    WireServer server;
    Client::ControlPlane client;

private:
    qint64 m_sequence = 1;
};

} // namespace Atelier
