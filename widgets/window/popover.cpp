// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/popover.h"

#include "widgets/common/theme.h"

#include <QBoxLayout>

#include <algorithm>

namespace Atelier::Window {

Popover::Popover(QWidget *anchor)
    : QFrame(anchor->window(), Qt::Popup)
    , m_anchor(anchor)
    , m_column(new QVBoxLayout(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    m_column->setContentsMargins(Ui::Metrics::pageMargin,
                                 Ui::Metrics::pageMargin,
                                 Ui::Metrics::pageMargin,
                                 Ui::Metrics::pageMargin);
}

Popover::~Popover() = default;

void Popover::popUp()
{
    adjustSize();
    const QRect frame = m_anchor->window()->geometry();
    QPoint corner = m_anchor->mapToGlobal(QPoint(0, 0))
                    - QPoint(0, height() + (Ui::Metrics::grid / 2));
    corner.setX(
        std::max(frame.left(), std::min(corner.x(), frame.right() - width() - Ui::Metrics::grid)));
    move(corner);
    show();
}

QVBoxLayout *Popover::column() const
{
    return m_column;
}

} // namespace Atelier::Window
