// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/activitybar.h"

#include "widgets/common/ageformat.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/icons.h"
#include "widgets/common/statedot.h"
#include "widgets/window/activitylog.h"
#include "widgets/window/activitypopover.h"

#include <QBoxLayout>
#include <QPaintEvent>
#include <QPainter>
#include <QToolButton>

#include <chrono>

namespace Atelier::Window {

using namespace std::chrono_literals;
using Ui::Metrics::grid;

ActivityBar::ActivityBar(ActivityLog *log, QWidget *place, QWidget *parent)
    : QFrame(parent)
    , m_log(log)
    , m_running(new Ui::StateDot(this))
    , m_latest(new Ui::ElidedLabel(this))
    , m_button(new QToolButton(this))
{
    setFixedHeight(Ui::Metrics::rowHeight);
    m_running->setObjectName(QStringLiteral("runningActivity"));
    m_running->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_latest->setObjectName(QStringLiteral("latestActivity"));
    m_latest->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_button->setObjectName(QStringLiteral("activityButton"));
    m_button->setAutoRaise(true);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setIcon(Ui::icon(QStringLiteral("go-up")));
    m_button->setText(tr("Activity"));
    m_button->setToolTip(tr("Shows what was done lately."));

    place->setParent(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 1, 0, 0);
    row->setSpacing(2 * grid);
    row->addWidget(place);
    row->addWidget(m_running);
    row->addWidget(m_latest, 1);
    row->addWidget(m_button);

    m_clock.setInterval(1s);
    connect(&m_clock, &QTimer::timeout, this, &ActivityBar::updateText);
    connect(log, &ActivityLog::changed, this, &ActivityBar::updateText);
    connect(m_button, &QToolButton::clicked, this, &ActivityBar::showList);
    updateText();
}

ActivityBar::~ActivityBar() = default;

void ActivityBar::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    updateText();
}

void ActivityBar::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    m_clock.stop();
}

void ActivityBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), palette().color(QPalette::Mid));
}

void ActivityBar::updateText()
{
    const QList<ActivityLog::Entry> running = m_log->running();
    m_running->setVisible(!running.isEmpty());
    if (!running.isEmpty()) {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const auto age = std::chrono::milliseconds(running.constFirst().started.msecsTo(now));
        const auto seconds = std::max(0s, std::chrono::duration_cast<std::chrono::seconds>(age));
        const QString what = running.size() == 1
                                 ? running.constFirst().text
                                 : tr("%n operation(s)", nullptr, static_cast<int>(running.size()));
        //: What is being done, and for how long
        m_running->setState(Ui::Tone::Changing,
                            tr("%1 · %2").arg(what, Ui::formatDuration(seconds + 0ms)));
    }
    if (running.isEmpty() || !isVisible()) {
        m_clock.stop();
    } else if (!m_clock.isActive()) {
        m_clock.start();
    }
    m_latest->setText(m_log->latest().text);
}

void ActivityBar::showList()
{
    auto *popover = new ActivityPopover(m_log, m_button);
    popover->popUp();
}

} // namespace Atelier::Window
