// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/forwards/forwardrun.h"
#include "backend/forwards/forwardstore.h"

#include <QObject>

#include <memory>
#include <vector>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Forwards {

class ForwardsModel;

/** What Forwards is built on. */
struct ForwardServices
{
    Client::ControlPlane *controlPlane = nullptr;
    ConnectTo connectTo = {};
    ForwardStore store;
};

/**
 * All forwarded ports of one control plane: remembered by the instance's name, started with it when
 * they are to, and told to it when it stops. Changes are remembered at once. Lives in the GUI
 * thread.
 */
class Forwards final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Forwards)

public:
    explicit Forwards(ForwardServices services, QObject *parent = nullptr);
    ~Forwards() override;

    [[nodiscard]] ForwardsModel *model() const;
    [[nodiscard]] ForwardRun *find(const QString &id) const;
    /** The one that leads to @p port of @p instance; null when there is none. */
    [[nodiscard]] ForwardRun *leadingTo(const QString &instance, quint16 port) const;

    /** Adds and starts it; gives its id. */
    QString add(Forward forward);
    void change(const Forward &forward);
    void remove(const QString &id);
    void start(const QString &id);
    void stop(const QString &id);
    void restart(const QString &id);
    /** After PortTaken: takes any free port, now and later. */
    void useAnotherPort(const QString &id);

    /** A session to @p instance is open: what failed for want of one is tried again. */
    void connectionReturned(const QString &instance);

    [[nodiscard]] bool isDeclined(const QString &instance, quint16 port) const;
    void decline(const QString &instance, quint16 port);
    /** Whether the instance is running, so that a port of it can be reached. */
    [[nodiscard]] bool runs(const QString &instance) const;

Q_SIGNALS:
    void failed(const Atelier::Error &error);

private:
    ForwardRun *take(const Forward &forward);
    void instanceChanged(const Arm::ComputeInstance &instance);
    void tellAll();
    void save();

    ForwardServices m_services;
    ForwardRecords m_records;
    std::unique_ptr<ForwardsModel> m_model; ///< before the runs: they leave it first
    std::vector<std::unique_ptr<ForwardRun>> m_runs;
};

} // namespace Atelier::Forwards
