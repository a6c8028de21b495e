// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/windowkeeper.h"

#include <QTimer>

namespace Atelier::Window {

namespace {

/** States that say where the window stands; whether it is active is not one of them. */
constexpr Qt::WindowStates placing = Qt::WindowMaximized | Qt::WindowFullScreen
                                     | Qt::WindowMinimized;

} // namespace

WindowKeeper::WindowKeeper(QWidget *window)
    : m_window(window)
    , m_geometry(window->geometry())
    , m_states(window->windowState() & placing)
    , m_wasVisible(window->isVisible())
    , m_wasActive(window->isActiveWindow())
{
}

WindowKeeper::~WindowKeeper()
{
    if (!m_wasVisible) {
        return;
    }
    const auto putBack =
        [window = m_window, geometry = m_geometry, states = m_states, wasActive = m_wasActive] {
            if (!window->isVisible()) {
                window->show();
            }
            if ((window->windowState() & placing) != states) {
                window->setWindowState((window->windowState() & ~placing) | states);
            }
            if (states == Qt::WindowNoState && window->geometry() != geometry) {
                window->setGeometry(geometry);
            }
            if (wasActive && !window->isActiveWindow()) {
                window->activateWindow();
            }
        };
    QTimer::singleShot(0, m_window, putBack);
}

} // namespace Atelier::Window
