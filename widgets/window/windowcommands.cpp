// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/windowcommands.h"

#include "widgets/common/icons.h"
#include "widgets/common/page.h"
#include "widgets/window/commandpalette.h"
#include "widgets/window/mainwindow.h"
#include "widgets/window/settingsmenu.h"

#include <QAction>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Atelier::Window {

namespace {

void addMenu(QList<Ui::Command> &commands, const QMenu *menu, const QString &title)
{
    for (QAction *action : menu->actions()) {
        if (const QMenu *below = action->menu()) {
            addMenu(commands, below, action->text());
        } else if (!action->isSeparator() && action->isEnabled()
                   && action->objectName() != QLatin1StringView(SettingsMenu::commandsAction)) {
            commands.append(
                {.text = title.isEmpty()
                             ? action->text()
                             : MainWindow::tr("%1: %2", "menu, entry").arg(title, action->text()),
                 .keys = action->shortcut().toString(QKeySequence::NativeText),
                 .icon = action->icon().isNull() ? Ui::icon(QStringLiteral("configure"))
                                                 : action->icon(),
                 .run = [action] { action->trigger(); }});
        }
    }
}

} // namespace

QList<Ui::Command> windowCommands(MainWindow *window,
                                  const QList<Ui::Page *> &pages,
                                  const QMenu *menu)
{
    QList<Ui::Command> commands;
    for (Ui::Page *page : pages) {
        for (Ui::Command command : page->commands()) {
            command.run = [window, page, run = command.run] {
                window->showPage(page);
                run();
            };
            commands.append(command);
        }
    }
    for (qsizetype index = 0; index < pages.size(); ++index) {
        Ui::Page *page = pages[index];
        commands.append({.text = MainWindow::tr("Go to: %1").arg(page->title()),
                         .keys = QKeySequence(QStringLiteral("Ctrl+%1").arg(index + 1))
                                     .toString(QKeySequence::NativeText),
                         .icon = Ui::icon(page->iconName()),
                         .run = [window, page] { window->showPage(page); }});
    }
    addMenu(commands, menu, {});
    return commands;
}

void MainWindow::addNotice(QWidget *notice)
{
    m_content->insertWidget(m_content->indexOf(m_stack), notice);
}

void MainWindow::addSetting(QAction *action)
{
    findChild<SettingsMenu *>()->addSetting(action);
}

void MainWindow::showCommands()
{
    const QList<Ui::Page *> pages = m_stack->isHidden() ? QList<Ui::Page *>() : m_pages;
    (new CommandPalette(windowCommands(this, pages, findChild<SettingsMenu *>()), this))->popUp();
}

} // namespace Atelier::Window
