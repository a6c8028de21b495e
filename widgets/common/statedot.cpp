// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/statedot.h"

#include <QPaintEvent>
#include <QPainter>

namespace Atelier::Ui {

namespace {

constexpr int dotSize = Metrics::grid;
constexpr int dotGap = Metrics::grid;

} // namespace

void paintState(
    QPainter *painter, const QRect &rect, Tone tone, const QString &text, const QPalette &palette)
{
    painter->save();
    const QColor color = toneColor(tone, palette);
    const bool isLeftToRight = painter->layoutDirection() != Qt::RightToLeft;
    QRectF dot(0, 0, dotSize, dotSize);
    dot.moveCenter(
        QPointF(isLeftToRight ? rect.left() + (dotSize / 2.0) : rect.right() - (dotSize / 2.0),
                rect.center().y() + 0.5));
    painter->setRenderHint(QPainter::Antialiasing);
    // A state that is about to change is a ring, so that it is told from the others without colour
    // too.
    if (tone == Tone::Changing) {
        painter->setPen(QPen(color, 2));
        painter->drawEllipse(dot.adjusted(1, 1, -1, -1));
    } else {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        painter->drawEllipse(dot);
    }
    const QRect textRect = isLeftToRight ? rect.adjusted(dotSize + dotGap, 0, 0, 0)
                                         : rect.adjusted(0, 0, -(dotSize + dotGap), 0);
    painter->setPen(color);
    painter->drawText(textRect,
                      static_cast<int>(Qt::AlignVCenter | Qt::AlignLeading) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, textRect.width()));
    painter->restore();
}

int stateWidth(const QFontMetrics &metrics, const QString &text)
{
    return dotSize + dotGap + metrics.horizontalAdvance(text) + 2;
}

StateDot::StateDot(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFont(tabularDigits(font()));
}

StateDot::~StateDot() = default;

void StateDot::setState(Tone tone, const QString &text)
{
    if (m_tone == tone && m_text == text) {
        return;
    }
    m_tone = tone;
    m_text = text;
    setAccessibleName(text);
    setToolTip(text.toHtmlEscaped());
    updateGeometry();
    update();
}

Tone StateDot::tone() const
{
    return m_tone;
}

QString StateDot::text() const
{
    return m_text;
}

QSize StateDot::sizeHint() const
{
    return {stateWidth(fontMetrics(), m_text), fontMetrics().height() + 2};
}

QSize StateDot::minimumSizeHint() const
{
    return {dotSize, sizeHint().height()};
}

void StateDot::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    paintState(&painter, rect(), m_tone, m_text, palette());
}

} // namespace Atelier::Ui
