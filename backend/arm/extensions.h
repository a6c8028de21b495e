// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/core/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace Atelier::Arm {

/** One host key of a node. */
struct HostKey
{
    QString type = {};    ///< "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"
    QByteArray blob = {}; ///< decoded key, as in an OpenSSH public key line
    bool operator==(const HostKey &) const = default;
};

/** How the studio reaches a node by SSH, and what the node must present: GET …/hostKeys. */
struct NodeAccess
{
    QString address = {};
    quint16 port = 0;
    QString user = {};
    QList<HostKey> hostKeys = {};
    bool operator==(const NodeAccess &) const = default;
};

/** What deleting an instance would lose: GET …/homeSummary. Caches and what Atelier made are left
 * out. */
struct HomeSummary
{
    qint64 files = 0;
    qint64 bytes = 0;
    QString newestPath = {}; ///< relative to the home
    QDateTime newestTime = {};
    bool complete = true; ///< false when counting stopped early (more than 200,000 files or 3 s)
    bool operator==(const HomeSummary &) const = default;
};

/** One line of the change stream. */
struct Change
{
    qint64 sequence = 0;
    QString name = {};                            ///< compute name
    std::optional<ComputeInstance> instance = {}; ///< nothing: deleted
};

/** An operation as GET …/computeOperationsStatus/{id} answers. */
struct OperationStatus
{
    QString id = {};
    QString status = {}; ///< InProgress, Succeeded, Failed, Canceled
    QDateTime startTime = {};
    QDateTime endTime = {};
    std::optional<Error> error = {};
};

[[nodiscard]] Result<NodeAccess> nodeAccessFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const NodeAccess &access);
[[nodiscard]] Result<HomeSummary> homeSummaryFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const HomeSummary &summary);
[[nodiscard]] Result<Change> changeFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const Change &change);
[[nodiscard]] Result<OperationStatus> operationStatusFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const OperationStatus &status);

} // namespace Atelier::Arm
