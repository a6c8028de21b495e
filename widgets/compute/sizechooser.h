// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/vmsize.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace Atelier::Client {
class InstanceDraft;
class SizesModel;
} // namespace Atelier::Client

namespace Atelier::Compute {

class FieldMessage;

/** The sizes that an instance may have as a table, with what is free; writes the choice to the
 * draft. */
class SizeChooser final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SizeChooser)

public:
    explicit SizeChooser(Client::InstanceDraft *draft, QWidget *parent);
    ~SizeChooser() override;

    /** Shows @p sizes and selects the one that the draft has. */
    void showSizes(const Arm::VmSizeList &sizes);
    void showError(const QString &sentence);
    [[nodiscard]] bool hasError() const;

private:
    void setUpTable();

    Client::InstanceDraft *m_draft = nullptr;
    Client::SizesModel *m_sizes = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_free = nullptr;
    FieldMessage *m_error = nullptr;
};

} // namespace Atelier::Compute
