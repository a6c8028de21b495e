// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How tabs go: who is asked before, and in which order.
#include "widgets/notebook/closinground.h"
#include "widgets/notebook/instancetab.h"
#include "widgets/notebook/labpanel.h"
#include "widgets/notebook/notebooktabs.h"

#include <QTabWidget>

namespace Atelier::Notebook {

void NotebookTabs::closeTab(QWidget *page)
{
    if (page == nullptr || m_closing.contains(page)) {
        return;
    }
    m_closing.insert(page);
    // An instance's own page goes last: the others need what it holds.
    QList<QWidget *> pages;
    if (const auto *tab = qobject_cast<InstanceTab *>(page)) {
        for (LabPanel *panel : furtherPages(tab->instance())) {
            pages.append(panel);
        }
    }
    pages.append(page);
    ClosingRound *round = ask(pages, ClosingOccasion::Page);
    connect(round,
            &ClosingRound::agreed,
            this,
            [this, page, leaving = QList<QPointer<QWidget>>(pages.cbegin(), pages.cend())] {
                leaveInstance(page, leaving);
            });
    connect(round, &ClosingRound::refused, this, [this, page] { m_closing.remove(page); });
    round->start();
}

void NotebookTabs::leaveInstance(const QWidget *page, const QList<QPointer<QWidget>> &pages)
{
    const auto *tab = qobject_cast<InstanceTab *>(pages.constLast().data());
    if (tab == nullptr || !m_services.leaveInstance) {
        m_closing.remove(page);
        removeTabs(pages);
        return;
    }
    m_services.leaveInstance(tab->instance(), [self = QPointer(this), page, pages](bool mayClose) {
        if (!self) {
            return;
        }
        self->m_closing.remove(page);
        if (mayClose) {
            self->removeTabs(pages);
        }
    });
}

void NotebookTabs::closeFurtherPages(InstanceTab *tab)
{
    QList<QWidget *> pages;
    for (LabPanel *panel : furtherPages(tab->instance())) {
        pages.append(panel);
    }
    ClosingRound *round = ask(pages, ClosingOccasion::Server);
    connect(round,
            &ClosingRound::agreed,
            tab,
            [this, tab, leaving = QList<QPointer<QWidget>>(pages.cbegin(), pages.cend())] {
                removeTabs(leaving);
                tab->shutDown();
            });
    round->start();
}

ClosingRound *NotebookTabs::ask(const QList<QWidget *> &pages, ClosingOccasion occasion)
{
    auto *round = new ClosingRound(pages, occasion, this);
    if (pages.size() > 1) {
        connect(round, &ClosingRound::asking, m_tabs, &QTabWidget::setCurrentWidget);
    }
    return round;
}

void NotebookTabs::removeTabs(const QList<QPointer<QWidget>> &pages)
{
    for (QWidget *page : pages) {
        const int index = page != nullptr ? m_tabs->indexOf(page) : -1;
        if (index >= 0) {
            m_tabs->removeTab(index);
            page->hide();
            page->deleteLater();
        }
    }
    if (m_tabs->count() == 0) {
        Q_EMIT becameEmpty();
    }
}

void NotebookTabs::dropFurtherPages(const QString &instance)
{
    for (LabPanel *panel : furtherPages(instance)) {
        removeTabs({panel});
    }
}

void NotebookTabs::prepareToClose()
{
    if (m_windowCloses) {
        return;
    }
    m_windowCloses = true;
    QList<QWidget *> pages;
    for (int index = 0; index < m_tabs->count(); ++index) {
        pages.append(m_tabs->widget(index));
    }
    ClosingRound *round = ask(pages, ClosingOccasion::Page);
    connect(round, &ClosingRound::agreed, this, [this] {
        m_windowCloses = false;
        Q_EMIT readyToClose();
    });
    connect(round, &ClosingRound::refused, this, [this] {
        m_windowCloses = false;
        Q_EMIT closeRefused();
    });
    round->start();
}

} // namespace Atelier::Notebook
