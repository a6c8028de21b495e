// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/command.h"

#include <QList>

class QMenu;

namespace Atelier::Ui {
class Page;
}

namespace Atelier::Window {

class MainWindow;

/**
 * What the command palette of @p window offers: what its pages offer, the pages themselves, and
 * @p menu. Without @p pages, while none can be shown, the menu alone.
 */
[[nodiscard]] QList<Ui::Command> windowCommands(MainWindow *window,
                                                const QList<Ui::Page *> &pages,
                                                const QMenu *menu);

} // namespace Atelier::Window
