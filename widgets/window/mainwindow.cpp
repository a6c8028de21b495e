// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/mainwindow.h"

#include "backend/client/controlplane.h"
#include "widgets/common/page.h"
#include "widgets/common/rememberedstate.h"
#include "widgets/window/activitybar.h"
#include "widgets/window/activitylog.h"
#include "widgets/window/connection.h"
#include "widgets/window/connectionbar.h"
#include "widgets/window/leaving.h"
#include "widgets/window/notebookhost.h"
#include "widgets/window/placebutton.h"
#include "widgets/window/rail.h"
#include "widgets/window/runninginstances.h"
#include "widgets/window/settingsmenu.h"
#include "widgets/window/studiosettings.h"
#include "widgets/window/windowkeeper.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>

namespace Atelier::Window {

namespace {

constexpr QSize smallest(800, 500);
constexpr QSize usual(1200, 760);
constexpr int pageKeys = 9;

} // namespace

MainWindow::MainWindow(const WindowServices &services)
    : m_services(services)
    , m_log(new ActivityLog(services.controlPlane, this))
    , m_running(new RunningInstances(services.controlPlane, services.settings, this))
    , m_rail(new Rail(this))
    , m_stack(new QStackedWidget(this))
    , m_place(new PlaceButton(services.connection, this))
    , m_activity(new ActivityBar(m_log, m_place, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(smallest);
    QSizePolicy keepsItsPlace = m_stack->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_stack->setSizePolicy(keepsItsPlace);

    m_content = new QVBoxLayout;
    m_content->setSpacing(0);
    m_content->addWidget(new ConnectionBar(services.connection, this));
    m_content->addWidget(m_stack, 1);
    m_content->addWidget(m_activity);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(m_content, 1);

    auto *menu = new SettingsMenu(services.settings, services.theme, this);
    m_rail->setMenu(menu);
    connect(menu, &SettingsMenu::message, m_log, &ActivityLog::addMessage);
    connect(menu, &SettingsMenu::commandsRequested, this, &MainWindow::showCommands);
    connect(menu, &SettingsMenu::fullScreenToggled, this, &MainWindow::toggleFullScreen);
    connect(menu, &SettingsMenu::quitRequested, this, &QWidget::close);
    connect(m_running, &RunningInstances::failed, this, [this](const Error &error) {
        m_log->addMessage(error.message);
    });
    connect(m_rail, &Rail::pageChosen, this, &MainWindow::showIndex);
    connect(services.connection, &Connection::changed, this, &MainWindow::updatePages);
    // Queued: first the page shows what it got. While it had nothing to show, the focus went
    // elsewhere.
    connect(services.controlPlane,
            &Client::ControlPlane::loaded,
            this,
            &MainWindow::focusPage,
            Qt::QueuedConnection);
    addShortcuts();
    updatePages();
}

MainWindow::~MainWindow() = default;

void MainWindow::addPage(Ui::Page *page)
{
    m_pages.append(page);
    m_stack->addWidget(page);
    m_rail->addPage(page->title(), page->iconName());
    m_remembered.append(
        new Ui::RememberedState(m_services.settings->store(),
                                QString(QStringLiteral("sizes/") + page->objectName()),
                                page));
    connect(page, &Ui::Page::message, m_log, &ActivityLog::addMessage);
    if (m_pages.size() == 1) {
        showPage(page);
    }
}

void MainWindow::setNotebooks(NotebookHost *notebooks)
{
    m_notebooks = notebooks;
    addPage(notebooks);
    connect(notebooks, &NotebookHost::fullScreenToggled, this, &MainWindow::toggleFullScreen);
    connect(notebooks, &NotebookHost::focusLeft, this, [this] {
        setAttribute(Qt::WA_KeyboardFocusChange);
        m_rail->focusCurrent(Qt::TabFocusReason);
    });
    connect(notebooks, &NotebookHost::leaveRequested, this, [this] {
        if (currentPage() == m_notebooks) {
            showPage(m_before != nullptr ? m_before.data() : m_pages.constFirst());
        }
    });
}

void MainWindow::showPage(Ui::Page *page)
{
    showIndex(static_cast<int>(m_pages.indexOf(page)));
}

void MainWindow::showIndex(int index)
{
    Ui::Page *page = m_pages.value(index);
    if (page == nullptr) {
        return;
    }
    if (currentPage() != m_notebooks) {
        m_before = currentPage();
    }
    m_stack->setCurrentWidget(page);
    m_rail->setCurrent(index);
    setWindowTitle(tr("%1 — Atelier").arg(page->title()));
    page->focusContent();
}

Ui::Page *MainWindow::currentPage() const
{
    return m_pages.value(m_stack->currentIndex());
}

void MainWindow::openNotebook(const QString &instance)
{
    showPage(m_notebooks);
    const WindowKeeper keeper(this);
    m_notebooks->openInstance(instance);
    m_notebooks->focusContent();
}

void MainWindow::leaveInstance(const QString &instance, const std::function<void(bool)> &decided)
{
    m_running->leaveOne(instance, decided);
}

void MainWindow::restore()
{
    const QString lastPage = m_services.settings->page();
    if (!restoreGeometry(m_services.settings->geometry())) {
        resize(usual.boundedTo(screen()->availableSize()));
    }
    for (Ui::Page *page : std::as_const(m_pages)) {
        if (page->objectName() == lastPage) {
            showPage(page);
        }
    }
    show();
}

void MainWindow::raiseToFront()
{
    if (isMinimized()) {
        setWindowState(windowState() & ~Qt::WindowMinimized);
    }
    show();
    raise();
    activateWindow();
}

void MainWindow::toggleFullScreen()
{
    // Only the one flag: a maximised window is maximised again afterwards.
    setWindowState(windowState() ^ Qt::WindowFullScreen);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    if (m_mayClose) {
        event->accept();
        return;
    }
    event->ignore();
    if (m_leaving.isNull()) {
        leave();
    }
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (!m_isPainted) {
        m_isPainted = true;
        // Queued: by then the picture is with the display server.
        QMetaObject::invokeMethod(this, &MainWindow::painted, Qt::QueuedConnection);
    }
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto function) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, function);
    };
    for (int number = 1; number <= pageKeys; ++number) {
        add(QKeySequence(QStringLiteral("Ctrl+%1").arg(number)),
            [this, number] { showIndex(number - 1); });
    }
    const auto addForPage = [&](const QKeySequence &keys, void (Ui::Page::*function)()) {
        add(keys, [this, function] {
            if (!m_stack->isHidden()) {
                (currentPage()->*function)();
            }
        });
    };
    addForPage(QKeySequence(Qt::Key_F5), &Ui::Page::refresh);
    addForPage(QKeySequence(QStringLiteral("Ctrl+F")), &Ui::Page::focusFilter);
    addForPage(QKeySequence(QStringLiteral("Ctrl+N")), &Ui::Page::createNew);
    add(QKeySequence(QStringLiteral("Ctrl+K")), [this] { showCommands(); });
    add(QKeySequence(QStringLiteral("Ctrl+Q")), [this] { close(); });
    add(QKeySequence(Qt::Key_F6), [this] { moveFocusOn(true); });
    add(QKeySequence(QStringLiteral("Shift+F6")), [this] { moveFocusOn(false); });
    add(QKeySequence(Qt::Key_F11), [this] { toggleFullScreen(); });
}

