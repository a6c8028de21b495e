// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/instancesmodel.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancetext.h"

#include <algorithm>
#include <chrono>

namespace Atelier::Client {

namespace {

using namespace std::chrono_literals;

/** Long enough to take a burst of changes as one, far below what an eye can tell. */
constexpr auto batchDelay = 15ms;

} // namespace

InstancesModel::InstancesModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_batch.setSingleShot(true);
    m_batch.setInterval(batchDelay);
    connect(
        &m_batch, &QTimer::timeout, this, [this] { setInstances(m_controlPlane->instances()); });
}

InstancesModel::~InstancesModel() = default;

void InstancesModel::follow(ControlPlane *controlPlane)
{
    m_controlPlane = controlPlane;
    const auto later = [this] {
        if (!m_batch.isActive()) {
            m_batch.start();
        }
    };
    connect(controlPlane, &ControlPlane::loaded, this, later);
    connect(controlPlane, &ControlPlane::instanceAdded, this, later);
    connect(controlPlane, &ControlPlane::instanceChanged, this, later);
    connect(controlPlane, &ControlPlane::instanceRemoved, this, later);
    // The control plane may go first when a window closes.
    connect(controlPlane, &QObject::destroyed, &m_batch, &QTimer::stop);
    setInstances(controlPlane->instances());
}

void InstancesModel::setInstances(const QList<Arm::ComputeInstance> &instances)
{
    QList<InstanceRow> wanted;
    wanted.reserve(instances.size());
    QHash<QString, qsizetype> positions;
    positions.reserve(instances.size());
    for (const Arm::ComputeInstance &instance : instances) {
        positions.insert(instance.name, wanted.size());
        wanted.append(instanceRowFrom(instance));
    }
    removeMissing(positions);
    // Rows are looked up by position from here on, which needs the two in the same order.
    const bool sameOrder = std::ranges::is_sorted(
        m_rows, std::less{}, [&positions](const InstanceRow &row) {
            return positions.value(row.name);
        });
    if (!sameOrder) {
        beginResetModel();
        m_rows = wanted;
        endResetModel();
    }
    insertNew(wanted);
    update(wanted);
    Q_EMIT updated();
}

void InstancesModel::removeMissing(const QHash<QString, qsizetype> &positions)
{
    for (qsizetype last = m_rows.size() - 1; last >= 0; --last) {
        qsizetype first = last + 1;
        while (first > 0 && !positions.contains(m_rows.at(first - 1).name)) {
            m_expected.forget(m_rows.at(first - 1).name);
            --first;
        }
        if (first > last) {
            continue;
        }
        beginRemoveRows({}, static_cast<int>(first), static_cast<int>(last));
        m_rows.remove(first, last - first + 1);
        endRemoveRows();
        last = first;
    }
}

void InstancesModel::insertNew(const QList<InstanceRow> &wanted)
{
    for (qsizetype first = 0; first < wanted.size(); ++first) {
        // What stands here is the next kept row: everything before it is new.
        const QString kept = first < m_rows.size() ? m_rows.at(first).name : QString();
        qsizetype end = first;
        while (end < wanted.size() && wanted.at(end).name != kept) {
            ++end;
        }
        if (end == first) {
            continue;
        }
        beginInsertRows({}, static_cast<int>(first), static_cast<int>(end - 1));
        for (qsizetype at = first; at < end; ++at) {
            m_rows.insert(at, wanted.at(at));
        }
        endInsertRows();
        first = end;
    }
}

void InstancesModel::update(const QList<InstanceRow> &wanted)
{
    for (qsizetype at = 0; at < wanted.size(); ++at) {
        const InstanceRow &row = wanted.at(at);
        const bool changed = m_rows.at(at) != row;
        if (changed) {
            m_rows[at] = row;
        }
        m_expected.take(row);
        if (changed) {
            const int position = static_cast<int>(at);
            Q_EMIT dataChanged(index(position, 0), index(position, ColumnCount - 1));
        }
    }
}

void InstancesModel::expect(const QString &name, Arm::InstanceState state)
{
    const int position = rowOf(name);
    if (position < 0) {
        return;
    }
    m_expected.expect(m_rows.at(position), state);
    rowChanged(name);
}

void InstancesModel::forget(const QString &name)
{
    if (m_expected.forget(name)) {
        rowChanged(name);
    }
}

void InstancesModel::rowChanged(const QString &name)
{
    const int position = rowOf(name);
    if (position >= 0) {
        Q_EMIT dataChanged(index(position, 0), index(position, ColumnCount - 1));
    }
    Q_EMIT updated();
}

int InstancesModel::rowOf(const QString &name) const
{
    const auto found = std::ranges::find(m_rows, name, &InstanceRow::name);
    return found == m_rows.cend() ? -1 : static_cast<int>(found - m_rows.cbegin());
}

Arm::InstanceState InstancesModel::state(const QString &name) const
{
    const int position = rowOf(name);
    return position < 0 ? Arm::InstanceState::Unknown : m_expected.stateOf(m_rows.at(position));
}

QStringList InstancesModel::names() const
{
    QStringList all;
    all.reserve(m_rows.size());
    for (const InstanceRow &row : m_rows) {
        all << row.name;
    }
    return all;
}

int InstancesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int InstancesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InstancesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const InstanceRow &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case NameRole:
        return row.name;
    case StateRole:
        return QVariant::fromValue(m_expected.stateOf(row));
    case SinceRole:
        return since(row, index.column());
    case ReasonRole:
        return row.reason;
    case SortRole:
        return sortKey(row, index.column());
    default:
        return {};
    }
}

QVariant InstancesModel::text(const InstanceRow &row, int column) const
{
    switch (column) {
    case NameColumn:
        return row.name;
    case StateColumn:
        return stateText(m_expected.stateOf(row));
    case SizeColumn:
        return row.size;
    case ApplicationsColumn:
        return tr("JupyterLab");
    case SshColumn:
        return row.ssh;
    case OperationColumn:
        return row.operation;
    default:
        return {};
    }
}

QVariant InstancesModel::since(const InstanceRow &row, int column) const
{
    switch (column) {
    case StateColumn:
        return m_expected.sinceOf(row);
    case CreatedColumn:
        return row.created;
    case OperationColumn:
        return row.operationTime;
    default:
        return {};
    }
}

QVariant InstancesModel::sortKey(const InstanceRow &row, int column) const
{
    switch (column) {
    case SizeColumn:
        return row.sizeKey;
    case CreatedColumn:
        return row.created;
    case OperationColumn:
        return row.operationTime;
    default:
        return text(row, column);
    }
}

QVariant InstancesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case NameColumn:
        return tr("Name");
    case StateColumn:
        return tr("State");
    case SizeColumn:
        return tr("Size");
    case ApplicationsColumn:
        return tr("Applications");
    case SshColumn:
        return tr("SSH address");
    case CreatedColumn:
        return tr("Created");
    case OperationColumn:
        return tr("Last operation");
    default:
        return {};
    }
}

} // namespace Atelier::Client
