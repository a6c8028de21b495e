// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/labpanel.h"

#include "widgets/common/inlinemessage.h"
#include "widgets/common/messagebox.h"
#include "widgets/common/theme.h"
#include "widgets/notebook/externalopener.h"
#include "widgets/notebook/findbar.h"
#include "widgets/notebook/labbridge.h"
#include "widgets/notebook/labpage.h"
#include "widgets/notebook/labprofile.h"
#include "widgets/notebook/labtoolbar.h"
#include "widgets/notebook/labview.h"
#include "widgets/notebook/pagecloser.h"
#include "widgets/notebook/pageframe.h"
#include "widgets/notebook/pagenotices.h"
#include "widgets/notebook/panesettings.h"
#include "widgets/notebook/printing.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLocale>

namespace Atelier::Notebook {

namespace {

constexpr std::chrono::seconds savePatience{3};

} // namespace

LabPanel::LabPanel(std::shared_ptr<LabProfile> profile,
                   PaneSettings *settings,
                   const QString &instance,
                   bool isMain,
                   QWidget *parent)
    : QWidget(parent)
    , m_instance(instance)
    , m_settings(settings)
    , m_profile(std::move(profile))
    , m_page(std::make_unique<LabPage>(m_profile))
    , m_bridge(new LabBridge(m_page.get()))
    , m_view(new LabView(m_page.get(), this))
    , m_toolBar(new LabToolBar(settings, isMain, this))
    , m_find(new FindBar(m_page.get(), this))
    , m_connection(new Ui::InlineMessage(this))
    , m_notices(new PageNotices(this))
    , m_closer(new PageCloser(m_page.get(), m_bridge, instance, this))
{
    m_connection->setObjectName(QStringLiteral("connectionMessage"));
    m_connection->setClosable(false);
    m_page->setBackgroundColor(palette().color(QPalette::Base));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (QWidget *each :
         std::initializer_list<QWidget *>{m_toolBar, m_connection, m_notices->bar()}) {
        column->addWidget(each);
    }
    auto *frame = new PageFrame(this);
    frame->setView(m_view);
    column->addWidget(frame, 1);
    column->addWidget(m_find);
    setFocusProxy(frame);
    connectPage();
    connectToolBar();
    connect(m_closer, &PageCloser::closed, this, &LabPanel::closed);
    connect(m_closer, &PageCloser::refused, this, &LabPanel::closeRefused);
    connect(m_closer, &PageCloser::closedByScript, this, &LabPanel::closeWanted);
    connect(m_connection,
            &Ui::InlineMessage::actionTriggered,
            this,
            &LabPanel::connectionActionTriggered);
    connect(m_settings, &PaneSettings::zoomChanged, m_page.get(), &QWebEnginePage::setZoomFactor);
}

LabPanel::~LabPanel()
{
    delete m_view;
}

LabPage *LabPanel::page() const
{
    return m_page.get();
}

LabBridge *LabPanel::bridge() const
{
    return m_bridge;
}

QString LabPanel::instance() const
{
    return m_instance;
}

void LabPanel::focusPage()
{
    m_view->setFocus(Qt::OtherFocusReason);
}

void LabPanel::showLost(const QDateTime &since,
                        const QString &sentence,
                        const QString &action,
                        const QString &details)
{
    if (!since.isValid()) {
        m_connection->hide();
        return;
    }
    // Not arg(): an error's sentence has no place for the time.
    const QString time = QLocale().toString(since.time(), QLocale::ShortFormat);
    m_connection->showMessage(
        Ui::Tone::Warning, QString(sentence).replace(QLatin1StringView("%1"), time), details);
    m_connection->setAction(action);
}

void LabPanel::showRepair(const QString &sentence)
{
    m_connection->showMessage(Ui::Tone::Changing, sentence);
    m_connection->setAction({});
}

void LabPanel::offerReload(const QString &sentence)
{
    m_notices->offer(Ui::Tone::Warning, sentence, tr("Reload"), [this] { reload(); });
}

void LabPanel::moveTo(const QUrl &origin)
{
    QUrl target = m_page->url();
    if (target.host() != origin.host()) {
        target = origin.resolved(QUrl(QStringLiteral("lab")));
    }
    target.setPort(origin.port());
    m_notices->clear();
    const auto load = [this, target] {
        m_notices->show(
            Ui::Tone::Changing,
            tr("The connection came back at another address, so the page was loaded again."));
        m_page->setLeaving();
        m_page->load(target);
    };
    if (!m_bridge->isDirty()) {
        load();
        return;
    }
    // It can't be saved from where the page is; what is in it can still be copied.
    m_notices->offer(Ui::Tone::Warning,
                     tr("The connection came back at another address. What was not saved is lost "
                        "when the page is loaded again."),
                     tr("Load again"),
                     load);
}

void LabPanel::prepareToClose(ClosingOccasion occasion)
{
    m_closer->start(occasion);
}

void LabPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_page->setBackgroundColor(palette().color(QPalette::Base));
        Q_EMIT m_bridge->themeRequested(Ui::isDark(palette()));
    }
    QWidget::changeEvent(event);
}

