// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instancestable.h"

#include "backend/client/instancesmodel.h"
#include "widgets/common/statedelegate.h"
#include "widgets/common/theme.h"
#include "widgets/compute/applicationdelegate.h"
#include "widgets/compute/instancesproxy.h"
#include "widgets/compute/statetone.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

#include <algorithm>

namespace Atelier::Compute {

using Client::InstancesModel;

namespace {

constexpr int nameWidth = 152;
constexpr int stateWidth = 168;
constexpr int otherWidth = 136;

} // namespace

InstancesTable::InstancesTable(InstancesProxy *proxy, QWidget *parent)
    : QTableView(parent)
    , m_proxy(proxy)
{
    setObjectName(QStringLiteral("instancesTable"));
    setAccessibleName(tr("Instances"));
    setModel(proxy);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setAlternatingRowColors(false);
    setWordWrap(false);
    setFrameShape(NoFrame);
    setFont(Ui::tabularDigits(font()));
    setContextMenuPolicy(Qt::CustomContextMenu);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setItemDelegateForColumn(
        InstancesModel::StateColumn,
        new Ui::StateDelegate(
            [](const QModelIndex &index) {
                return toneOf(index.data(InstancesModel::StateRole).value<Arm::InstanceState>());
            },
            this));
    setItemDelegateForColumn(InstancesModel::ApplicationsColumn, new ApplicationDelegate(this));
    setUpHeader();
    connect(selectionModel(),
            &QItemSelectionModel::selectionChanged,
            this,
            &InstancesTable::selectionUpdated);
    connect(selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &InstancesTable::selectionUpdated);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.column() != InstancesModel::ApplicationsColumn) {
            Q_EMIT opened(m_proxy->nameAt(index.row()));
        }
    });
}

InstancesTable::~InstancesTable() = default;

void InstancesTable::setUpHeader()
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(Ui::Metrics::rowHeight);
    verticalHeader()->setDefaultSectionSize(Ui::Metrics::rowHeight);
    QHeaderView *header = horizontalHeader();
    header->setObjectName(QStringLiteral("instancesHeader"));
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setDefaultSectionSize(otherWidth);
    header->setStretchLastSection(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->resizeSection(InstancesModel::NameColumn, nameWidth);
    header->resizeSection(InstancesModel::StateColumn, stateWidth);
    connect(header, &QWidget::customContextMenuRequested, this, &InstancesTable::showHeaderMenu);
    setSortingEnabled(true);
    sortByColumn(InstancesModel::NameColumn, Qt::AscendingOrder);
}

void InstancesTable::showHeaderMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("headerMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // The name stays: without it nobody knows what a row is about.
    for (int column = InstancesModel::NameColumn + 1; column < InstancesModel::ColumnCount;
         ++column) {
        QAction *action = menu->addAction(
            m_proxy->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            setColumnHidden(column, !shown);
        });
    }
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

QStringList InstancesTable::selectedNames() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows()) {
        rows << index.row();
    }
    std::ranges::sort(rows);
    QStringList names;
    for (const int row : std::as_const(rows)) {
        names << m_proxy->nameAt(row);
    }
    return names;
}

QString InstancesTable::currentName() const
{
    const QModelIndex current = currentIndex();
    if (current.isValid() && selectionModel()->isRowSelected(current.row())) {
        return m_proxy->nameAt(current.row());
    }
    const QStringList selected = selectedNames();
    return selected.isEmpty() ? QString() : selected.constFirst();
}

void InstancesTable::select(const QString &name)
{
    const int row = m_proxy->rowOf(name);
    if (row >= 0) {
        selectionModel()->setCurrentIndex(m_proxy->index(row, 0),
                                          QItemSelectionModel::ClearAndSelect
                                              | QItemSelectionModel::Rows);
        scrollTo(currentIndex());
    }
}

void InstancesTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    // The view makes a row current, but selects none: whoever comes by keyboard wants to act on it.
    if (event->reason() != Qt::MouseFocusReason && currentIndex().isValid()
        && !selectionModel()->hasSelection()) {
        selectRow(currentIndex().row());
    }
}

void InstancesTable::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && event->modifiers() == Qt::NoModifier) {
        const QString name = currentName();
        if (!name.isEmpty()) {
            Q_EMIT opened(name);
            return;
        }
    }
    QTableView::keyPressEvent(event);
}

void InstancesTable::mouseReleaseEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    QTableView::mouseReleaseEvent(event);
    const bool plainClick = event->button() == Qt::LeftButton
                            && event->modifiers() == Qt::NoModifier;
    if (!plainClick || index.column() != InstancesModel::ApplicationsColumn) {
        return;
    }
    const auto state = index.data(InstancesModel::StateRole).value<Arm::InstanceState>();
    const QRect text = ApplicationDelegate::textRect(
        visualRect(index), fontMetrics(), index.data().toString());
    if (Arm::allows(state, Arm::InstanceAction::OpenNotebook)
        && text.contains(event->position().toPoint())) {
        Q_EMIT applicationClicked(m_proxy->nameAt(index.row()));
    }
}

} // namespace Atelier::Compute
