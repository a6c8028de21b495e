// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/expectedstates.h"
#include "backend/client/instancerow.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimer>

namespace Atelier::Client {

class ControlPlane;

/**
 * The instances as a table, kept in the order in which they are given. Lives in the GUI thread.
 *
 * Changes are taken in batches and applied as row insertions, removals and data changes, so that
 * selections and scroll positions stay. What a person just asked for is shown before the control
 * plane confirms it (expect()).
 */
class InstancesModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstancesModel)

public:
    enum Column {
        NameColumn,
        StateColumn,
        SizeColumn,
        ApplicationsColumn,
        SshColumn,
        CreatedColumn,
        OperationColumn,
        ColumnCount
    };
    enum Role {
        NameRole = Qt::UserRole + 1, ///< QString, in every column
        StateRole,                   ///< Arm::InstanceState as it is shown, in every column
        SinceRole,                   ///< QDateTime that the cell's age counts from; invalid without
        ReasonRole,                  ///< QString: why it is in its state
        SortRole,
    };

    explicit InstancesModel(QObject *parent = nullptr);
    ~InstancesModel() override;

    /** Shows the instances of @p controlPlane from now on. */
    void follow(ControlPlane *controlPlane);
    /** Replaces what is shown by @p instances with as few row changes as it takes. */
    void setInstances(const QList<Arm::ComputeInstance> &instances);

    /** Shows @p name in @p state until the control plane reports another or forget() is called. */
    void expect(const QString &name, Arm::InstanceState state);
    void forget(const QString &name);

    [[nodiscard]] int rowOf(const QString &name) const;
    /** As shown; Unknown when there is no such row. */
    [[nodiscard]] Arm::InstanceState state(const QString &name) const;
    [[nodiscard]] QStringList names() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section,
                                      Qt::Orientation orientation,
                                      int role) const override;

Q_SIGNALS:
    /** A batch has been applied, or an expectation has changed. */
    void updated();

private:
    [[nodiscard]] QVariant text(const InstanceRow &row, int column) const;
    [[nodiscard]] QVariant since(const InstanceRow &row, int column) const;
    [[nodiscard]] QVariant sortKey(const InstanceRow &row, int column) const;
    void removeMissing(const QHash<QString, qsizetype> &positions);
    void insertNew(const QList<InstanceRow> &wanted);
    void update(const QList<InstanceRow> &wanted);
    void rowChanged(const QString &name);

    ControlPlane *m_controlPlane = nullptr;
    QTimer m_batch;
    QList<InstanceRow> m_rows;
    ExpectedStates m_expected;
};

} // namespace Atelier::Client
