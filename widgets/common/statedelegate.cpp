// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/statedelegate.h"

#include "widgets/common/statedot.h"

#include <QApplication>
#include <QPainter>

namespace Atelier::Ui {

StateDelegate::StateDelegate(ToneOf toneOf, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_toneOf(std::move(toneOf))
{
}

StateDelegate::~StateDelegate() = default;

void StateDelegate::paint(QPainter *painter,
                          const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = std::exchange(item.text, QString());
    const QStyle *style = item.widget != nullptr ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &item, item.widget) + 1;
    painter->setFont(tabularDigits(item.font));
    paintState(
        painter, item.rect.adjusted(margin, 0, -margin, 0), m_toneOf(index), text, item.palette);
}

QSize StateDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    return {stateWidth(QFontMetrics(tabularDigits(item.font)), item.text) + Metrics::grid,
            Metrics::rowHeight};
}

} // namespace Atelier::Ui
