// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/nodebuilder.h"

#include "backend/core/crashpoint.h"
#include "backend/engine/local/creationlog.h"
#include "backend/engine/local/etcfolder.h"
#include "backend/engine/local/hostcapacity.h"
#include "backend/engine/local/noderecord.h"
#include "backend/engine/local/sandboxcommand.h"
#include "backend/engine/local/scripts.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <unistd.h>

#include <tuple>

namespace Atelier::Engine {

namespace {

constexpr int graceMilliseconds = 2000;
constexpr double bytesPerGiB = 1024.0 * 1024.0 * 1024.0;

/** Short, because a socket's path has 108 bytes, and no other node's, also of another data folder.
 */
QString digestOf(const NodeFolder &folder)
{
    const QByteArray hash = QCryptographicHash::hash(folder.path().toUtf8(),
                                                     QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().first(12));
}

QString runtimeFolder(const NodeFolder &folder)
{
    const QString base = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !base.isEmpty() && base.size() < 40 && QFileInfo(base).isWritable()
               ? base + QStringLiteral("/atelier-") + digestOf(folder)
               : QStringLiteral("/tmp/atelier-%1-%2").arg(::getuid()).arg(digestOf(folder));
}

NodeLayout layoutFor(const NodeSpec &spec, const NodeFolder &folder, const BuildContext &context)
{
    const QString mark = spec.id + QLatin1Char('.') + digestOf(folder);
    if (context.noSandbox.message.isEmpty()) {
        const QString user = userNameInside();
        return {.id = spec.id,
                .mark = mark,
                .isolated = true,
                .user = user,
                .home = QStringLiteral("/home/") + user,
                .instance = QStringLiteral("/run/instance"),
                .runtime = QStringLiteral("/run/user/1000"),
                .cache = QStringLiteral("/var/cache/atelier")};
    }
    return {.id = spec.id,
            .mark = mark,
            .isolated = false,
            .user = userNameOutside(),
            .home = folder.home(),
            .instance = folder.run(),
            .runtime = runtimeFolder(folder),
            .cache = context.dataFolder + QStringLiteral("/cache")};
}

Result<void> makeFolders(const NodeFolder &folder, const BuildContext &context)
{
    const QStringList paths{folder.path(),
                            folder.etc(),
                            folder.run(),
                            context.workspace,
                            context.dataFolder + QStringLiteral("/cache/pip"),
                            context.dataFolder + QStringLiteral("/cache/uv")};
    for (const QString &path : paths) {
        if (auto made = makeFolder(path); !made) {
            return made;
        }
    }
    // Keys and settings with passwords lie below.
    QFile::setPermissions(folder.path(), ownerOnly | QFileDevice::ExeOwner);
    return {};
}

Result<void> makeHome(const NodeFolder &folder)
{
    if (QFileInfo::exists(folder.home())) {
        return {};
    }
    // Under another name until it is whole: what an interrupted start leaves is no home.
    const QString unfinished = folder.home() + QStringLiteral(".new");
    if (auto made = makeFolder(unfinished); !made) {
        return made;
    }
    if (auto written = writeFile(
            unfinished + QStringLiteral("/.bashrc"), Scripts::bashrc(), readableByAll);
        !written) {
        return written;
    }
    if (auto written = writeFile(
            unfinished + QStringLiteral("/.profile"), Scripts::profile(), readableByAll);
        !written) {
        return written;
    }
    if (!QDir().rename(unfinished, folder.home())) {
        return makeFolder(folder.home());
    }
    passCrashPoint(CrashPoint::NodeHomeMade);
    return {};
}

/** Without a sandbox nothing can be mounted: links lead to the folders where that is possible. */
void linkFolders(const NodeSpec &spec,
                 const NodeFolder &folder,
                 const NodeLayout &layout,
                 const BuildContext &context)
{
    const auto link = [&folder](const QString &target, const QString &path) {
        QDir().mkpath(QFileInfo(path).path());
        if (QFileInfo(path).isSymLink()) {
            QFile::remove(path);
        } else {
            QDir().rmdir(path); // the empty place of a mount, from a time with sandboxes
        }
        if (!QFile::link(target, path)) {
            logCreation(folder,
                        QCoreApplication::translate(
                            "Atelier::Engine",
                            "“%1” could not be shown in the instance; it is at its own path.")
                            .arg(target));
        }
    };
    link(context.workspace, workspaceInside(layout));
    for (const Arm::DataMount &mount : spec.mounts) {
        const QString inside = mountPointInside(mount, layout);
        if (inside.startsWith(layout.home + QLatin1Char('/'))) {
            link(mount.source, inside);
        } else {
            logCreation(folder,
                        QCoreApplication::translate("Atelier::Engine",
                                                    "The instance is not isolated, so “%1” cannot "
                                                    "be shown at “%2”; it is at its own path.")
                            .arg(mount.source, mount.mountPath));
        }
    }
}

/** A link where a sandbox needs the place of a mount, from a time without one. */
void removeLinks(const NodeSpec &spec, const NodeFolder &folder, const NodeLayout &layout)
{
    QStringList places{workspaceInside(layout)};
    for (const Arm::DataMount &mount : spec.mounts) {
        places.append(mountPointInside(mount, layout));
    }
    for (const QString &place : std::as_const(places)) {
        if (place.startsWith(layout.home + QLatin1Char('/'))) {
            const QString outside = folder.home() + place.mid(layout.home.size());
            if (QFileInfo(outside).isSymLink()) {
                QFile::remove(outside);
            }
        }
    }
}

QJsonObject specJson(const NodeSpec &spec,
                     const BuildContext &context,
                     const NodeLayout &layout,
                     const QStringList &command,
                     const Variables &variables)
{
    QJsonObject environment;
    for (const auto &[name, value] : variables.asKeyValueRange()) {
        environment.insert(name, value);
    }
    environment.insert(QStringLiteral("PATH"), systemPath());
    QJsonArray cpus;
    for (const int cpu : context.cpus) {
        cpus.append(cpu);
    }
    const QString memoryGroup = context.memoryGroup.isEmpty()
                                    ? QString()
                                    : context.memoryGroup + QStringLiteral("/atelier-") + spec.id;
    const QJsonObject node{
        {QStringLiteral("name"), spec.name},
        {QStringLiteral("mark"), layout.mark},
        {QStringLiteral("runtime"), layout.isolated ? QString() : layout.runtime},
        {QStringLiteral("user"), layout.user},
        {QStringLiteral("home"), layout.home},
        {QStringLiteral("cores"), spec.size.cores},
        {QStringLiteral("memoryGiB"), spec.size.memoryGiB},
        {QStringLiteral("cpus"), cpus},
        {QStringLiteral("memoryGroup"), memoryGroup}};
    QJsonObject json{{QStringLiteral("protocol"), shimProtocol},
                     {QStringLiteral("isolated"), layout.isolated},
                     {QStringLiteral("command"), QJsonArray::fromStringList(command)},
                     {QStringLiteral("environment"), environment},
                     {QStringLiteral("cpus"), cpus},
                     {QStringLiteral("preferredPort"), spec.preferredPort},
                     {QStringLiteral("graceMilliseconds"), graceMilliseconds},
                     {QStringLiteral("node"), node}};
    if (!layout.isolated) {
        json.insert(QStringLiteral("runtimeFolder"), layout.runtime);
    }
    if (!memoryGroup.isEmpty()) {
        json.insert(QStringLiteral("memoryGroup"), memoryGroup);
        json.insert(QStringLiteral("memoryBytes"),
                    static_cast<qint64>(spec.size.memoryGiB * bytesPerGiB));
    }
    return json;
}

} // namespace

NodeFolder folderOf(const QString &dataFolder, const QString &id)
{
    return NodeFolder(dataFolder + QStringLiteral("/nodes/") + QFileInfo(id).fileName());
}

Result<void> buildNode(const NodeSpec &spec, const BuildContext &context)
{
    const NodeFolder folder = folderOf(context.dataFolder, spec.id);
    const NodeLayout layout = layoutFor(spec, folder, context);
    if (auto checked = checkMounts(spec.mounts, layout); !checked) {
        return checked;
    }
    if (auto made = makeFolders(folder, context); !made) {
        return made;
    }
    passCrashPoint(CrashPoint::NodeFolderMade);
    shortenCreationLog(folder);
    logCreation(folder,
                QCoreApplication::translate("Atelier::Engine",
                                            "Preparing the instance “%1”: home, keys and settings.")
                    .arg(spec.name));
    if (auto made = makeHome(folder); !made) {
        return made;
    }
    const HostEnvironment host = hostEnvironment();
    if (auto made = composeRun(folder, layout, host, context.programs); !made) {
        return made;
    }
    if (auto written = writeAuthorizedKeys(folder, spec.authorizedKeys); !written) {
        return written;
    }
    QStringList command{QStringLiteral("/bin/sh"),
                        layout.instance + QStringLiteral("/start"),
                        QStringLiteral("{port}")};
    if (layout.isolated) {
        const auto etc = composeEtc(folder.etc(), spec.name, layout, host, context.resolvConf);
        if (!etc) {
            return failure(etc.error());
        }
        removeLinks(spec, folder, layout);
        command = sandboxCommand(context.programs,
                                 folder,
                                 layout,
                                 {.hostName = spec.name,
                                  .workspace = context.workspace,
                                  .cache = context.dataFolder + QStringLiteral("/cache"),
                                  .mounts = spec.mounts,
                                  .etcEntries = *etc,
                                  .neededPaths = host.neededPaths});
    } else {
        logCreation(folder,
                    context.noSandbox.message + QLatin1Char(' ')
                        + QCoreApplication::translate("Atelier::Engine",
                                                      "The instance is not isolated: its programs "
                                                      "can see your files and processes."));
        linkFolders(spec, folder, layout, context);
    }
    const QJsonObject json = specJson(spec, context, layout, command, nodeVariables(layout, host));
    if (auto written = writeFile(folder.spec(), QJsonDocument(json).toJson(), ownerOnly);
        !written) {
        return written;
    }
    passCrashPoint(CrashPoint::NodeBuilt);
    logCreation(folder, QCoreApplication::translate("Atelier::Engine", "Starting the SSH server."));
    return {};
}

} // namespace Atelier::Engine
