// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QObject;

namespace Atelier::Ssh {
class Connection;
}

namespace Atelier::Notebook {

struct ServerInfo;

/**
 * Writes what the studio wants of JupyterLab's settings before its page loads: light or dark, and
 * no question about news. @p then is called in any case unless @p context is gone: JupyterLab is
 * usable in the wrong colours.
 */
void adjustLab(Ssh::Connection *session,
               const ServerInfo &server,
               bool dark,
               QObject *context,
               std::function<void()> then);

} // namespace Atelier::Notebook