void LabPanel::connectPage()
{
    connect(m_page.get(), &QWebEnginePage::loadStarted, m_bridge, &LabBridge::reset);
    connect(m_page.get(), &QWebEnginePage::loadFinished, this, [this] {
        m_page->setZoomFactor(m_settings->zoom());
    });
    m_reloadPatience.setSingleShot(true);
    m_reloadPatience.setInterval(savePatience);
    connect(&m_reloadPatience, &QTimer::timeout, this, &LabPanel::askReload);
    connect(m_page.get(), &QWebEnginePage::loadStarted, &m_reloadPatience, &QTimer::stop);
    connect(m_bridge, &LabBridge::saved, this, [this] {
        if (m_reloadPatience.isActive()) {
            m_reloadPatience.stop();
            m_page->triggerAction(QWebEnginePage::Reload);
        }
    });
    // JupyterLab keeps the theme that it had when the studio's changed while the page was loading.
    connect(m_bridge, &LabBridge::usable, this, [this] {
        Q_EMIT m_bridge->themeRequested(Ui::isDark(palette()));
    });
    connect(m_page.get(), &QWebEnginePage::titleChanged, m_toolBar, &LabToolBar::setTitle);
    connect(m_page.get(), &LabPage::windowWanted, this, &LabPanel::windowWanted);
    connect(m_page.get(), &LabPage::externalLink, this, &openExternally);
    connect(m_page.get(), &LabPage::navigationBlocked, m_notices, &PageNotices::showBlocked);
    connect(m_page.get(), &LabPage::permissionWanted, m_notices, &PageNotices::askPermission);
    connect(m_page.get(), &QWebEnginePage::renderProcessTerminated, this, &LabPanel::showCrash);
    connect(m_view, &LabView::leaveWanted, this, &LabPanel::leaveWanted);
    connect(m_view, &LabView::fullScreenWanted, this, &LabPanel::fullScreenWanted);
    connect(m_view, &LabView::tabWanted, this, &LabPanel::tabWanted);
}

void LabPanel::connectToolBar()
{
    auto *printing = new Printing(m_view, m_bridge);
    connect(printing, &Printing::message, this, &LabPanel::message);
    connect(m_toolBar, &LabToolBar::reloadWanted, this, &LabPanel::reload);
    connect(m_toolBar, &LabToolBar::findWanted, m_find, &FindBar::open);
    connect(m_toolBar, &LabToolBar::pdfWanted, printing, &Printing::saveDocumentAsPdf);
    connect(m_toolBar, &LabToolBar::printWanted, printing, &Printing::printPage);
    connect(m_toolBar, &LabToolBar::browserWanted, this, &LabPanel::browserWanted);
    connect(m_toolBar, &LabToolBar::shutDownWanted, this, &LabPanel::shutDownWanted);
    connect(m_find, &FindBar::closed, this, &LabPanel::focusPage);
}

void LabPanel::reload()
{
    if (!m_bridge->isUsable() || !m_bridge->isDirty()) {
        m_page->triggerAction(QWebEnginePage::Reload);
    } else if (!m_reloadPatience.isActive()) {
        m_reloadPatience.start();
        Q_EMIT m_bridge->saveRequested();
    }
}

void LabPanel::askReload()
{
    const Ui::Question question{
        .title = tr("Reload JupyterLab"),
        .text = tr("JupyterLab did not save in time. Reload and lose what was not saved?"),
        .buttons = {tr("Reload"), tr("Cancel")},
        .defaultButton = 1,
        .destructive = true};
    Ui::ask(this, question, this, [this](const Ui::Answer &answer) {
        if (answer.button == 0) {
            m_page->setLeaving();
            m_page->triggerAction(QWebEnginePage::Reload);
        }
    });
}

void LabPanel::showCrash(QWebEnginePage::RenderProcessTerminationStatus status)
{
    m_bridge->reset();
    if (status != QWebEnginePage::NormalTerminationStatus) {
        offerReload(tr("The page ended unexpectedly. Kernels in the instance go on."));
    }
}

} // namespace Atelier::Notebook
