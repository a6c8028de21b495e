// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/notebook/jupyterserver.h"

#include <QString>

namespace Atelier::Notebook {

/** What a person reads while @p step is on its way. */
[[nodiscard]] QString stepText(JupyterServer::Step step);

} // namespace Atelier::Notebook
