// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/applicationdelegate.h"

#include "backend/client/instancesmodel.h"
#include "widgets/common/theme.h"

namespace Atelier::Compute {

ApplicationDelegate::ApplicationDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

ApplicationDelegate::~ApplicationDelegate() = default;

void ApplicationDelegate::initStyleOption(QStyleOptionViewItem *option,
                                          const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto state = index.data(Client::InstancesModel::StateRole).value<Arm::InstanceState>();
    if (Arm::allows(state, Arm::InstanceAction::OpenNotebook)) {
        option->font.setUnderline(true);
        option->palette.setColor(QPalette::Text, option->palette.color(QPalette::Link));
    } else {
        option->palette.setColor(QPalette::Text, Ui::toneColor(Ui::Tone::Stopped, option->palette));
    }
}

QRect ApplicationDelegate::textRect(const QRect &cell,
                                    const QFontMetrics &metrics,
                                    const QString &text)
{
    const int width = metrics.horizontalAdvance(text) + (2 * Ui::Metrics::grid);
    return {cell.left(), cell.top(), std::min(cell.width(), width), cell.height()};
}

} // namespace Atelier::Compute
