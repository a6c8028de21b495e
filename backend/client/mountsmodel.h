// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/client/folderlookup.h"

#include <QAbstractTableModel>

namespace Atelier::Client {

/**
 * The folders of this computer that an instance sees, as an editable table: what a form shows and
 * checks before it asks. Lives in the GUI thread and looks nothing up there: until the folder was
 * found or missed, a row counts as good, and checked() tells when that is known.
 */
class MountsModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MountsModel)

public:
    enum Column { SourceColumn, PathColumn, WritableColumn, ColumnCount };
    enum Role {
        ErrorRole = Qt::UserRole + 1, ///< QString: why the row can't be used; empty when it can
        WarningRole,                  ///< QString: what to think of before using the row
    };

    /** @p userHome is the home inside the instance; new folders are offered below it. */
    explicit MountsModel(QString userHome, QObject *parent = nullptr);
    /** With another way to look folders up: for what no real file system can be made to do. */
    MountsModel(QString userHome, FolderLookup lookup, QObject *parent = nullptr);
    ~MountsModel() override;

    [[nodiscard]] QList<Arm::DataMount> mounts() const;
    void setMounts(const QList<Arm::DataMount> &mounts);

    /** Adds @p source read-only, at a path of its name that is free; returns the row. */
    int add(const QString &source);
    void remove(int row);

    [[nodiscard]] QString errorFor(int row) const;
    [[nodiscard]] QString warningFor(int row) const;
    /** The first warning of any row; empty without. */
    [[nodiscard]] QString firstWarning() const;
    /** The first error of any row; empty when all can be used. */
    [[nodiscard]] QString firstError() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section,
                                      Qt::Orientation orientation,
                                      int role) const override;

Q_SIGNALS:
    /** Somebody entered something. */
    void changed();
    /** A folder has been looked up: errors and warnings may be others. */
    void checked();

private:
    /** A mount with what is known of its folder. */
    struct Row
    {
        Arm::DataMount mount = {};
        FoundFolder found = {};
        quint64 generation = 0; // of the look-up: the answer to an earlier one is dropped
    };

    [[nodiscard]] Row rowFrom(const Arm::DataMount &mount);
    void take(quint64 generation, const FoundFolder &found);
    void repaint();
    [[nodiscard]] QString freePathFor(const QString &source) const;
    [[nodiscard]] bool isTaken(const QString &mountPath, int exceptRow) const;
    [[nodiscard]] QString pathError(int row) const;
    void notify();

    QString m_userHome;
    FolderLookup m_lookup;
    QList<Row> m_rows;
    quint64 m_generation = 0;
};

} // namespace Atelier::Client
