// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/connections/checkdialog.h"

#include <QAction>
#include <QPointer>

class QWidget;

namespace Atelier::Connections {

/** *Check an SSH connection…*: opens the dialog above @p window, once. */
class CheckAction final : public QAction
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CheckAction)

public:
    CheckAction(CheckDialog::Services services, QWidget *window);
    ~CheckAction() override;

private:
    void openDialog();

    CheckDialog::Services m_services;
    QWidget *m_window = nullptr;
    QPointer<CheckDialog> m_dialog;
};

} // namespace Atelier::Connections
