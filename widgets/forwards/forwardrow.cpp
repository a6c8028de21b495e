// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forwards/forwardrow.h"

#include "backend/forwards/forwards.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/icons.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/statedot.h"
#include "widgets/common/theme.h"
#include "widgets/forwards/forwardmenu.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace Atelier::Forwards {

namespace {

using namespace Qt::StringLiterals;

Ui::Tone toneFor(ForwardState state)
{
    switch (state) {
    case ForwardState::Listening:
        return Ui::Tone::Running;
    case ForwardState::Starting:
    case ForwardState::Reconnecting:
        return Ui::Tone::Changing;
    case ForwardState::PortTaken:
    case ForwardState::Failed:
        return Ui::Tone::Failed;
    case ForwardState::Stopped:
    case ForwardState::Waiting:
        break;
    }
    return Ui::Tone::Stopped;
}

QString titleOf(const Forward &forward)
{
    const QString target = targetText(forward);
    return forward.name == target ? forward.name
                                  : ForwardRow::tr("%1 → %2").arg(forward.name, target);
}

} // namespace

ForwardRow::ForwardRow(Forwards *forwards, QString id, QWidget *parent)
    : QWidget(parent)
    , m_forwards(forwards)
    , m_id(std::move(id))
    , m_name(new Ui::ElidedLabel(this))
    , m_state(new Ui::StateDot(this))
    , m_toggle(addButton(u"toggleForwardButton"_s))
    , m_open(addButton(u"openForwardButton"_s))
    , m_more(addButton(u"moreForwardButton"_s))
    , m_problem(new Ui::InlineMessage(this))
{
    setObjectName(u"forwardRow"_s);
    m_name->setObjectName(u"forwardName"_s);
    m_state->setObjectName(u"forwardState"_s);
    m_problem->setObjectName(u"forwardProblem"_s);
    m_problem->setClosable(false);
    m_problem->setButtonsBelow();
    m_open->setIcon(Ui::icon(u"globe"_s));
    m_more->setIcon(Ui::icon(u"overflow-menu"_s));
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_more);
    m_more->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        fillForwardMenu(menu, m_forwards, m_id, window());
    });
    connect(m_toggle, &QToolButton::clicked, this, &ForwardRow::toggle);
    connect(m_open, &QToolButton::clicked, this, [this] { openInBrowser(m_forwards, m_id); });
    connect(m_problem, &Ui::InlineMessage::actionTriggered, this, [this] {
        m_forwards->useAnotherPort(m_id);
    });

    auto *text = new QVBoxLayout;
    text->setSpacing(0);
    text->addWidget(m_name);
    text->addWidget(m_state);
    auto *line = new QHBoxLayout;
    line->setSpacing(0);
    line->addLayout(text, 1);
    line->addWidget(m_toggle);
    line->addWidget(m_open);
    line->addWidget(m_more);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid / 2);
    layout->addLayout(line);
    layout->addWidget(m_problem);
    update();
}

ForwardRow::~ForwardRow() = default;

QToolButton *ForwardRow::addButton(const QString &objectName)
{
    auto *button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setAutoRaise(true);
    return button;
}

void ForwardRow::update()
{
    const ForwardRun *run = m_forwards->find(m_id);
    if (run == nullptr) {
        return;
    }
    const QString name = Ui::singleLine(run->forward().name);
    m_name->setText(Ui::singleLine(titleOf(run->forward())));
    m_state->setState(toneFor(run->status().state), statusText(run->status()));
    m_state->setToolTip(statusText(run->status()));
    const QString toggle = run->isWanted() ? tr("Stop") : tr("Start");
    m_toggle->setIcon(
        Ui::icon(run->isWanted() ? u"media-playback-stop"_s : u"media-playback-start"_s));
    m_toggle->setToolTip(toggle);
    m_toggle->setAccessibleName(tr("%1: %2", "action, forward").arg(toggle, name));
    const bool isOpen = run->status().port != 0;
    m_open->setEnabled(isOpen);
    m_open->setToolTip(isOpen ? tr("Open %1 in the browser").arg(addressOf(run->status()))
                              : tr("Open in browser: not while it does not listen."));
    m_open->setAccessibleName(tr("Open in browser: %1").arg(name));
    m_more->setToolTip(tr("More"));
    m_more->setAccessibleName(tr("More: %1").arg(name));
    showProblem();
}

void ForwardRow::showProblem()
{
    const ForwardStatus &status = m_forwards->find(m_id)->status();
    if (status.error.message.isEmpty()) {
        m_problem->hide();
        return;
    }
    const bool isListening = status.state == ForwardState::Listening;
    m_problem->showMessage(isListening ? Ui::Tone::Warning : Ui::Tone::Failed,
                           status.error.message,
                           status.error.detail);
    m_problem->setAction(status.state == ForwardState::PortTaken ? tr("Use another port")
                                                                 : QString());
}

void ForwardRow::toggle()
{
    const ForwardRun *run = m_forwards->find(m_id);
    if (run != nullptr && run->isWanted()) {
        m_forwards->stop(m_id);
    } else {
        m_forwards->start(m_id);
    }
}

void ForwardRow::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillForwardMenu(menu, m_forwards, m_id, window());
    menu->popup(event->globalPos());
}

} // namespace Atelier::Forwards
