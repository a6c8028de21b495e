// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/extensions.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace Atelier::Store {

/** One compute as stored: the served resource, and what only the control plane knows of it. */
struct ComputeRow
{
    QString id = {};   ///< names the node's folder; never reused, unlike name
    QString name = {}; ///< unique without case among the rows
    QString state = {};
    quint16 port = 0; ///< of the last time it ran; 0: it never did
    QJsonObject json = {};
    qint64 sequence = 0; ///< of its last change
};

/** A long-running operation: what computeOperationsStatus/{id} answers, and what it is about. */
struct OperationRow
{
    Arm::OperationStatus status = {};
    QString computeId = {};
    QString computeName = {};
    Arm::OperationName name = Arm::OperationName::Unknown;
};

struct ChangeRow
{
    qint64 sequence = 0;
    QString name = {};
    std::optional<QJsonObject> resource = {}; ///< nothing: deleted
};

struct StudioKeyRow
{
    QString id = {};
    QString publicKey = {};
    bool operator==(const StudioKeyRow &) const = default;
};

/** Who may call; the token itself is never stored. */
struct PrincipalRow
{
    QString name = {};
    QByteArray tokenHash = {}; ///< SHA-256
};

/** All that is stored, read once at start. */
struct Snapshot
{
    QList<ComputeRow> computes = {};
    QList<OperationRow> operations = {};
    QList<ChangeRow> changes = {}; ///< the retained ones, oldest first
    QList<StudioKeyRow> studioKeys = {};
    QList<PrincipalRow> principals = {};
    qint64 sequence = 0; ///< of the last change ever
};

/** What is written together or not at all. A compute that is saved or removed makes a change. */
struct Batch
{
    std::optional<ComputeRow> compute = {};
    std::optional<ComputeRow> removed = {};
    std::optional<OperationRow> operation = {};
    std::optional<StudioKeyRow> studioKey = {};
    std::optional<QString> removedStudioKey = {}; ///< by its id
    std::optional<PrincipalRow> principal = {};
};

} // namespace Atelier::Store
