// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/operations.h"

#include "backend/store/database.h"

#include <QUuid>

#include <algorithm>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

} // namespace

Operations::Operations(const QList<Store::OperationRow> &stored)
{
    for (const Store::OperationRow &row : stored) {
        put(row);
    }
}

const Store::OperationRow *Operations::find(const QString &id) const
{
    const auto row = m_rows.find(id);
    return row == m_rows.end() ? nullptr : &*row;
}

const Store::OperationRow *Operations::running(const QString &computeId) const
{
    const QList<Store::OperationRow> rows = unfinished(computeId);
    return rows.isEmpty() ? nullptr : find(rows.last().status.id);
}

QList<Store::OperationRow> Operations::unfinished(const QString &computeId) const
{
    QList<Store::OperationRow> rows;
    for (const QString &id : m_order) {
        const auto row = m_rows.constFind(id);
        if (row->computeId == computeId && row->status.status == "InProgress"_L1) {
            rows.append(*row);
        }
    }
    return rows;
}

void Operations::put(const Store::OperationRow &row)
{
    if (!m_rows.contains(row.status.id)) {
        m_order.append(row.status.id);
    }
    m_rows.insert(row.status.id, row);
    if (m_order.size() > Store::retainedOperations) {
        const auto oldest = std::ranges::find_if(m_order, [this](const QString &id) {
            return m_rows.constFind(id)->status.status != "InProgress"_L1;
        });
        if (oldest != m_order.end()) {
            m_rows.remove(*oldest);
            m_order.erase(oldest);
        }
    }
}

Store::OperationRow newOperation(const QString &computeId,
                                 const QString &computeName,
                                 Arm::OperationName name)
{
    return {
        .status = {.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                   .status = u"InProgress"_s,
                   .startTime = QDateTime::currentDateTimeUtc()},
        .computeId = computeId,
        .computeName = computeName,
        .name = name,
    };
}

Store::OperationRow ended(Store::OperationRow row, const std::optional<Error> &error)
{
    row.status.status = u"Succeeded"_s;
    if (error) {
        row.status.status = error->code == Error::Code::Cancelled ? u"Canceled"_s : u"Failed"_s;
    }
    row.status.endTime = QDateTime::currentDateTimeUtc();
    row.status.error = error;
    return row;
}

QString failedStatus(Arm::OperationName name)
{
    return Arm::toString(name) + u"Failed"_s;
}

} // namespace Atelier::Server
