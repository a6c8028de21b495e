// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/mountchecks.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <pwd.h>
#include <unistd.h>

#include <array>

namespace Atelier::Client {

namespace {

using namespace Qt::StringLiterals;

/** The translation context of this file. */
struct MountChecks
{
    Q_DECLARE_TR_FUNCTIONS(MountChecks)
};

/** Folders of the system inside an instance that a folder of the host must not cover. */
constexpr std::array systemFolders{"/bin",
                                   "/boot",
                                   "/dev",
                                   "/etc",
                                   "/lib",
                                   "/lib32",
                                   "/lib64",
                                   "/proc",
                                   "/run",
                                   "/sbin",
                                   "/sys",
                                   "/tmp",
                                   "/usr",
                                   "/var"};
/** What an instance keeps in its home for itself. */
constexpr std::array homeFolders{"/cloudfiles", "/.venv", "/.ssh"};

bool isAtOrBelow(const QString &path, const QString &folder)
{
    const QString prefix = folder.endsWith(u'/') ? folder : QString(folder + u'/');
    return path == folder || path.startsWith(prefix);
}

} // namespace

QString sourceError(const QString &source)
{
    const QFileInfo folder(source);
    if (source.isEmpty()) {
        return MountChecks::tr("Choose a folder of this computer.");
    }
    if (!QDir::isAbsolutePath(source)) {
        return MountChecks::tr("“%1” is not a whole path: it must begin with “/” or “~”.")
            .arg(source);
    }
    if (!folder.exists()) {
        return MountChecks::tr("There is no folder “%1” on this computer.").arg(source);
    }
    if (!folder.isDir()) {
        return MountChecks::tr("“%1” is a file, not a folder.").arg(source);
    }
    if (!folder.isReadable()) {
        return MountChecks::tr("You may not read the folder “%1”.").arg(source);
    }
    return {};
}

QString sourceWarning(const QString &source)
{
    // A link is judged by where it leads.
    const QString real = QFileInfo(source).canonicalFilePath();
    const QString home = QDir(QDir::homePath()).canonicalPath();
    if (isAtOrBelow(home, real)) {
        return MountChecks::tr("“%1” contains your whole home: programs in the instance can then "
                               "read every file in it, keys and passwords included.")
            .arg(source);
    }
    if (isAtOrBelow(real, home + u"/.ssh"_s)) {
        return MountChecks::tr("“%1” holds your SSH keys: programs in the instance can then log "
                               "in to other computers as you.")
            .arg(source);
    }
    if (isAtOrBelow(real, home + u"/.gnupg"_s)) {
        return MountChecks::tr("“%1” holds your private GnuPG keys: programs in the instance can "
                               "then copy them.")
            .arg(source);
    }
    return {};
}

QString mountPathError(const QString &path, const QString &userHome)
{
    const QString example = userHome + u"/data"_s;
    if (path.isEmpty()) {
        return MountChecks::tr("Enter the path that the folder has inside the instance.");
    }
    if (!path.startsWith(u'/')) {
        return MountChecks::tr("“%1” is not a whole path: inside the instance it must begin with "
                               "“/”.")
            .arg(path);
    }
    if (isAtOrBelow(userHome, path)) {
        return MountChecks::tr("“%1” would hide the instance's home. Choose a folder below it, "
                               "for instance “%2”.")
            .arg(path, example);
    }
    for (const char *folder : homeFolders) {
        if (isAtOrBelow(path, userHome + QLatin1String(folder))) {
            return MountChecks::tr("“%1” is needed by the instance itself. Choose another path, "
                                   "for instance “%2”.")
                .arg(path, example);
        }
    }
    for (const char *folder : systemFolders) {
        if (isAtOrBelow(path, QLatin1String(folder))) {
            return MountChecks::tr("“%1” belongs to the system inside the instance. Choose "
                                   "another path, for instance “%2”.")
                .arg(path, example);
        }
    }
    return {};
}

QString homeInsideInstance()
{
    // Login names as useradd allows them; anything else gets a name of our own.
    static const QRegularExpression loginName(u"^[a-z_][a-z0-9_-]{0,30}$"_s);
    static const QStringList taken{u"root"_s, u"nobody"_s, u"sshd"_s};
    QString name;
    if (const passwd *entry = getpwuid(getuid()); entry != nullptr) {
        name = QString::fromLocal8Bit(entry->pw_name);
    }
    const bool usable = !taken.contains(name) && loginName.match(name).hasMatch();
    return u"/home/"_s + (usable ? name : u"atelier"_s);
}

} // namespace Atelier::Client
