// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instanceactions.h"

#include "backend/client/instancetext.h"
#include "widgets/common/icons.h"

#include <QAction>
#include <QMenu>
#include <QWidget>

namespace Atelier::Compute {

using Arm::InstanceAction;

namespace {

using namespace Qt::StringLiterals;

constexpr std::array kinds{InstanceAction::Start,
                           InstanceAction::Stop,
                           InstanceAction::Restart,
                           InstanceAction::Delete,
                           InstanceAction::OpenNotebook};

QString iconName(InstanceAction kind)
{
    switch (kind) {
    case InstanceAction::Start:
        return u"media-playback-start"_s;
    case InstanceAction::Stop:
        return u"media-playback-stop"_s;
    case InstanceAction::Restart:
        return u"view-refresh"_s;
    case InstanceAction::Delete:
        return u"edit-delete"_s;
    case InstanceAction::OpenNotebook:
        return u"document-open"_s;
    }
    return {};
}

} // namespace

InstanceActions::InstanceActions(QWidget *parent)
    : QObject(parent)
{
    add(InstanceAction::Start, u"startAction"_s, tr("Start"));
    add(InstanceAction::Stop, u"stopAction"_s, tr("Stop"));
    add(InstanceAction::Restart, u"restartAction"_s, tr("Restart"));
    add(InstanceAction::Delete, u"deleteAction"_s, tr("Delete…"));
    add(InstanceAction::OpenNotebook, u"openNotebookAction"_s, tr("Open JupyterLab"));
    action(InstanceAction::Delete)->setShortcut(Qt::Key_Delete);
    action(InstanceAction::OpenNotebook)->setShortcut(Qt::CTRL | Qt::Key_Return);
    for (const InstanceAction kind : kinds) {
        action(kind)->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        parent->addAction(action(kind));
        update(kind);
    }
}

InstanceActions::~InstanceActions() = default;

void InstanceActions::add(InstanceAction kind, const QString &objectName, const QString &text)
{
    auto *made = new QAction(Ui::icon(iconName(kind)), text, this);
    made->setObjectName(objectName);
    m_actions.at(static_cast<std::size_t>(kind)) = made;
    connect(
        made, &QAction::triggered, this, [this, kind] { Q_EMIT triggered(kind, allowed(kind)); });
}

void InstanceActions::addTo(QMenu *menu) const
{
    menu->addAction(action(InstanceAction::OpenNotebook));
    menu->addSeparator();
    menu->addAction(action(InstanceAction::Start));
    menu->addAction(action(InstanceAction::Stop));
    menu->addAction(action(InstanceAction::Restart));
    menu->addSeparator();
    menu->addAction(action(InstanceAction::Delete));
}

QAction *InstanceActions::action(InstanceAction kind) const
{
    return m_actions.at(static_cast<std::size_t>(kind));
}

void InstanceActions::setSelection(const QList<InstanceRef> &selection)
{
    m_selection = selection;
    for (const InstanceAction kind : kinds) {
        update(kind);
    }
}

void InstanceActions::setUnreachable(const QString &why)
{
    m_unreachable = why;
    for (const InstanceAction kind : kinds) {
        update(kind);
    }
}

QStringList InstanceActions::allowed(InstanceAction kind) const
{
    QStringList names;
    for (const InstanceRef &instance : m_selection) {
        if (Arm::allows(instance.state, kind)) {
            names << instance.name;
        }
    }
    return names;
}

void InstanceActions::update(InstanceAction kind)
{
    const QStringList names = allowed(kind);
    action(kind)->setEnabled(!names.isEmpty() && m_unreachable.isEmpty());
    QString tip = toolTip(kind, names);
    const QString keys = action(kind)->shortcut().toString(QKeySequence::NativeText);
    if (!keys.isEmpty() && action(kind)->isEnabled()) {
        tip = tr("%1 (%2)").arg(tip, keys);
    }
    action(kind)->setToolTip(tip);
}

QString InstanceActions::toolTip(InstanceAction kind, const QStringList &names) const
{
    QString plain = action(kind)->text();
    plain.remove(u'…');
    if (m_selection.isEmpty()) {
        return tr("%1: select an instance first.").arg(plain);
    }
    if (!m_unreachable.isEmpty()) {
        return tr("%1: %2").arg(plain, m_unreachable);
    }
    if (names.size() == m_selection.size()) {
        return plain;
    }
    QStringList lines;
    for (const InstanceRef &instance : m_selection) {
        const QString why = Client::whyNot(instance.state, kind);
        if (!why.isEmpty()) {
            lines << (m_selection.size() == 1 ? why : tr("%1: %2").arg(instance.name, why));
        }
    }
    constexpr qsizetype most = 8;
    if (lines.size() > most) {
        const qsizetype more = lines.size() - most;
        lines.resize(most);
        lines << tr("… and %1 more.").arg(more);
    }
    return lines.join(u'\n');
}

} // namespace Atelier::Compute
