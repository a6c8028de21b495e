// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/editors.h"

#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace Atelier::UserTools {

namespace {

using namespace Qt::StringLiterals;

struct KnownEditor
{
    const char *program;
    const char *flatpak; ///< the name under which Flatpak exports it
    const char *name;
    const char *extensions; ///< folder below the home
    const char *inFlatpak;  ///< folder below Flatpak's data for it
    const char *extension;  ///< the beginning of the folder's name
    const char *extensionName;
};

constexpr std::array known{
    KnownEditor{.program = "code",
                .flatpak = "com.visualstudio.code",
                .name = "VS Code",
                .extensions = ".vscode/extensions",
                .inFlatpak = "vscode/extensions",
                .extension = "ms-vscode-remote.remote-ssh-",
                .extensionName = "Remote - SSH"},
    KnownEditor{.program = "code-insiders",
                .flatpak = "com.visualstudio.code.insiders",
                .name = "VS Code Insiders",
                .extensions = ".vscode-insiders/extensions",
                .inFlatpak = "vscode-insiders/extensions",
                .extension = "ms-vscode-remote.remote-ssh-",
                .extensionName = "Remote - SSH"},
    KnownEditor{.program = "codium",
                .flatpak = "com.vscodium.codium",
                .name = "VSCodium",
                .extensions = ".vscode-oss/extensions",
                .inFlatpak = "codium/extensions",
                .extension = "jeanp413.open-remote-ssh-",
                .extensionName = "Open Remote - SSH"},
};

QStringList exportFolders(const QString &home)
{
    return {u"/var/lib/flatpak/exports/bin"_s,
            home + u"/.local/share/flatpak/exports/bin"_s,
            u"/snap/bin"_s};
}

QString find(const KnownEditor &editor, const EditorSearch &search, const QString &home)
{
    const QStringList names{QString::fromLatin1(editor.program),
                            QString::fromLatin1(editor.flatpak)};
    for (const QString &name : names) {
        QString path = QStandardPaths::findExecutable(name, search.folders);
        if (path.isEmpty() && search.folders.isEmpty()) {
            path = QStandardPaths::findExecutable(name, exportFolders(home));
        }
        if (!path.isEmpty()) {
            return path;
        }
    }
    return {};
}

bool hasExtension(const KnownEditor &editor, const QString &home)
{
    const QString data = u"/.var/app/"_s + QLatin1StringView(editor.flatpak) + u"/data/"_s;
    const QStringList folders{home + u'/' + QLatin1StringView(editor.extensions),
                              home + data + QLatin1StringView(editor.inFlatpak)};
    return std::ranges::any_of(folders, [&editor](const QString &folder) {
        const QString pattern = QLatin1StringView(editor.extension) + u"*"_s;
        return !QDir(folder).entryList({pattern}, QDir::Dirs).isEmpty();
    });
}

} // namespace

CommandLine Editor::opening(const QString &alias, const QString &folder) const
{
    return {program, u"--remote"_s, u"ssh-remote+"_s + alias, folder};
}

QList<Editor> installedEditors(const EditorSearch &search)
{
    const QString home = search.home.isEmpty() ? QDir::homePath() : search.home;
    QList<Editor> editors;
    for (const KnownEditor &editor : known) {
        const QString path = find(editor, search, home);
        if (!path.isEmpty()) {
            editors.append({.id = QString::fromLatin1(editor.program),
                            .name = QString::fromLatin1(editor.name),
                            .program = path,
                            .extension = QString::fromLatin1(editor.extensionName),
                            .isReady = hasExtension(editor, home)});
        }
    }
    return editors;
}

} // namespace Atelier::UserTools
