// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwardsmodel.h"

#include "backend/forwards/forwardrun.h"

#include <algorithm>

namespace Atelier::Forwards {

ForwardsModel::ForwardsModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

ForwardsModel::~ForwardsModel() = default;

int ForwardsModel::rowOf(const ForwardRun *run) const
{
    const auto found = std::ranges::find(m_runs, run);
    return found == m_runs.end() ? -1 : static_cast<int>(found - m_runs.begin());
}

void ForwardsModel::append(ForwardRun *run)
{
    const int row = static_cast<int>(m_runs.size());
    beginInsertRows({}, row, row);
    m_runs.push_back(run);
    endInsertRows();
    connect(run, &ForwardRun::changed, this, [this, run] { changed(run); });
}

void ForwardsModel::remove(ForwardRun *run)
{
    const int row = rowOf(run);
    if (row >= 0) {
        disconnect(run, nullptr, this, nullptr);
        beginRemoveRows({}, row, row);
        m_runs.erase(m_runs.begin() + row);
        endRemoveRows();
    }
}

void ForwardsModel::clear()
{
    beginResetModel();
    for (ForwardRun *run : m_runs) {
        disconnect(run, nullptr, this, nullptr);
    }
    m_runs.clear();
    endResetModel();
}

void ForwardsModel::changed(const ForwardRun *run)
{
    const QModelIndex at = index(rowOf(run));
    Q_EMIT dataChanged(at, at);
}

int ForwardsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

QVariant ForwardsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ForwardRun *run = m_runs.at(static_cast<std::size_t>(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        return run->forward().name;
    case IdRole:
        return run->forward().id;
    case InstanceRole:
        return run->forward().instance;
    case TargetRole:
        return targetText(run->forward());
    case StateRole:
        return QVariant::fromValue(run->status().state);
    case StatusRole:
        return statusText(run->status());
    case AddressRole:
        return addressOf(run->status());
    case ProblemRole:
        return run->status().error.message;
    default:
        return {};
    }
}

QHash<int, QByteArray> ForwardsModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "id"},
                  {InstanceRole, "instance"},
                  {TargetRole, "target"},
                  {StateRole, "state"},
                  {StatusRole, "status"},
                  {AddressRole, "address"},
                  {ProblemRole, "problem"}});
    return names;
}

} // namespace Atelier::Forwards
