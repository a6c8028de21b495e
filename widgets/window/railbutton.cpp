// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/railbutton.h"

#include "widgets/common/style.h"

#include <QPaintEvent>
#include <QPainter>

namespace Atelier::Window {

using Ui::Metrics::grid;

namespace {

constexpr int barWidth = 3;

} // namespace

RailButton::RailButton(const QString &text, const QIcon &icon, QWidget *parent)
    : QToolButton(parent)
{
    setText(text);
    setIcon(icon);
    setIconSize(QSize(Ui::Metrics::pageIcon, Ui::Metrics::pageIcon));
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    setFont(small);
}

RailButton::~RailButton() = default;

QSize RailButton::sizeHint() const
{
    return {Ui::Metrics::railWidth, 7 * grid};
}

void RailButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    if (isChecked()) {
        painter.fillRect(rect(), palette().color(QPalette::Highlight));
        painter.fillRect(QRect(0, 0, barWidth, height()), palette().color(QPalette::Accent));
    } else if (underMouse() || isDown()) {
        painter.fillRect(rect(), palette().color(QPalette::Inactive, QPalette::Highlight));
    }
    QRect iconRect(QPoint(0, 0), iconSize());
    iconRect.moveCenter(QPoint(rect().center().x() + 1, rect().center().y() - grid));
    icon().paint(&painter, iconRect);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRect textRect = rect().adjusted(barWidth + 1, iconRect.bottom() + 2, -barWidth, 0);
    painter.drawText(textRect,
                     Qt::AlignHCenter | Qt::AlignTop,
                     fontMetrics().elidedText(text(), Qt::ElideRight, textRect.width()));
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        Ui::drawFocusRing(&painter, rect().adjusted(2, 2, -2, -2), palette());
    }
}

} // namespace Atelier::Window
