// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/checkaction.h"

namespace Atelier::Connections {

CheckAction::CheckAction(CheckDialog::Services services, QWidget *window)
    : QAction(tr("Check an SSH connection…"), window)
    , m_services(std::move(services))
    , m_window(window)
{
    setObjectName(QStringLiteral("checkConnectionAction"));
    connect(this, &QAction::triggered, this, &CheckAction::openDialog);
}

CheckAction::~CheckAction() = default;

void CheckAction::openDialog()
{
    if (m_dialog == nullptr) {
        m_dialog = new CheckDialog(m_services, m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_dialog->open();
}

} // namespace Atelier::Connections
