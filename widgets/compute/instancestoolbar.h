// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace Atelier::Compute {

class InstanceActions;

/** The row above the table: what can be done, the filter, and whether the details are shown. */
class InstancesToolBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstancesToolBar)

public:
    InstancesToolBar(const InstanceActions &actions, QWidget *parent);
    ~InstancesToolBar() override;

    [[nodiscard]] QLineEdit *filter() const;
    [[nodiscard]] QToolButton *detailsToggle() const;

private:
    QLineEdit *m_filter = nullptr;
    QToolButton *m_details = nullptr;
};

} // namespace Atelier::Compute
