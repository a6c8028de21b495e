// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace Atelier::Window {

/**
 * Around the opening of the first web view, for which Qt makes the native window again: keeps its
 * place, its size, its maximised or full-screen state and its focus. What the display server
 * changes afterwards is set right in the next turns of the event loop.
 */
class WindowKeeper final
{
    Q_DISABLE_COPY_MOVE(WindowKeeper)

public:
    explicit WindowKeeper(QWidget *window);
    ~WindowKeeper();

private:
    QWidget *m_window = nullptr;
    QRect m_geometry;
    Qt::WindowStates m_states;
    bool m_wasVisible = false;
    bool m_wasActive = false;
};

} // namespace Atelier::Window
