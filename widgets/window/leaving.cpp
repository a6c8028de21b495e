// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/leaving.h"

#include "widgets/common/page.h"
#include "widgets/window/runninginstances.h"

#include <QPointer>

namespace Atelier::Window {

Leaving::Leaving(QList<Ui::Page *> pages, RunningInstances *running, QObject *parent)
    : QObject(parent)
    , m_pages(std::move(pages))
    , m_running(running)
{
}

Leaving::~Leaving() = default;

void Leaving::begin()
{
    saveNextPage();
}

void Leaving::saveNextPage()
{
    if (m_pages.isEmpty()) {
        leaveInstances();
        return;
    }
    Ui::Page *page = m_pages.takeFirst();
    connect(page, &Ui::Page::readyToClose, this, [this, page] {
        page->disconnect(this);
        saveNextPage();
    });
    connect(page, &Ui::Page::closeRefused, this, [this, page] {
        page->disconnect(this);
        Q_EMIT refused();
    });
    page->prepareToClose();
}

void Leaving::leaveInstances()
{
    m_running->leaveAll([self = QPointer(this)](bool mayClose) {
        if (!self) {
            return;
        }
        if (mayClose) {
            Q_EMIT self->done();
        } else {
            Q_EMIT self->refused();
        }
    });
}

} // namespace Atelier::Window
