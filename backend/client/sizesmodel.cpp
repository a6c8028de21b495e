// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/sizesmodel.h"

#include <QLocale>

#include <algorithm>

namespace Atelier::Client {

namespace {

QString gib(double memoryGiB)
{
    return QLocale().toString(memoryGiB, 'g', 3);
}

} // namespace

SizesModel::SizesModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

SizesModel::~SizesModel() = default;

void SizesModel::setSizes(const Arm::VmSizeList &sizes)
{
    beginResetModel();
    m_sizes = sizes;
    endResetModel();
}

int SizesModel::rowOf(const QString &name) const
{
    const auto found = std::ranges::find(m_sizes.sizes, name, &Arm::VmSize::name);
    return found == m_sizes.sizes.cend() ? -1 : static_cast<int>(found - m_sizes.sizes.cbegin());
}

QString SizesModel::nameAt(int row) const
{
    return row < 0 || row >= m_sizes.sizes.size() ? QString() : m_sizes.sizes.at(row).name;
}

bool SizesModel::hasGpus() const
{
    return std::ranges::any_of(m_sizes.sizes,
                               [](const Arm::VmSize &size) { return size.gpus > 0; });
}

QString SizesModel::freeText() const
{
    const Arm::HostCapacity &host = m_sizes.capacity;
    if (host.cores == 0) {
        return {};
    }
    return tr("%1 of %2 cores and %3 of %4 GiB are free now.")
        .arg(host.freeCores)
        .arg(host.cores)
        .arg(gib(host.freeMemoryGiB), gib(host.memoryGiB));
}

bool SizesModel::fits(const Arm::VmSize &size) const
{
    const Arm::HostCapacity &host = m_sizes.capacity;
    return host.cores == 0
           || (size.cores <= host.freeCores && size.memoryGiB <= host.freeMemoryGiB);
}

QString SizesModel::freeFor(const Arm::VmSize &size) const
{
    const Arm::HostCapacity &host = m_sizes.capacity;
    if (host.cores == 0) {
        return {};
    }
    if (fits(size)) {
        return tr("Free");
    }
    if (size.cores > host.freeCores) {
        return host.freeCores == 1 ? tr("Shared: 1 core is free")
                                   : tr("Shared: %1 cores are free").arg(host.freeCores);
    }
    return tr("Shared: %1 GiB are free").arg(gib(host.freeMemoryGiB));
}

int SizesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sizes.sizes.size());
}

int SizesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SizesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Arm::VmSize &size = m_sizes.sizes.at(index.row());
    switch (role) {
    case NameRole:
        return size.name;
    case FitsRole:
        return fits(size);
    case Qt::DisplayRole:
        switch (index.column()) {
        case CoresColumn:
            return size.cores == 1 ? tr("1 core") : tr("%1 cores").arg(size.cores);
        case MemoryColumn:
            return tr("%1 GiB").arg(gib(size.memoryGiB));
        case GpusColumn:
            return size.gpus == 0 ? tr("None") : QLocale().toString(size.gpus);
        case FreeColumn:
            return freeFor(size);
        default:
            return {};
        }
    default:
        return {};
    }
}

QVariant SizesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case CoresColumn:
        return tr("Cores");
    case MemoryColumn:
        return tr("Memory");
    case GpusColumn:
        return tr("GPUs");
    case FreeColumn:
        return tr("Free now");
    default:
        return {};
    }
}

} // namespace Atelier::Client
