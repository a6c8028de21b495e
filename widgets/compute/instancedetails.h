// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"

#include <QHash>
#include <QWidget>

class QFormLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace Atelier::Client {
class ControlPlane;
class InstancesModel;
} // namespace Atelier::Client

namespace Atelier::Notebook {
class NodeSessions;
}

namespace Atelier::Ui {
class ElidedLabel;
class StateDot;
} // namespace Atelier::Ui

namespace Atelier::Compute {

class CreationLogView;
class DetailsSection;
class TerminalCommands;

/** Everything that an instance says about itself, beside the table. */
class InstanceDetails final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceDetails)

public:
    /** @p sessions has the key of the studio, beside which the known hosts are kept; without it
     *  there are no lines for a terminal. */
    InstanceDetails(Client::ControlPlane *controlPlane,
                    Client::InstancesModel *model,
                    Notebook::NodeSessions *sessions,
                    QWidget *parent = nullptr);
    ~InstanceDetails() override;

    /** Empty: asks to select an instance. */
    void setInstance(const QString &name);
    /** The instance or its expected state may have changed. */
    void refresh();
    void updateAge();
    /** Stands below the instance's own fields; becomes the pane's. */
    void addSection(DetailsSection *section);
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void closeRequested();
    void changeFoldersRequested(const QString &name);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHeader();
    void makeForm(QWidget *content);
    [[nodiscard]] QWidget *makeBody();
    QLabel *addRow(QFormLayout *form, const QString &objectName, const QString &name);
    void setRow(QLabel *label, const QString &text);
    void showInstance(const Arm::ComputeInstance &instance);
    void showFolders(const Arm::ComputeInstance &instance);
    void copyDetails();

    Client::ControlPlane *m_controlPlane = nullptr;
    Client::InstancesModel *m_model = nullptr;
    Notebook::NodeSessions *m_sessions = nullptr;
    QString m_name;
    QFormLayout *m_form = nullptr;
    Ui::ElidedLabel *m_title = nullptr;
    Ui::StateDot *m_state = nullptr;
    QLabel *m_hint = nullptr;
    QWidget *m_body = nullptr;
    QHash<QString, QLabel *> m_rows;
    QPushButton *m_changeFolders = nullptr;
    QVBoxLayout *m_sections = nullptr;
    QList<DetailsSection *> m_added;
    TerminalCommands *m_commands = nullptr;
    QToolButton *m_closeButton = nullptr;
    QPushButton *m_copyButton = nullptr;
    CreationLogView *m_log = nullptr;
};

} // namespace Atelier::Compute