void MainWindow::moveFocusOn(bool forward)
{
    enum Region { OnRail, OnPage, OnFoot, Regions };
    const QWidget *focus = focusWidget();
    int region = OnPage;
    if (focus != nullptr && m_rail->isAncestorOf(focus)) {
        region = OnRail;
    } else if (focus != nullptr && m_activity->isAncestorOf(focus)) {
        region = OnFoot;
    }
    // Reasons of the keyboard: the focus ring shows where it went.
    setAttribute(Qt::WA_KeyboardFocusChange);
    switch ((region + (forward ? 1 : Regions - 1)) % Regions) {
    case OnRail:
        m_rail->focusCurrent(Qt::TabFocusReason);
        break;
    case OnFoot:
        m_place->setFocus(Qt::TabFocusReason);
        break;
    default:
        currentPage()->focusContent();
        break;
    }
}

void MainWindow::focusPage()
{
    const QWidget *focus = focusWidget();
    if (focus == nullptr || !currentPage()->isAncestorOf(focus)) {
        currentPage()->focusContent();
    }
}

void MainWindow::updatePages()
{
    // Before the first list a page has nothing to show, and must not say that it is being waited
    // for.
    m_stack->setHidden(m_services.connection->state() == Connection::State::Failed
                       && !m_services.controlPlane->isLoaded());
}

void MainWindow::leave()
{
    m_leaving = new Leaving(m_pages, m_running, this);
    connect(m_leaving, &Leaving::done, this, [this] {
        m_mayClose = true;
        close();
    });
    connect(m_leaving, &Leaving::refused, m_leaving, &QObject::deleteLater);
    // Not from within closeEvent(): a close() that answers it there would be lost.
    QMetaObject::invokeMethod(m_leaving, &Leaving::begin, Qt::QueuedConnection);
}

void MainWindow::saveState()
{
    m_services.settings->setGeometry(saveGeometry());
    m_services.settings->setPage(currentPage()->objectName());
    for (Ui::RememberedState *state : std::as_const(m_remembered)) {
        state->save();
    }
}

} // namespace Atelier::Window
