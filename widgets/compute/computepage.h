// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/states.h"
#include "widgets/common/page.h"
#include "widgets/compute/agetimer.h"

class QLineEdit;
class QPushButton;
class QSettings;

namespace Atelier::Client {
class ControlPlane;
class InstancesModel;
} // namespace Atelier::Client

namespace Atelier::Notebook {
class NodeSessions;
}

namespace Atelier::Ui {
class InlineMessage;
} // namespace Atelier::Ui

namespace Atelier::Compute {

class InstanceActions;
class InstanceDetails;
class InstanceRequests;
class InstanceTools;
class InstancesProxy;
class InstancesTable;
class InstancesToolBar;
class InstancesView;
class LinkNotice;
struct ToolServices;

/** The page *Compute*, tab *Instances*: the table, its actions, and the details beside it. */
class ComputePage final : public Ui::Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ComputePage)

public:
    /** @p sessions tells which kernels a stop ends, and whose key the copied lines use; may be
     * null. */
    ComputePage(Client::ControlPlane *controlPlane,
                Notebook::NodeSessions *sessions,
                QWidget *parent = nullptr);
    ~ComputePage() override;

    /** Where the size that was chosen last is kept; without it nothing is. Must outlive the page.
     */
    void setSettings(QSettings *settings);

    /** Offers a person's own tools and forwarded ports; once, before it is shown. */
    void setTools(const ToolServices &services);
    /** Null without setTools(). */
    [[nodiscard]] InstanceTools *tools() const { return m_tools; }

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void focusFilter() override;
    void refresh() override;
    void createNew() override;
    [[nodiscard]] QList<Ui::Command> commands() override;
    void focusContent() override;

Q_SIGNALS:
    void openNotebookRequested(const QString &instance);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void addShortcuts();
    void connectAll();
    void updateContent();
    void updateLink();
    void updateSelection();
    void scheduleAges();
    void act(Arm::InstanceAction action, const QStringList &names);
    void showContextMenu(const QPoint &position);
    void leave();
    /** Marks it, whatever the filter says, when it is in the table. */
    void showInstance(const QString &name);
    void selectPending();

    Client::ControlPlane *m_controlPlane = nullptr;
    QSettings *m_settings = nullptr;
    Client::InstancesModel *m_model = nullptr;
    InstancesProxy *m_proxy = nullptr;
    InstanceActions *m_actions = nullptr;
    InstanceRequests *m_requests = nullptr;
    InstanceTools *m_tools = nullptr;
    InstancesView *m_view = nullptr;
    InstancesTable *m_table = nullptr;
    InstanceDetails *m_details = nullptr;
    QPushButton *m_newButton = nullptr;
    QLineEdit *m_filter = nullptr;
    LinkNotice *m_linkNotice = nullptr;
    Ui::InlineMessage *m_problem = nullptr;
    InstancesToolBar *m_toolBar = nullptr;
    QString m_pendingSelection; ///< just created, not in the table yet
    AgeTimer m_ages;
};

} // namespace Atelier::Compute
