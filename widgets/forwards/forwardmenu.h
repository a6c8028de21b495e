// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QMenu;
class QWidget;

namespace Atelier::Forwards {

class Forwards;

/** Fills @p menu with what can be done with the forward @p id now. */
void fillForwardMenu(QMenu *menu, Forwards *forwards, const QString &id, QWidget *parent);

/** Opens its address in the desktop's browser. */
void openInBrowser(const Forwards *forwards, const QString &id);
void editForward(Forwards *forwards, const QString &id, QWidget *parent);
/** Asks first while something uses it. */
void removeForward(Forwards *forwards, const QString &id, QWidget *parent);

} // namespace Atelier::Forwards
