// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/arm/extensions.h"
#include "backend/arm/vmsize.h"
#include "backend/client/endpoint.h"
#include "backend/core/result.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Atelier::Client {

class CreationLog;

/**
 * The REST client of one control plane, and the present state of its instances.
 *
 * Lives in the GUI thread and never blocks it. Keeps the last known instances while the control
 * plane can't be reached (Link::Unreachable, with lastSeen), follows the change stream, resumes it
 * by sequence number, and lists again when the server says that the number is too old.
 */
class ControlPlane final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlPlane)

public:
    enum class Link { Idle, Connecting, Online, Unreachable };

    explicit ControlPlane(QObject *parent = nullptr);
    ~ControlPlane() override;

    /** Connects to @p endpoint, lists, follows. Again with another endpoint: moves there. */
    void follow(const Endpoint &endpoint);

    [[nodiscard]] Link link() const;
    [[nodiscard]] QDateTime lastSeen() const;
    [[nodiscard]] Error linkError() const;
    /** Sorted by name. */
    [[nodiscard]] const QList<Arm::ComputeInstance> &instances() const;
    [[nodiscard]] const Arm::ComputeInstance *instance(const QString &name) const;
    /** True once the first list has arrived. */
    [[nodiscard]] bool isLoaded() const;

    void refresh();
    /** Answers when the request is accepted (the resource is then Creating); the rest arrives as
     * changes. */
    QFuture<Result<Arm::ComputeInstance>> create(const Arm::ComputeInstance &instance);
    QFuture<Result<Arm::ComputeInstance>> update(const Arm::ComputeInstance &instance);
    /** Done when the operation has ended; its error is the operation's. */
    QFuture<Result<void>> start(const QString &name);
    QFuture<Result<void>> stop(const QString &name);
    QFuture<Result<void>> restart(const QString &name);
    QFuture<Result<void>> remove(const QString &name);

    QFuture<Result<Arm::VmSizeList>> sizes();
    QFuture<Result<Arm::NodeAccess>> access(const QString &name);
    QFuture<Result<Arm::HomeSummary>> homeSummary(const QString &name);
    /** Registers a public key under @p id as the studio's own, for every instance. */
    QFuture<Result<void>> registerStudioKey(const QString &id, const QString &publicKeyLine);
    /** Follows the creation log of @p name from its first byte. */
    [[nodiscard]] std::unique_ptr<CreationLog> creationLog(const QString &name);

Q_SIGNALS:
    void linkChanged(Atelier::Client::ControlPlane::Link link);
    void loaded();
    void instanceAdded(const Atelier::Arm::ComputeInstance &instance);
    void instanceChanged(const Atelier::Arm::ComputeInstance &instance);
    void instanceRemoved(const QString &name);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/** A creation log as it grows; made by ControlPlane. */
class CreationLog : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void appended(const QByteArray &text);
    /** The log is complete and the instance is made (or failed). */
    void finished();
    void failed(const Atelier::Error &error);
};

} // namespace Atelier::Client
