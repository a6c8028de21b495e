// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the compute page gives to the command palette and to the menu of a row.
#include "backend/client/controlplane.h"
#include "widgets/common/command.h"
#include "widgets/common/icons.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/compute/computepage.h"
#include "widgets/compute/instanceactions.h"
#include "widgets/compute/instancedetails.h"
#include "widgets/compute/instancestable.h"
#include "widgets/compute/instancesview.h"
#include "widgets/compute/instancetools.h"
#include "widgets/compute/toolactions.h"
#include "widgets/compute/toolssection.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

#include <array>

namespace Atelier::Compute {

using namespace Qt::StringLiterals;
using Arm::InstanceAction;

namespace {

constexpr std::array offeredActions{InstanceAction::OpenNotebook,
                                    InstanceAction::Start,
                                    InstanceAction::Stop,
                                    InstanceAction::Restart,
                                    InstanceAction::Delete};

} // namespace

QList<Ui::Command> ComputePage::commands()
{
    QList<Ui::Command> result;
    if (m_newButton->isEnabled()) {
        result.append({.text = tr("New instance…"),
                       .keys = QKeySequence(u"Ctrl+N"_s).toString(QKeySequence::NativeText),
                       .icon = m_newButton->icon(),
                       .run = [this] { createNew(); }});
    }
    const bool isReachable = m_controlPlane->link() == Client::ControlPlane::Link::Online;
    for (const Arm::ComputeInstance &instance : m_controlPlane->instances()) {
        const QString name = instance.name;
        result.append({.text = tr("Show: %1").arg(name),
                       .icon = Ui::icon(iconName()),
                       .run = [this, name] { showInstance(name); }});
        for (const InstanceAction kind : offeredActions) {
            if (isReachable && Arm::allows(instance.state, kind)) {
                const QAction *action = m_actions->action(kind);
                result.append({.text = tr("%1: %2", "action, instance").arg(action->text(), name),
                               .icon = action->icon(),
                               .run = [this, kind, name] { act(kind, {name}); }});
            }
        }
    }
    if (m_tools != nullptr) {
        result += m_tools->commands();
    }
    return result;
}

void ComputePage::showContextMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"instanceMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    if (m_table->selectedNames().isEmpty()) {
        menu->addAction(m_newButton->icon(), tr("New…"), this, &ComputePage::createNew)
            ->setEnabled(m_newButton->isEnabled());
    } else {
        m_actions->addTo(menu);
        menu->addSeparator();
        if (m_tools != nullptr) {
            m_tools->actions()->addTo(menu);
            menu->addSeparator();
        }
        menu->addAction(
            tr("Details") + u"\tF4"_s, m_view, [this] { m_view->setDetailsShown(true); });
    }
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void ComputePage::setTools(const ToolServices &services)
{
    m_tools = new InstanceTools(m_controlPlane, services, this);
    connect(m_tools, &InstanceTools::message, this, &ComputePage::message);
    connect(m_tools, &InstanceTools::failed, m_problem, &Ui::InlineMessage::showError);
    m_details->addSection(new ToolsSection(m_tools, m_details));
    updateSelection();
}

void ComputePage::showInstance(const QString &name)
{
    m_filter->clear();
    m_pendingSelection = name;
    selectPending();
}

} // namespace Atelier::Compute
