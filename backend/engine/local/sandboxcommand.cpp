// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/sandboxcommand.h"

#include "backend/arm/mountrules.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>

#include <algorithm>

namespace Atelier::Engine {

namespace {

constexpr int probeTimeout = 10000;

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/** Links where the host has links (/bin), folders where it has folders. */
QStringList systemFolders()
{
    QStringList arguments = words("--ro-bind /usr /usr");
    for (const QString &name : {QStringLiteral("bin"),
                                QStringLiteral("sbin"),
                                QStringLiteral("lib"),
                                QStringLiteral("lib32"),
                                QStringLiteral("lib64"),
                                QStringLiteral("libx32")}) {
        const QString path = QLatin1Char('/') + name;
        const QFileInfo entry(path);
        if (entry.isSymLink()) {
            arguments << QStringLiteral("--symlink") << QStringLiteral("usr/") + name << path;
        } else if (entry.exists()) {
            arguments << QStringLiteral("--ro-bind") << path << path;
        }
    }
    // One by one, so that a folder from this computer can appear beside them.
    const QFileInfoList optional = QDir(QStringLiteral("/opt"))
                                       .entryInfoList(QDir::AllEntries | QDir::Hidden
                                                      | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : optional) {
        arguments << QStringLiteral("--ro-bind-try") << entry.absoluteFilePath()
                  << entry.absoluteFilePath();
    }
    for (const QString &path : {QStringLiteral("/var/cache/fontconfig"),
                                QStringLiteral("/var/lib/texmf"),
                                QStringLiteral("/sys/devices/system/cpu")}) {
        if (QFileInfo::exists(path)) {
            arguments << QStringLiteral("--ro-bind") << path << path;
        }
    }
    return arguments;
}

bool isThereAnyway(const QString &path)
{
    static const QStringList folders{QStringLiteral("/usr"),
                                     QStringLiteral("/opt"),
                                     QStringLiteral("/etc/ssl"),
                                     QStringLiteral("/etc/pki"),
                                     QStringLiteral("/etc/ca-certificates")};
    return std::ranges::any_of(
        folders, [&path](const QString &folder) { return Arm::isAtOrBelow(path, folder); });
}

} // namespace

QString workspaceInside(const NodeLayout &layout)
{
    return layout.home + QStringLiteral("/cloudfiles/code/Users/") + layout.user;
}

QString mountPointInside(const Arm::DataMount &mount, const NodeLayout &layout)
{
    QString path = mount.mountPath;
    if (path == QLatin1String("~") || path.startsWith(QLatin1String("~/"))) {
        path.replace(0, 1, layout.home);
    }
    return QDir::cleanPath(path);
}

Result<void> checkMounts(const QList<Arm::DataMount> &mounts, const NodeLayout &layout)
{
    const auto refused = [](const QString &sentence) {
        return failure({.code = Error::Code::InvalidArgument,
                        .message = sentence,
                        .target = QStringLiteral("dataMounts")});
    };
    for (const Arm::DataMount &mount : mounts) {
        const QString inside = mountPointInside(mount, layout);
        if (!mount.source.startsWith(QLatin1Char('/')) || !QFileInfo(mount.source).isDir()) {
            return refused(QCoreApplication::translate("Atelier::Engine",
                                                       "The folder “%1” no longer exists on this "
                                                       "computer. Remove it from the instance's "
                                                       "folders, or bring it back.")
                               .arg(mount.source));
        }
        if (const auto rule = Arm::brokenMountPathRule(inside, layout.home)) {
            return refused(Arm::explain(*rule, mount.mountPath, layout.home));
        }
    }
    return {};
}

QStringList sandboxCommand(const NodePrograms &programs,
                           const NodeFolder &folder,
                           const NodeLayout &layout,
                           const SandboxView &view)
{
    QStringList arguments{programs.bwrap};
    arguments += words(
        "--unshare-user --uid 1000 --gid 1000 --unshare-pid --unshare-uts --unshare-ipc "
        "--die-with-parent --info-fd {info} --hostname");
    arguments.append(view.hostName);
    arguments += systemFolders();
    arguments << QStringLiteral("--ro-bind") << folder.etc() << QStringLiteral("/etc");
    for (const QString &entry : view.etcEntries) {
        arguments << QStringLiteral("--ro-bind") << QFileInfo(entry).canonicalFilePath() << entry;
    }
    arguments += words("--proc /proc --dev /dev --perms 1777 --tmpfs /tmp --perms 1777 --tmpfs "
                       "/var/tmp --tmpfs /run "
                       "--dir /run/sshd --perms 0755 --dir /run/user --perms 0700 --dir");
    arguments.append(layout.runtime);
    arguments << QStringLiteral("--ro-bind") << folder.run() << layout.instance;
    arguments << QStringLiteral("--bind") << view.cache << layout.cache;
    arguments += words("--perms 0755 --tmpfs /home");
    arguments << QStringLiteral("--bind") << folder.home() << layout.home;
    arguments << QStringLiteral("--bind") << view.workspace << workspaceInside(layout);
    for (const QString &path : view.neededPaths) {
        if (!isThereAnyway(path)) {
            arguments << QStringLiteral("--ro-bind") << path << path;
        }
    }
    for (const Arm::DataMount &mount : view.mounts) {
        arguments << (mount.readOnly ? QStringLiteral("--ro-bind") : QStringLiteral("--bind"))
                  << mount.source << mountPointInside(mount, layout);
    }
    // What somebody writes beside the known places would be gone at the next stop: refuse it.
    arguments << QStringLiteral("--remount-ro") << QStringLiteral("/");
    arguments << QStringLiteral("--chdir") << layout.home << QStringLiteral("--")
              << QStringLiteral("/bin/sh") << layout.instance + QStringLiteral("/start")
              << QStringLiteral("{port}");
    return arguments;
}

Result<void> trySandbox(const QString &bwrap)
{
    const auto refused = [](const QString &detail) {
        return failure({.code = Error::Code::Unavailable,
                        .message = QCoreApplication::translate(
                            "Atelier::Engine",
                            "This computer does not let programs be separated from each other."),
                        .detail = detail});
    };
    if (bwrap.isEmpty()) {
        return refused(QStringLiteral("bwrap not found"));
    }
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(
        bwrap,
        words("--unshare-user --uid 1000 --gid 1000 --unshare-pid --unshare-uts --unshare-ipc "
              "--die-with-parent --ro-bind / / --proc /proc --dev /dev --tmpfs /tmp -- /bin/sh -c "
              ":"));
    if (!process.waitForFinished(probeTimeout) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0) {
        return refused(QString::fromLocal8Bit(process.readAll()).trimmed());
    }
    return {};
}

} // namespace Atelier::Engine
