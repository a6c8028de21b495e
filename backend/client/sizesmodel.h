// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/vmsize.h"

#include <QAbstractTableModel>

namespace Atelier::Client {

/** The sizes that an instance may have, beside what is free for them now. Lives in the GUI thread.
 */
class SizesModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SizesModel)

public:
    enum Column { CoresColumn, MemoryColumn, GpusColumn, FreeColumn, ColumnCount };
    enum Role {
        NameRole = Qt::UserRole + 1, ///< QString, "Local_C2_M8"
        FitsRole,                    ///< bool: as much is free now
    };

    explicit SizesModel(QObject *parent = nullptr);
    ~SizesModel() override;

    void setSizes(const Arm::VmSizeList &sizes);
    [[nodiscard]] int rowOf(const QString &name) const;
    [[nodiscard]] QString nameAt(int row) const;
    [[nodiscard]] bool hasGpus() const;
    /** "6 of 8 cores and 20 of 32 GiB are free now."; empty when the capacity is unknown. */
    [[nodiscard]] QString freeText() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section,
                                      Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] bool fits(const Arm::VmSize &size) const;
    [[nodiscard]] QString freeFor(const Arm::VmSize &size) const;

    Arm::VmSizeList m_sizes;
};

} // namespace Atelier::Client
