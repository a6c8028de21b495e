// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instancesproxy.h"

#include "backend/client/instancesmodel.h"
#include "widgets/common/ageformat.h"
#include "widgets/common/plainlabel.h"

#include <algorithm>

namespace Atelier::Compute {

using Client::InstancesModel;

namespace {

using namespace std::chrono_literals;

bool isChanging(const QModelIndex &index)
{
    return Arm::isTransitional(index.data(InstancesModel::StateRole).value<Arm::InstanceState>());
}

QString withAge(const QString &text, const QString &age)
{
    return text.isEmpty() || age.isEmpty() ? text : text + QStringLiteral(" · ") + age;
}

} // namespace

QString stateWithAge(const QString &word,
                     bool changing,
                     const QDateTime &since,
                     const QDateTime &now)
{
    if (!since.isValid()) {
        return changing ? word + QStringLiteral("…") : word;
    }
    if (changing) {
        // Clocks of two computers may differ: an age is never negative.
        const auto elapsed = std::max<qint64>(0, since.secsTo(now));
        return withAge(word + QStringLiteral("…"),
                       Ui::formatDuration(std::chrono::seconds(elapsed)));
    }
    return withAge(word, Ui::formatAge(since, now));
}

InstancesProxy::InstancesProxy(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(InstancesModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

InstancesProxy::~InstancesProxy() = default;

void InstancesProxy::setFilterText(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (m_words != words) {
        m_words = words;
        invalidateFilter();
    }
}

bool InstancesProxy::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    const auto contains = [this, sourceRow, &sourceParent](const QString &word) {
        for (int column = 0; column < InstancesModel::ColumnCount; ++column) {
            // Every row has the same application: it tells none apart.
            if (column != InstancesModel::ApplicationsColumn
                && sourceModel()
                       ->index(sourceRow, column, sourceParent)
                       .data()
                       .toString()
                       .contains(word, Qt::CaseInsensitive)) {
                return true;
            }
        }
        return false;
    };
    return std::ranges::all_of(m_words, contains);
}

void InstancesProxy::updateAges()
{
    if (rowCount() > 0) {
        const int last = rowCount() - 1;
        Q_EMIT dataChanged(index(0, InstancesModel::StateColumn),
                           index(last, InstancesModel::StateColumn),
                           {Qt::DisplayRole});
        Q_EMIT dataChanged(index(0, InstancesModel::OperationColumn),
                           index(last, InstancesModel::OperationColumn),
                           {Qt::DisplayRole});
    }
}

std::optional<std::chrono::milliseconds> InstancesProxy::untilNextAge() const
{
    std::optional<std::chrono::milliseconds> soonest;
    const auto consider = [&soonest](std::chrono::milliseconds time) {
        soonest = soonest ? std::min(*soonest, time) : time;
    };
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex state = index(row, InstancesModel::StateColumn);
        if (isChanging(state)) {
            return 1s;
        }
        for (const int column : {InstancesModel::StateColumn, InstancesModel::OperationColumn}) {
            const QDateTime since = index(row, column).data(InstancesModel::SinceRole).toDateTime();
            if (since.isValid()) {
                consider(Ui::nextAgeChange(since, now));
            }
        }
    }
    return soonest;
}

int InstancesProxy::rowOf(const QString &name) const
{
    const auto *model = qobject_cast<InstancesModel *>(sourceModel());
    const int row = model->rowOf(name);
    return row < 0 ? -1 : mapFromSource(model->index(row, 0)).row();
}

QString InstancesProxy::nameAt(int row) const
{
    return index(row, 0).data(InstancesModel::NameRole).toString();
}

QVariant InstancesProxy::data(const QModelIndex &index, int role) const
{
    if (role == Qt::ToolTipRole) {
        if (index.column() == InstancesModel::StateColumn) {
            return index.data(InstancesModel::ReasonRole);
        }
        const QDateTime time = index.data(InstancesModel::SinceRole).toDateTime();
        return time.isValid() ? Ui::formatTime(time) : QVariant();
    }
    if (role != Qt::DisplayRole) {
        return QSortFilterProxyModel::data(index, role);
    }
    const QString text = Ui::singleLine(QSortFilterProxyModel::data(index, role).toString());
    const QDateTime since = index.data(InstancesModel::SinceRole).toDateTime();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    switch (index.column()) {
    case InstancesModel::StateColumn:
        return stateWithAge(text, isChanging(index), since, now);
    case InstancesModel::CreatedColumn:
        return Ui::formatTime(since);
    case InstancesModel::OperationColumn:
        return withAge(text, Ui::formatAge(since, now));
    default:
        return text;
    }
}

} // namespace Atelier::Compute
