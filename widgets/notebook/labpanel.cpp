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
#include "widgets/notebook/panesettings.h"
#include "widgets/notebook/printing.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLocale>

#include <utility>

namespace Atelier::Notebook {

namespace {

constexpr std::chrono::seconds savePatience{3};

QString permissionName(QWebEnginePermission::PermissionType type)
{
    using Type = QWebEnginePermission::PermissionType;
    switch (type) {
    case Type::MediaAudioCapture:
        return LabPanel::tr("the microphone");
    case Type::MediaVideoCapture:
        return LabPanel::tr("the camera");
    case Type::MediaAudioVideoCapture:
        return LabPanel::tr("the camera and the microphone");
    case Type::DesktopVideoCapture:
    case Type::DesktopAudioVideoCapture:
        return LabPanel::tr("the screen");
    case Type::MouseLock:
        return LabPanel::tr("the mouse pointer");
    case Type::Notifications:
        return LabPanel::tr("notifications");
    case Type::Geolocation:
        return LabPanel::tr("your location");
    case Type::LocalFontsAccess:
        return LabPanel::tr("the list of your fonts");
    default:
        return {};
    }
}

} // namespace

LabPanel::LabPanel(std::shared_ptr<LabProfile> profile,
                   PaneSettings *settings,
                   const QString &instance,
                   bool main,
                   QWidget *parent)
    : QWidget(parent)
    , m_instance(instance)
    , m_settings(settings)
    , m_profile(std::move(profile))
    , m_page(std::make_unique<LabPage>(m_profile))
    , m_bridge(new LabBridge(m_page.get()))
    , m_view(new LabView(m_page.get(), this))
    , m_toolBar(new LabToolBar(settings, main, this))
    , m_find(new FindBar(m_page.get(), this))
    , m_connection(new Ui::InlineMessage(this))
    , m_notice(new Ui::InlineMessage(this))
    , m_closer(new PageCloser(m_page.get(), m_bridge, instance, this))
{
    m_connection->setObjectName(QStringLiteral("connectionMessage"));
    m_connection->setClosable(false);
    m_notice->setObjectName(QStringLiteral("notice"));
    m_page->setBackgroundColor(palette().color(QPalette::Base));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (QWidget *each : std::initializer_list<QWidget *>{m_toolBar, m_connection, m_notice}) {
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

void LabPanel::showLost(const QDateTime &since, const QString &sentence, const QString &action)
{
    if (!since.isValid()) {
        m_connection->hide();
        return;
    }
    // Not arg(): an error's sentence has no place for the time.
    const QString time = QLocale().toString(since.time(), QLocale::ShortFormat);
    m_connection->showMessage(Ui::Tone::Warning,
                              QString(sentence).replace(QLatin1StringView("%1"), time));
    m_connection->setAction(action);
}

void LabPanel::offerReload(const QString &sentence)
{
    clearNotice();
    m_notice->showMessage(Ui::Tone::Warning, sentence);
    m_notice->setAction(tr("Reload"));
    connect(m_notice, &Ui::InlineMessage::actionTriggered, this, [this] {
        m_notice->hide();
        m_page->triggerAction(QWebEnginePage::Reload);
    });
}

void LabPanel::moveTo(const QUrl &origin)
{
    QUrl target = m_page->url();
    if (target.host() != origin.host()) {
        target = origin.resolved(QUrl(QStringLiteral("lab")));
    }
    target.setPort(origin.port());
    clearNotice();
    const auto load = [this, target] {
        clearNotice();
        m_notice->showMessage(
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
    m_notice->showMessage(Ui::Tone::Warning,
                          tr("The connection came back at another address. What was not saved is "
                             "lost when the page is loaded again."));
    m_notice->setAction(tr("Load again"));
    connect(m_notice, &Ui::InlineMessage::actionTriggered, this, load);
}

void LabPanel::prepareToClose()
{
    m_closer->start();
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
    connect(m_page.get(), &LabPage::navigationBlocked, this, &LabPanel::showBlocked);
    connect(m_page.get(), &LabPage::permissionWanted, this, &LabPanel::askPermission);
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

void LabPanel::clearNotice()
{
    m_notice->disconnect(this);
    m_notice->setAction({});
    if (m_permission.isValid()) {
        std::exchange(m_permission, {}).deny();
    }
}

void LabPanel::showBlocked(const QUrl &url)
{
    clearNotice();
    m_notice->showMessage(Ui::Tone::Warning,
                          tr("The page wanted to open %1, which is not part of this JupyterLab.")
                              .arg(url.toDisplayString(QUrl::RemoveQuery | QUrl::RemoveFragment)));
}

void LabPanel::askPermission(const QWebEnginePermission &permission)
{
    const QString name = permissionName(permission.permissionType());
    if (name.isEmpty()) {
        permission.deny();
        return;
    }
    clearNotice();
    m_permission = permission;
    m_notice->showMessage(Ui::Tone::Warning, tr("The page asks for %1.").arg(name));
    m_notice->setAction(tr("Allow"));
    connect(m_notice, &Ui::InlineMessage::actionTriggered, this, [this] {
        std::exchange(m_permission, {}).grant();
        m_notice->hide();
    });
    connect(m_notice, &Ui::InlineMessage::closed, this, &LabPanel::clearNotice);
}

void LabPanel::showCrash(QWebEnginePage::RenderProcessTerminationStatus status)
{
    m_bridge->reset();
    if (status != QWebEnginePage::NormalTerminationStatus) {
        offerReload(tr("The page ended unexpectedly. Kernels in the instance go on."));
    }
}

} // namespace Atelier::Notebook
