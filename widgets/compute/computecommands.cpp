// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the compute page gives to the command palette.
#include "backend/client/controlplane.h"
#include "widgets/common/command.h"
#include "widgets/compute/computepage.h"
#include "widgets/compute/instanceactions.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>

#include <array>

namespace Atelier::Compute {

using namespace Qt::StringLiterals;
using Arm::InstanceAction;

namespace {

struct Offer
{
    InstanceAction kind;
    const char *iconName;
};

constexpr std::array offers{
    Offer{.kind = InstanceAction::OpenNotebook, .iconName = "document-open"},
    Offer{.kind = InstanceAction::Start, .iconName = "media-playback-start"},
    Offer{.kind = InstanceAction::Stop, .iconName = "media-playback-stop"},
    Offer{.kind = InstanceAction::Restart, .iconName = "view-refresh"},
    Offer{.kind = InstanceAction::Delete, .iconName = "edit-delete"},
};

} // namespace

QList<Ui::Command> ComputePage::commands()
{
    QList<Ui::Command> result;
    if (m_newButton->isEnabled()) {
        result.append({.text = tr("New instance…"),
                       .keys = QKeySequence(u"Ctrl+N"_s).toString(QKeySequence::NativeText),
                       .iconName = u"list-add"_s,
                       .run = [this] { createNew(); }});
    }
    const bool isReachable = m_controlPlane->link() == Client::ControlPlane::Link::Online;
    for (const Arm::ComputeInstance &instance : m_controlPlane->instances()) {
        const QString name = instance.name;
        result.append({.text = tr("Show: %1").arg(name),
                       .iconName = iconName(),
                       .run = [this, name] { showInstance(name); }});
        for (const Offer &offer : offers) {
            if (isReachable && Arm::allows(instance.state, offer.kind)) {
                result.append({.text = tr("%1: %2", "action, instance")
                                           .arg(m_actions->action(offer.kind)->text(), name),
                               .iconName = QString::fromLatin1(offer.iconName),
                               .run = [this, kind = offer.kind, name] { act(kind, {name}); }});
            }
        }
    }
    return result;
}

void ComputePage::showInstance(const QString &name)
{
    m_filter->clear();
    m_pendingSelection = name;
    selectPending();
}

} // namespace Atelier::Compute
