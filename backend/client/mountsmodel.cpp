// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/mountsmodel.h"

#include "backend/client/mountchecks.h"
#include "backend/core/async.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace Atelier::Client {

namespace {

using namespace Qt::StringLiterals;

/** What a person types: "~" means the own home, and a trailing slash nothing. */
QString cleanSource(const QString &text)
{
    QString path = text.trimmed();
    if (path == u"~"_s || path.startsWith(u"~/"_s)) {
        path.replace(0, 1, QDir::homePath());
    }
    return path.isEmpty() ? path : QDir::cleanPath(path);
}

} // namespace

MountsModel::MountsModel(QString userHome, QObject *parent)
    : MountsModel(std::move(userHome), lookUpFolder, parent)
{
}

MountsModel::MountsModel(QString userHome, FolderLookup lookup, QObject *parent)
    : QAbstractTableModel(parent)
    , m_userHome(std::move(userHome))
    , m_lookup(std::move(lookup))
{
}

MountsModel::~MountsModel() = default;

QList<Arm::DataMount> MountsModel::mounts() const
{
    QList<Arm::DataMount> all;
    all.reserve(m_rows.size());
    for (const Row &row : m_rows) {
        all << row.mount;
    }
    return all;
}

void MountsModel::setMounts(const QList<Arm::DataMount> &mounts)
{
    beginResetModel();
    m_rows.clear();
    for (const Arm::DataMount &mount : mounts) {
        m_rows << rowFrom(mount);
    }
    endResetModel();
    Q_EMIT changed();
}

MountsModel::Row MountsModel::rowFrom(const Arm::DataMount &mount)
{
    const quint64 generation = ++m_generation;
    const FoundFolder assumed = assumedFolder(mount.source);
    // Nothing is looked up at a place that can't be a folder anyway.
    if (sourceError(mount.source, assumed).isEmpty()) {
        whenDone(m_lookup(mount.source), this, [this, generation](const auto &found) {
            if (found) {
                take(generation, *found);
            }
        });
    }
    return {.mount = mount, .found = assumed, .generation = generation};
}

void MountsModel::take(quint64 generation, const FoundFolder &found)
{
    const auto row = std::ranges::find(m_rows, generation, &Row::generation);
    if (row != m_rows.end()) {
        row->found = found;
        repaint();
        Q_EMIT checked();
    }
}

int MountsModel::add(const QString &source)
{
    const int position = static_cast<int>(m_rows.size());
    const QString clean = cleanSource(source);
    beginInsertRows({}, position, position);
    m_rows << rowFrom({.source = clean, .mountPath = freePathFor(clean), .readOnly = true});
    endInsertRows();
    notify();
    return position;
}

void MountsModel::remove(int row)
{
    if (row < 0 || row >= m_rows.size()) {
        return;
    }
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
    notify();
}

void MountsModel::notify()
{
    repaint();
    Q_EMIT changed();
}

void MountsModel::repaint()
{
    // One row's path may make another's good or bad.
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0),
                           index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
    }
}

QString MountsModel::freePathFor(const QString &source) const
{
    QString name = QFileInfo(source).fileName();
    if (name.isEmpty() || source == QDir::homePath()) {
        name = u"host"_s;
    }
    // Not hidden: it is to be seen in the file browser of a notebook.
    while (name.startsWith(u'.')) {
        name.remove(0, 1);
    }
    const QString base = m_userHome + u'/' + (name.isEmpty() ? u"folder"_s : name);
    QString path = base;
    for (int number = 2; isTaken(path, -1); ++number) {
        path = base + u'-' + QString::number(number);
    }
    return path;
}

bool MountsModel::isTaken(const QString &mountPath, int exceptRow) const
{
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        if (row != exceptRow && m_rows.at(row).mount.mountPath == mountPath) {
            return true;
        }
    }
    return mountPath == m_userHome + u"/cloudfiles"_s;
}

QString MountsModel::pathError(int row) const
{
    const QString path = m_rows.at(row).mount.mountPath;
    QString error = mountPathError(path, m_userHome);
    for (qsizetype other = 0; error.isEmpty() && other < m_rows.size(); ++other) {
        if (other != row) {
            const QString &taken = m_rows.at(other).mount.mountPath;
            error = Arm::explain(Arm::overlapOf(path, taken), path, taken);
        }
    }
    return error;
}

QString MountsModel::errorFor(int row) const
{
    const Row &entry = m_rows.at(row);
    const QString error = sourceError(entry.mount.source, entry.found);
    return error.isEmpty() ? pathError(row) : error;
}

QString MountsModel::warningFor(int row) const
{
    const Row &entry = m_rows.at(row);
    return sourceError(entry.mount.source, entry.found).isEmpty()
               ? sourceWarning(entry.mount.source, entry.found)
               : QString();
}

QString MountsModel::firstError() const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const QString error = errorFor(row);
        if (!error.isEmpty()) {
            return error;
        }
    }
    return {};
}

QString MountsModel::firstWarning() const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const QString warning = warningFor(row);
        if (!warning.isEmpty()) {
            return warning;
        }
    }
    return {};
}

int MountsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int MountsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MountsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Arm::DataMount &mount = m_rows.at(index.row()).mount;
    switch (role) {
    case ErrorRole:
        return errorFor(index.row());
    case WarningRole:
        return warningFor(index.row());
    case Qt::ToolTipRole: {
        const QString error = errorFor(index.row());
        return error.isEmpty() ? warningFor(index.row()) : error;
    }
    case Qt::CheckStateRole:
        if (index.column() == WritableColumn) {
            return mount.readOnly ? Qt::Unchecked : Qt::Checked;
        }
        return {};
    case Qt::DisplayRole:
    case Qt::EditRole:
        if (index.column() == WritableColumn) {
            return {};
        }
        return index.column() == SourceColumn ? mount.source : mount.mountPath;
    default:
        return {};
    }
}

bool MountsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return false;
    }
    Arm::DataMount &mount = m_rows[index.row()].mount;
    if (index.column() == WritableColumn && role == Qt::CheckStateRole) {
        mount.readOnly = value.toInt() != Qt::Checked;
    } else if (index.column() == SourceColumn && role == Qt::EditRole) {
        Arm::DataMount moved = mount;
        moved.source = cleanSource(value.toString());
        m_rows[index.row()] = rowFrom(moved);
    } else if (index.column() == PathColumn && role == Qt::EditRole) {
        const QString path = value.toString().trimmed();
        mount.mountPath = path.isEmpty() ? path : QDir::cleanPath(path);
    } else {
        return false;
    }
    notify();
    return true;
}

Qt::ItemFlags MountsModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags base = QAbstractTableModel::flags(index);
    if (!index.isValid()) {
        return base;
    }
    return base | (index.column() == WritableColumn ? Qt::ItemIsUserCheckable : Qt::ItemIsEditable);
}

QVariant MountsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case SourceColumn:
        return tr("Folder on this computer");
    case PathColumn:
        return tr("Path inside the instance");
    case WritableColumn:
        return tr("Writable");
    default:
        return {};
    }
}

} // namespace Atelier::Client
