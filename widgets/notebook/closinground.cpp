// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/closinground.h"

#include "widgets/notebook/instancetab.h"
#include "widgets/notebook/labbridge.h"
#include "widgets/notebook/labpanel.h"

namespace Atelier::Notebook {

namespace {

LabPanel *panelOf(QWidget *page)
{
    const auto *tab = qobject_cast<InstanceTab *>(page);
    return tab != nullptr ? tab->panel() : qobject_cast<LabPanel *>(page);
}

} // namespace

ClosingRound::ClosingRound(const QList<QWidget *> &pages, ClosingOccasion occasion, QObject *parent)
    : QObject(parent)
    , m_occasion(occasion)
{
    for (QWidget *page : pages) {
        m_left.append(page);
        if (auto *tab = qobject_cast<InstanceTab *>(page)) {
            follow(tab);
            // Without its page nothing is left that would answer.
            connect(tab, &InstanceTab::panelGone, this, [this, page] { goOn(page); });
        } else if (auto *panel = qobject_cast<LabPanel *>(page)) {
            follow(panel);
        }
    }
}

ClosingRound::~ClosingRound() = default;

template<typename Page>
void ClosingRound::follow(Page *page)
{
    const QWidget *widget = page;
    connect(page, &Page::closed, this, [this, widget] { goOn(widget); });
    connect(page, &Page::closeRefused, this, [this, widget] { refuse(widget); });
    connect(page, &QObject::destroyed, this, [this, widget] { goOn(widget); });
}

void ClosingRound::start()
{
    // All save at once; the questions, if any, come one after the other.
    for (const QPointer<QWidget> &page : std::as_const(m_left)) {
        if (const LabPanel *panel = panelOf(page)) {
            Q_EMIT panel->bridge()->saveRequested();
        }
    }
    askNext();
}

void ClosingRound::askNext()
{
    while (!m_left.isEmpty()) {
        QWidget *page = m_left.takeFirst();
        if (page == nullptr) {
            continue;
        }
        m_asked = page;
        Q_EMIT asking(page);
        if (auto *tab = qobject_cast<InstanceTab *>(page)) {
            tab->prepareToClose(m_occasion);
        } else if (auto *panel = qobject_cast<LabPanel *>(page)) {
            panel->prepareToClose(m_occasion);
        }
        return;
    }
    deleteLater();
    Q_EMIT agreed();
}

void ClosingRound::goOn(const QWidget *page)
{
    if (m_asked == page) {
        m_asked = nullptr;
        askNext();
    }
}

void ClosingRound::refuse(const QWidget *page)
{
    if (m_asked == page) {
        m_asked = nullptr;
        m_left.clear();
        deleteLater();
        Q_EMIT refused();
    }
}

} // namespace Atelier::Notebook
