// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace Atelier::Studio {

/** What a person's hand does, by events that go through the window system's queue of Qt. */

/** The visible widget of that object name in any of the program's windows; nullptr when there is
 * none. */
[[nodiscard]] QWidget *visibleWidget(const QString &objectName);
/** The visible web view, which the program knows only as a widget. */
[[nodiscard]] QWidget *visibleWebView();

/** Whether @p expression, JavaScript, is true in the visible web view; asked anew each time, and
 * answered with what was so a moment ago. */
[[nodiscard]] std::function<bool()> isSoInPage(const QString &expression);

void click(QWidget *widget);
void click(const QString &objectName);
/** To @p target, or to whatever has the focus. */
void pressKey(int key, Qt::KeyboardModifiers modifiers = {}, QWidget *target = nullptr);
void type(const QString &text, QWidget *target = nullptr);

} // namespace Atelier::Studio
