// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a person's own tools give to the command palette.
#include "backend/client/controlplane.h"
#include "backend/forwards/forwards.h"
#include "backend/forwards/forwardsmodel.h"
#include "widgets/common/icons.h"
#include "widgets/compute/instancetools.h"
#include "widgets/compute/toolactions.h"
#include "widgets/forwards/forwardmenu.h"

#include <QAction>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;

} // namespace

QList<Ui::Command> InstanceTools::commands()
{
    QList<Ui::Command> result;
    m_actions->refreshEditors();
    for (const Arm::ComputeInstance &instance : m_controlPlane->instances()) {
        addCommandsOf(instance.name, result);
    }
    auto *forwards = m_services.forwards;
    const Forwards::ForwardsModel *model = forwards->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row);
        const QString id = index.data(Forwards::ForwardsModel::IdRole).toString();
        const QString name = tr("%1 of %2", "forwarded port, instance")
                                 .arg(index.data().toString(),
                                      index.data(Forwards::ForwardsModel::InstanceRole).toString());
        const Forwards::ForwardRun *run = forwards->find(id);
        if (run->status().port != 0) {
            result.append({.text = tr("Open in browser: %1").arg(name),
                           .icon = Ui::icon(u"globe"_s),
                           .run = [forwards, id] { Forwards::openInBrowser(forwards, id); }});
        }
        if (run->isWanted()) {
            result.append({.text = tr("Stop forwarding: %1").arg(name),
                           .icon = Ui::icon(u"media-playback-stop"_s),
                           .run = [forwards, id] { forwards->stop(id); }});
        } else {
            result.append({.text = tr("Forward: %1").arg(name),
                           .icon = Ui::icon(u"media-playback-start"_s),
                           .run = [forwards, id] { forwards->start(id); }});
        }
    }
    return result;
}

void InstanceTools::addCommandsOf(const QString &instance, QList<Ui::Command> &commands)
{
    const auto textFor = [&instance](const QString &action) {
        return tr("%1: %2", "action, instance").arg(action, instance);
    };
    if (m_services.forwards->runs(instance)) {
        commands.append({.text = textFor(m_actions->terminal()->text()),
                         .icon = m_actions->terminal()->icon(),
                         .run = [this, instance] { openTerminal(instance); }});
        for (const UserTools::Editor &editor : m_actions->editors()) {
            commands.append({.text = textFor(tr("Open in %1").arg(editor.name)),
                             .icon = Ui::icon(u"document-edit"_s),
                             .run = [this, editor, instance] { openEditor(editor, instance); }});
        }
    }
    commands.append({.text = textFor(m_actions->forwardPort()->text()),
                     .icon = m_actions->forwardPort()->icon(),
                     .run = [this, instance] { forwardPort(instance); }});
}

} // namespace Atelier::Compute
