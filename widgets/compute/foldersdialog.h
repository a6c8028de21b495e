// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"

#include <QDialog>

class QPushButton;

namespace Atelier::Client {
class ControlPlane;
class MountsModel;
} // namespace Atelier::Client

namespace Atelier::Ui {
class InlineMessage;
}

namespace Atelier::Compute {

class FoldersEditor;

/** Changes which folders of this computer a stopped instance sees. */
class FoldersDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FoldersDialog)

public:
    FoldersDialog(Client::ControlPlane *controlPlane,
                  Arm::ComputeInstance instance,
                  QWidget *parent = nullptr);
    ~FoldersDialog() override;

private:
    void save();

    Client::ControlPlane *m_controlPlane = nullptr;
    Arm::ComputeInstance m_instance;
    Client::MountsModel *m_model = nullptr;
    FoldersEditor *m_editor = nullptr;
    Ui::InlineMessage *m_message = nullptr;
    QPushButton *m_saveButton = nullptr;
};

} // namespace Atelier::Compute
