// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/store/records.h"

#include <QHash>
#include <QList>

namespace Atelier::Server {

/** The operations that computeOperationsStatus/{id} knows: those that run, and the last ones that
 * ended. */
class Operations final
{
public:
    explicit Operations(const QList<Store::OperationRow> &stored);

    [[nodiscard]] const Store::OperationRow *find(const QString &id) const;
    /** The operation asked for last of those of that compute which have not ended, if any. */
    [[nodiscard]] const Store::OperationRow *running(const QString &computeId) const;
    /** All of that compute which have not ended, oldest first. */
    [[nodiscard]] QList<Store::OperationRow> unfinished(const QString &computeId) const;
    void put(const Store::OperationRow &row);

private:
    QHash<QString, Store::OperationRow> m_rows;
    QList<QString> m_order; ///< oldest first
};

/** A new operation in progress, with an id of its own. */
[[nodiscard]] Store::OperationRow newOperation(const QString &computeId,
                                               const QString &computeName,
                                               Arm::OperationName name);

/** The same, ended: without @p error it succeeded. */
[[nodiscard]] Store::OperationRow ended(Store::OperationRow row, const std::optional<Error> &error);

/** lastOperation.operationStatus of an operation that failed: "StartFailed". */
[[nodiscard]] QString failedStatus(Arm::OperationName name);

} // namespace Atelier::Server
