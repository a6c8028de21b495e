// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <optional>

/** JupyterLab's own settings, as GET and PUT of /lab/api/settings carry them. */
namespace Atelier::Notebook::LabSettings {

inline constexpr const char *themesPath = "/lab/api/settings/@jupyterlab/apputils-extension:themes";
inline constexpr const char *newsPath =
    "/lab/api/settings/@jupyterlab/apputils-extension:notification";

/** "JupyterLab Dark" or "JupyterLab Light". */
[[nodiscard]] QString themeName(bool dark);

/**
 * The body that makes JupyterLab light or dark; nothing when it is so already, when the person
 * chose a theme that is neither of the two, or when writing would lose comments in their settings.
 * @p answer is the body of the GET.
 */
[[nodiscard]] std::optional<QByteArray> themeChange(const QByteArray &answer, bool dark);

/** The body that answers JupyterLab's question about news with no, once; nothing when it was
 * answered. */
[[nodiscard]] std::optional<QByteArray> newsChange(const QByteArray &answer);

} // namespace Atelier::Notebook::LabSettings
