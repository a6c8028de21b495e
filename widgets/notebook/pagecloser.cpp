// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/pagecloser.h"

#include "widgets/common/messagebox.h"
#include "widgets/notebook/labbridge.h"
#include "widgets/notebook/labpage.h"

#include <QWidget>

#include <utility>

namespace Atelier::Notebook {

namespace {

constexpr std::chrono::seconds patience{3};

} // namespace

PageCloser::PageCloser(LabPage *page, LabBridge *bridge, QString name, QWidget *dialogParent)
    : QObject(dialogParent)
    , m_page(page)
    , m_bridge(bridge)
    , m_name(std::move(name))
    , m_dialogParent(dialogParent)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &PageCloser::proceed);
    connect(bridge, &LabBridge::saved, this, [this] {
        if (m_next == &PageCloser::askWhenSomethingWouldBeLost) {
            proceed();
        }
    });
    connect(page, &QWebEnginePage::windowCloseRequested, this, [this] {
        if (m_next == &PageCloser::finishClosed) {
            proceed();
        } else if (!m_running) {
            Q_EMIT closedByScript();
        }
    });
    connect(page, &LabPage::closingRefused, this, [this] {
        if (m_next == &PageCloser::finishClosed) {
            m_patience.stop();
            m_next = nullptr;
            decide(tr("The page on %1 asks to stay open.").arg(m_name),
                   tr("Changes that it has not saved would be lost."),
                   tr("Close Anyway"),
                   &PageCloser::finishClosed);
        }
    });
}

PageCloser::~PageCloser() = default;

bool PageCloser::isRunning() const
{
    return m_running;
}

void PageCloser::start(ClosingOccasion occasion)
{
    if (m_running) {
        return;
    }
    m_occasion = occasion;
    m_running = true;
    save();
}

void PageCloser::save()
{
    if (!m_bridge || !m_bridge->isUsable()) {
        requestClose();
        return;
    }
    waitFor(&PageCloser::askWhenSomethingWouldBeLost);
    Q_EMIT m_bridge->saveRequested();
}

void PageCloser::askWhenSomethingWouldBeLost()
{
    if (m_bridge && m_bridge->isDirty()) {
        decide(tr("Not everything in the notebooks on %1 could be saved.").arg(m_name),
               tr("What has changed since the last save would be lost."),
               tr("Close Without Saving"),
               &PageCloser::finishClosed);
    } else if (m_bridge && m_bridge->isBusy()) {
        askAboutRunningCell();
    } else {
        // JupyterLab has said all that there is to say; asked by the engine it would unload, which
        // can't be taken back when something else keeps the window open.
        finishClosed();
    }
}

void PageCloser::askAboutRunningCell()
{
    const bool goesOn = m_occasion == ClosingOccasion::Page;
    decide(tr("A cell is still running on %1.").arg(m_name),
           goesOn ? tr("It goes on when you close, but what it prints from then on will not be in "
                       "the notebook. "
                       "Files that it writes are not concerned.")
                  : tr("It ends when JupyterLab is shut down, and what its kernel holds in memory "
                       "is lost."),
           goesOn ? tr("Close") : tr("Shut Down"),
           &PageCloser::finishClosed);
}

void PageCloser::requestClose()
{
    if (!m_page) {
        finishClosed();
        return;
    }
    waitFor(&PageCloser::finishClosed);
    m_page->setClosing(true);
    m_page->triggerAction(QWebEnginePage::RequestClose);
}

void PageCloser::decide(const QString &text,
                        const QString &informative,
                        const QString &closeText,
                        void (PageCloser::*next)())
{
    const Ui::Question question{.title = m_occasion == ClosingOccasion::Page
                                             ? tr("Close JupyterLab")
                                             : tr("Shut Down JupyterLab"),
                                .text = text,
                                .informative = informative,
                                .buttons = {closeText, tr("Keep Open")},
                                .defaultButton = 1,
                                .destructive = true};
    Ui::ask(m_dialogParent, question, this, [this, next](const Ui::Answer &answer) {
        if (answer.button == 0) {
            (this->*next)();
        } else {
            finishRefused();
        }
    });
}

void PageCloser::finishClosed()
{
    if (m_page) {
        m_page->setClosing(false);
    }
    m_running = false;
    Q_EMIT closed();
}

void PageCloser::finishRefused()
{
    if (m_page) {
        m_page->setClosing(false);
    }
    m_running = false;
    Q_EMIT refused();
}

void PageCloser::waitFor(void (PageCloser::*next)())
{
    m_next = next;
    m_patience.start();
}

void PageCloser::proceed()
{
    m_patience.stop();
    if (auto next = std::exchange(m_next, nullptr)) {
        (this->*next)();
    }
}

} // namespace Atelier::Notebook
