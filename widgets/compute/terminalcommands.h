// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/arm/extensions.h"

#include <QWidget>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Notebook {
class NodeSessions;
}

namespace Atelier::Ui {
class CopyableField;
class InlineMessage;
} // namespace Atelier::Ui

namespace Atelier::Compute {

/**
 * The `ssh` and `scp` lines for a running instance, shown once they work as pasted: its host keys
 * are written beside the studio's key, and the key is let in. Hidden for any other instance.
 */
class TerminalCommands final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TerminalCommands)

public:
    /** Without @p sessions there is no key and there are no lines. */
    TerminalCommands(Client::ControlPlane *controlPlane,
                     Notebook::NodeSessions *sessions,
                     QWidget *parent);
    ~TerminalCommands() override;

    void showInstance(const Arm::ComputeInstance &instance);

private:
    void prepare(const QString &name, const QString &ownKey);
    void fetchAccess(const QString &name, const QString &keyFile);
    void showAccess(const Arm::NodeAccess &access, const QString &keyFile);
    void fail(const Error &error);

    Client::ControlPlane *m_controlPlane = nullptr;
    Notebook::NodeSessions *m_sessions = nullptr;
    QString m_wanted; ///< name, address and key that the lines are for
    QWidget *m_lines = nullptr;
    Ui::CopyableField *m_ssh = nullptr;
    Ui::CopyableField *m_scp = nullptr;
    Ui::InlineMessage *m_message = nullptr;
};

} // namespace Atelier::Compute
