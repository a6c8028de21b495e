// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/busyindicator.h"

#include "widgets/common/ageformat.h"

#include <QBoxLayout>
#include <QTimer>

#include <chrono>

namespace Atelier::Ui {

using namespace std::chrono_literals;

BusyIndicator::BusyIndicator(QWidget *parent)
    : QWidget(parent)
    , m_dot(new StateDot(this))
    , m_timer(new QTimer(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_dot);
    m_timer->setInterval(1s);
    connect(m_timer, &QTimer::timeout, this, &BusyIndicator::updateText);
    hide();
}

BusyIndicator::~BusyIndicator() = default;

void BusyIndicator::start(const QString &text, qint64 elapsedMs)
{
    m_text = text;
    m_offset = elapsedMs;
    m_clock.start();
    m_running = true;
    updateText();
    show();
    if (isVisible()) {
        m_timer->start();
    }
}

void BusyIndicator::stop()
{
    m_running = false;
    m_timer->stop();
    hide();
}

bool BusyIndicator::isRunning() const
{
    return m_running;
}

QString BusyIndicator::text() const
{
    return m_dot->text();
}

void BusyIndicator::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_running) {
        updateText();
        m_timer->start();
    }
}

void BusyIndicator::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer->stop();
}

void BusyIndicator::updateText()
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::milliseconds(m_offset + m_clock.elapsed()));
    //: What is being done, and for how long: "Starting JupyterLab · 3 s"
    const QString text = seconds < 1s ? m_text : tr("%1 · %2").arg(m_text, formatDuration(seconds));
    m_dot->setState(Tone::Changing, text);
}

} // namespace Atelier::Ui
