// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <QList>
#include <QPointer>
#include <QWidget>

#include <functional>

class QAction;
class QStackedWidget;
class QVBoxLayout;

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Ui {
class Page;
class RememberedState;
class Theme;
} // namespace Atelier::Ui

namespace Atelier::Window {

class ActivityBar;
class ActivityLog;
class Connection;
class Leaving;
class NotebookHost;
class PlaceButton;
class Rail;
class RunningInstances;
class StudioSettings;

/** What the window is built on; all of it outlives the window. */
struct WindowServices
{
    Client::ControlPlane *controlPlane = nullptr;
    Connection *connection = nullptr;
    StudioSettings *settings = nullptr;
    Ui::Theme *theme = nullptr;
};

/** The studio's window: the rail of pages, the page, and the foot with the place and what is going
 * on. */
class MainWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    explicit MainWindow(const WindowServices &services);
    ~MainWindow() override;

    /** Pages stand in the rail in the order they are added. The page becomes the window's. */
    void addPage(Ui::Page *page);
    void setNotebooks(NotebookHost *notebooks);
    /** Above every page; takes no room while it is hidden. Becomes the window's. */
    void addNotice(QWidget *notice);
    /** An entry of the menu at the rail's foot. */
    void addSetting(QAction *action);
    void showPage(Ui::Page *page);
    [[nodiscard]] Ui::Page *currentPage() const;
    /** Shows the notebook of @p instance, loading the pane when it is the first. */
    void openNotebook(const QString &instance);
    /** Before the last tab of a notebook's @p instance closes: @p decided says whether it may. */
    void leaveInstance(const QString &instance, const std::function<void(bool)> &decided);
    /** Shows it as it was left, on the page it was left on. */
    void restore();
    /** To the front, from another start of the program. */
    void raiseToFront();
    void toggleFullScreen();

Q_SIGNALS:
    /** Once, when the first picture is on the screen: what may wait begins now. */
    void painted();

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void addShortcuts();
    void showCommands();
    void moveFocusOn(bool forward);
    void focusPage();
    void updatePages();
    void leave();
    void saveState();
    void showIndex(int index);

    WindowServices m_services;
    ActivityLog *m_log = nullptr;
    RunningInstances *m_running = nullptr;
    Rail *m_rail = nullptr;
    QVBoxLayout *m_content = nullptr;
    QStackedWidget *m_stack = nullptr;
    PlaceButton *m_place = nullptr;
    ActivityBar *m_activity = nullptr;
    NotebookHost *m_notebooks = nullptr;
    QList<Ui::Page *> m_pages;
    QList<Ui::RememberedState *> m_remembered;
    QPointer<Leaving> m_leaving;
    QPointer<Ui::Page> m_before; ///< the page to go back to when the last notebook is closed
    bool m_mayClose = false;
    bool m_isPainted = false;
};

} // namespace Atelier::Window
