// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/toolactions.h"

#include "backend/client/instancetext.h"
#include "widgets/common/icons.h"

#include <QAction>
#include <QMenu>
#include <QWidget>

#include <algorithm>

namespace Atelier::Compute {

using namespace Qt::StringLiterals;

ToolActions::ToolActions(QWidget *parent)
    : QObject(parent)
    , m_widget(parent)
    , m_terminal(make(u"utilities-terminal"_s, tr("Terminal"), u"terminalAction"_s))
    , m_forward(make(u"network-connect"_s, tr("Forward a port…"), u"forwardPortAction"_s))
{
    m_terminal->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_T);
    m_forward->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_F);
    connect(m_terminal, &QAction::triggered, this, [this] { Q_EMIT terminalWanted(m_running); });
    connect(m_forward, &QAction::triggered, this, [this] {
        if (!m_selection.isEmpty()) {
            Q_EMIT forwardWanted(m_selection.constFirst().name);
        }
    });
    update();
}

ToolActions::~ToolActions() = default;

QAction *ToolActions::make(const QString &iconName, const QString &text, const QString &objectName)
{
    auto *action = new QAction(Ui::icon(iconName), text, this);
    action->setObjectName(objectName);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_widget->addAction(action);
    return action;
}

void ToolActions::refreshEditors()
{
    const QList<UserTools::Editor> editors = UserTools::installedEditors();
    const bool isSame = std::ranges::equal(
        editors, m_editors, [](const UserTools::Editor &left, const UserTools::Editor &right) {
            return left.program == right.program && left.isReady == right.isReady;
        });
    if (isSame) {
        return;
    }
    m_editors = editors;
    for (QAction *action : std::exchange(m_open, {})) {
        action->deleteLater(); // a menu may be showing it
    }
    for (const UserTools::Editor &editor : editors) {
        QAction *action = make(u"document-edit"_s,
                               tr("Open in %1").arg(editor.name),
                               u"openInEditorAction-"_s + editor.id);
        connect(action, &QAction::triggered, this, [this, editor] {
            Q_EMIT editorWanted(editor, m_running);
        });
        m_open.append(action);
    }
    update();
    Q_EMIT editorsChanged();
}

void ToolActions::addTo(QMenu *menu)
{
    refreshEditors();
    menu->addAction(m_terminal);
    menu->addActions(m_open);
    menu->addAction(m_forward);
}

void ToolActions::setSelection(const QList<InstanceRef> &selection)
{
    m_selection = selection;
    update();
}

void ToolActions::update()
{
    m_running.clear();
    for (const InstanceRef &instance : std::as_const(m_selection)) {
        if (Arm::allows(instance.state, Arm::InstanceAction::OpenNotebook)) {
            m_running << instance.name;
        }
    }
    updateOne(m_terminal, tr("Open a terminal that is logged in"));
    for (qsizetype at = 0; at < m_open.size(); ++at) {
        const UserTools::Editor &editor = m_editors.at(at);
        updateOne(m_open.at(at),
                  tr("Open the home folder in %1").arg(editor.name),
                  editor.isReady
                      ? QString()
                      : tr("%1 needs its extension “%2”.").arg(editor.name, editor.extension));
    }
    // A forward can be set up while its instance is stopped; it waits for it.
    m_forward->setEnabled(m_selection.size() == 1);
    m_forward->setToolTip(m_selection.size() == 1
                              ? tr("Make a port of the instance one of this computer's (%1)")
                                    .arg(m_forward->shortcut().toString(QKeySequence::NativeText))
                              : tr("Forward a port: select one instance first."));
}

void ToolActions::updateOne(QAction *action, const QString &plain, const QString &extra)
{
    action->setEnabled(!m_running.isEmpty());
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    QString tip = keys.isEmpty() ? plain : tr("%1 (%2)").arg(plain, keys);
    if (m_selection.isEmpty()) {
        tip = tr("%1: select an instance first.").arg(action->text());
    } else if (m_running.isEmpty()) {
        tip = tr("%1 needs a running instance; this one is in the state “%2”.")
                  .arg(action->text(), Client::stateText(m_selection.constFirst().state));
    }
    action->setToolTip(extra.isEmpty() ? tip : tip + u'\n' + extra);
}

} // namespace Atelier::Compute
