// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/tour.h"

#include <QString>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Forwards {
class Forwards;
}

namespace Atelier::Notebook {
class NodeSessions;
}

namespace Atelier::Ui {
class Theme;
}

namespace Atelier::Window {
class MainWindow;
}

namespace Atelier::Studio {

/** What the tour walks through. */
struct TourStage
{
    Window::MainWindow *window = nullptr;
    Client::ControlPlane *controlPlane = nullptr;
    Notebook::NodeSessions *sessions = nullptr;
    Forwards::Forwards *forwards = nullptr;
    Ui::Theme *theme = nullptr;
    QString workspaceFolder = {};
};

/** The main job: create an instance, forward a port, open its notebook, run a cell, lose the
 * connection and get it back, stop it, delete it. */
[[nodiscard]] std::vector<TourStep> mainJob(const TourStage &stage);

} // namespace Atelier::Studio
