// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/activitydelegate.h"

#include "widgets/common/ageformat.h"
#include "widgets/common/statedot.h"
#include "widgets/window/activitylog.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <chrono>

namespace Atelier::Window {

using Ui::Metrics::grid;

namespace {

/** "14:05 · 3 s": when it ended and how long it took; for a message only when. */
QString timeText(const QModelIndex &index)
{
    const QDateTime started = index.data(ActivityLog::StartedRole).toDateTime();
    const QDateTime ended = index.data(ActivityLog::EndedRole).toDateTime();
    QString clock = QLocale().toString((ended.isValid() ? ended : started).toLocalTime().time(),
                                       QLocale::ShortFormat);
    if (!ended.isValid() || started == ended) {
        return clock;
    }
    return ActivityDelegate::tr("%1 · %2").arg(
        clock, Ui::formatDuration(std::chrono::milliseconds(started.msecsTo(ended))));
}

} // namespace

ActivityDelegate::ActivityDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

ActivityDelegate::~ActivityDelegate() = default;

void ActivityDelegate::paint(QPainter *painter,
                             const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    painter->save();
    painter->setFont(Ui::tabularDigits(option.font));
    const QRect area = option.rect.adjusted(grid, 0, -grid, 0);
    const QString time = timeText(index);
    const int timeWidth = painter->fontMetrics().horizontalAdvance(time);
    painter->setPen(option.palette.color(QPalette::PlaceholderText));
    painter->drawText(area, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter), time);
    Ui::paintState(painter,
                   area.adjusted(0, 0, -timeWidth - grid, 0),
                   static_cast<Ui::Tone>(index.data(ActivityLog::ToneRole).toInt()),
                   index.data().toString(),
                   option.palette);
    painter->restore();
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem & /*option*/,
                                 const QModelIndex & /*index*/) const
{
    return {32 * grid, Ui::Metrics::rowHeight};
}

bool ActivityDelegate::helpEvent(QHelpEvent *event,
                                 QAbstractItemView *view,
                                 const QStyleOptionViewItem & /*option*/,
                                 const QModelIndex &index)
{
    QToolTip::showText(event->globalPos(), index.data().toString().toHtmlEscaped(), view);
    return true;
}

} // namespace Atelier::Window
