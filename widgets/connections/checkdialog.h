// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/ssh/trust/checkstep.h"
#include "backend/ssh/trust/sshquery.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;
class QVBoxLayout;
class QWidget;

namespace Atelier {
class Keychain;
}

namespace Atelier::Ssh {
class ConnectionCheck;
class SshConfig;
struct Removal;
} // namespace Atelier::Ssh

namespace Atelier::Ui {
class BusyIndicator;
class CopyableField;
class InlineMessage;
} // namespace Atelier::Ui

namespace Atelier::Connections {

class CheckList;
class QuestionDesk;

/**
 * *Check an SSH connection…*: tries to log in to a machine as everything else in Atelier would, and
 * says step by step what was found there, or why not.
 */
class CheckDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CheckDialog)

public:
    /** What it is built on; all of it outlives the dialog. */
    struct Services
    {
        Keychain *keychain = nullptr;
        QSettings *settings = nullptr; ///< remembers the last machine; may be null
        Ssh::SshCommand ssh = {};
    };

    explicit CheckDialog(const Services &services, QWidget *parent = nullptr);
    ~CheckDialog() override;

    /** Cancels what goes on; closes when nothing does. */
    void reject() override;

private:
    void addHead(QVBoxLayout *layout);
    void addResult();
    void addButtons(QVBoxLayout *layout);
    void completeNames();
    void check();
    void showStep(const Ssh::CheckStep &step);
    void showEnd(const std::optional<Error> &error);
    void showError(const Error &error);
    void showRemedy(const Ssh::Removal &removal);
    void copyReport();
    void setRunning(bool isRunning);

    Services m_services;
    Ssh::SshConfig *m_config = nullptr;
    QuestionDesk *m_desk = nullptr;
    Ssh::ConnectionCheck *m_check = nullptr;
    QLineEdit *m_name = nullptr;
    QPushButton *m_checkButton = nullptr;
    QPushButton *m_copyButton = nullptr;
    QPushButton *m_closeButton = nullptr;
    Ui::BusyIndicator *m_busy = nullptr;
    CheckList *m_list = nullptr;
    Ui::InlineMessage *m_message = nullptr;
    Ui::InlineMessage *m_keychainMessage = nullptr; ///< what was not kept there
    QLabel *m_hint = nullptr;                       ///< before the first check
    QLabel *m_keys = nullptr;                       ///< the recorded and the presented one
    QLabel *m_remedyText = nullptr;
    Ui::CopyableField *m_remedy = nullptr; ///< the command that removes an old host key
    QString m_checkedName;
    QList<Ssh::CheckStep> m_steps;
    std::optional<Error> m_error;
};

} // namespace Atelier::Connections
