// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

class QCoreApplication;

namespace Atelier::Studio {

/** Installs the translations of @p language ("en", "ja"; empty: the desktop's) for the rest of the
 * program. */
void installLanguage(const QString &language, QCoreApplication *application);

} // namespace Atelier::Studio
