// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include <functional>

namespace Atelier::Notebook {

/** Opens @p url in the system's browser. */
void openExternally(const QUrl &url);

/** A test watches instead of a browser; an empty function brings the browser back. */
void setExternalOpener(std::function<void(const QUrl &)> function);

} // namespace Atelier::Notebook
