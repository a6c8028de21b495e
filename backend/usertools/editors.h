// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/usertools/terminals.h"

#include <QList>
#include <QString>

namespace Atelier::UserTools {

/** An editor that can work in a folder of another machine by SSH. */
struct Editor
{
    QString id = {};        ///< "code", for settings and object names
    QString name = {};      ///< as it calls itself: "VS Code"
    QString program = {};   ///< its path
    QString extension = {}; ///< what it needs, as its marketplace names it: "Remote - SSH"
    bool isReady = false;   ///< whether that extension is installed, as far as its folder tells

    /** Opens @p folder, an absolute path, on the host that OpenSSH knows as @p alias. */
    [[nodiscard]] CommandLine opening(const QString &alias, const QString &folder) const;
};

/** Where editors are looked for. */
struct EditorSearch
{
    QStringList folders = {}; ///< programs; empty: $PATH, then Flatpak's and Snap's own
    QString home = {};        ///< with the folders of extensions; empty: the person's
};

/** VS Code, its preview and VSCodium, those of them that are installed, in this order. */
[[nodiscard]] QList<Editor> installedEditors(const EditorSearch &search = {});

} // namespace Atelier::UserTools
