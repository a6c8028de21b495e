// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/activitypopover.h"

#include "widgets/common/plainlabel.h"
#include "widgets/window/activitydelegate.h"
#include "widgets/window/activitylog.h"

#include <QBoxLayout>
#include <QListView>

namespace Atelier::Window {

using Ui::Metrics::grid;

ActivityPopover::ActivityPopover(ActivityLog *log, QWidget *anchor)
    : Popover(anchor)
{
    setObjectName(QStringLiteral("activityPopover"));
    if (log->rowCount() == 0) {
        column()->addWidget(
            Ui::plainLabel(tr("Nothing was done since this window was opened."), this));
        return;
    }
    auto *view = new QListView(this);
    view->setObjectName(QStringLiteral("activityList"));
    view->setModel(log);
    view->setItemDelegate(new ActivityDelegate(view));
    view->setFrameShape(QFrame::NoFrame);
    view->setUniformItemSizes(true);
    view->setSelectionMode(QAbstractItemView::NoSelection);
    view->setFixedSize(64 * grid, 40 * grid);
    column()->setContentsMargins({});
    column()->addWidget(view);
    view->setFocus();
}

ActivityPopover::~ActivityPopover() = default;

} // namespace Atelier::Window
