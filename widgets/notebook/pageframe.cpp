// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/pageframe.h"

#include <QBoxLayout>
#include <QEvent>

namespace Atelier::Notebook {

PageFrame::PageFrame(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
}

PageFrame::~PageFrame() = default;

void PageFrame::setView(QWidget *view)
{
    layout()->addWidget(view);
    setFocusProxy(view);
}

bool PageFrame::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride:
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
        event->accept();
        return true;
    default:
        return QWidget::event(event);
    }
}

} // namespace Atelier::Notebook
