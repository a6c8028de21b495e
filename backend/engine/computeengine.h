// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/arm/extensions.h"
#include "backend/arm/vmsize.h"
#include "backend/core/result.h"

#include <QFuture>
#include <QObject>

namespace Atelier::Engine {

/** What an engine needs to make and start a node; everything else it decides by itself. */
struct NodeSpec
{
    QString id = {};   ///< unique for ever; names the node's folder. Never reused, unlike name
    QString name = {}; ///< host name inside
    Arm::VmSize size = {};
    QList<Arm::DataMount> mounts = {};
    QStringList authorizedKeys =
        {}; ///< OpenSSH public key lines: the studio's, and the user's when allowed
    quint16 preferredPort = 0; ///< the port of the last time; 0: any
};

/** What is known of a node that runs. */
struct RunningNode
{
    QString id = {};
    Arm::NodeAccess access = {};
    Arm::LocalDetails details = {};
};

/** How a node came to its end, told apart. */
struct NodeEnd
{
    enum class Cause { Stopped, Exited, Killed, ComputerRestarted, Lost };
    QString id = {};
    Cause cause = Cause::Lost;
    QString sentence = {}; ///< for the person
};

/** What befell a node that goes on. */
struct NodeNotice
{
    QString id = {};
    QString sentence = {}; ///< for the person; the same each time for the same event
};

/**
 * Makes nodes and keeps them: local sandboxes today. Lives in the thread that made it (the
 * daemon's main thread); every future is finished in that thread.
 *
 * The engine keeps no order of operations: the caller runs one operation a node at a time.
 */
class ComputeEngine : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ComputeEngine)

public:
    using QObject::QObject;

    [[nodiscard]] virtual Arm::VmSizeList sizes() const = 0;

    /** Finds nodes that survived the last control plane; @p known are the ids that have a row.
     *  A node without a row is ended and its folder removed. */
    [[nodiscard]] virtual QFuture<Result<QList<RunningNode>>> adopt(const QStringList &known) = 0;

    /** Makes the node's home where it is missing and starts it; done when its SSH server listens.
     */
    [[nodiscard]] virtual QFuture<Result<RunningNode>> start(const NodeSpec &spec) = 0;
    /** Ends every process of the node; done when none is left. No error when it does not run. */
    [[nodiscard]] virtual QFuture<Result<void>> stop(const QString &id) = 0;
    /** Removes the node's folder, home included. The node must not run. */
    [[nodiscard]] virtual QFuture<Result<void>> remove(const QString &id) = 0;

    /** Replaces the keys that may log in, also while the node runs. */
    [[nodiscard]] virtual Result<void> setAuthorizedKeys(const QString &id,
                                                         const QStringList &keys) = 0;
    [[nodiscard]] virtual QFuture<Result<Arm::HomeSummary>> homeSummary(const QString &id) = 0;
    /** Path of the creation log on this computer; it grows while the node is made and set up. */
    [[nodiscard]] virtual QString creationLogPath(const QString &id) const = 0;

Q_SIGNALS:
    /** A node ended that nobody asked to stop. */
    void ended(const Atelier::Engine::NodeEnd &end);
    /** Something a person should know befell a node that runs. May be told again after a start of
     * the control plane. */
    void noticed(const Atelier::Engine::NodeNotice &notice);
};

} // namespace Atelier::Engine
