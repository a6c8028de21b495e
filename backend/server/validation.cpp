// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/validation.h"

#include "backend/arm/computename.h"
#include "backend/arm/mountrules.h"
#include "backend/server/publickey.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

std::unexpected<Error> broken(const QString &target, const QString &message)
{
    return failure({.code = Error::Code::InvalidArgument, .message = message, .target = target});
}

/** What is looked up of the folder that the host shall show. Blocks. */
Arm::FolderFacts factsOf(const QString &source)
{
    const QFileInfo folder(source);
    return {.exists = folder.exists(),
            .isFolder = folder.isDir(),
            .isReadable = folder.isReadable(),
            .realPath = folder.canonicalFilePath()};
}

Result<void> checkSource(const QString &source, const QString &target, const HostFacts &facts)
{
    const QString data = QFileInfo(facts.dataFolder).canonicalFilePath();
    const QStringList reserved = data.isEmpty() ? QStringList() : QStringList{data};
    if (const auto rule = Arm::brokenMountSourceRule(source, factsOf(source), reserved)) {
        return broken(target, Arm::explain(*rule, source));
    }
    return {};
}

Result<void> checkMountPath(const QString &path, const QString &target)
{
    if (const auto rule = Arm::brokenMountPathRule(path)) {
        return broken(target, Arm::explain(*rule, path));
    }
    return {};
}

Result<void> checkApart(const QString &path, const QStringList &others, const QString &target)
{
    for (const QString &other : others) {
        const Arm::MountOverlap overlap = Arm::overlapOf(path, other);
        if (overlap != Arm::MountOverlap::None) {
            return broken(target, Arm::explain(overlap, path, other));
        }
    }
    return {};
}

} // namespace

Result<void> checkName(const QString &name)
{
    if (const auto rule = Arm::brokenNameRule(name)) {
        return broken(u"name"_s, Arm::explain(*rule, name));
    }
    return {};
}

Result<Arm::VmSize> checkSize(const QString &name, const Arm::VmSizeList &sizes)
{
    const auto size = std::ranges::find_if(sizes.sizes, [&name](const Arm::VmSize &offered) {
        return offered.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    if (size != sizes.sizes.end()) {
        return *size;
    }
    QStringList names;
    for (const Arm::VmSize &offered : sizes.sizes) {
        names.append(offered.name);
    }
    const QString message =
        name.isEmpty()
            ? QCoreApplication::translate("Validation", "Choose a size: %1.")
                  .arg(names.join(u", "_s))
            : QCoreApplication::translate(
                  "Validation", "There is no size “%1” on this computer. These are offered: %2.")
                  .arg(name, names.join(u", "_s));
    return broken(u"vmSize"_s, message);
}

Result<void> checkSsh(const Arm::SshSettings &ssh)
{
    const QString target = u"sshSettings.adminPublicKey"_s;
    if (ssh.adminPublicKey.trimmed().isEmpty()) {
        if (!ssh.publicAccess) {
            return {};
        }
        return broken(target,
                      QCoreApplication::translate(
                          "Validation",
                          "SSH logins need a public key: generate a pair, choose one, or paste "
                          "one."));
    }
    return checkPublicKey(ssh.adminPublicKey, target);
}

Result<void> checkMounts(const QList<Arm::DataMount> &mounts, const HostFacts &facts)
{
    QStringList seen;
    for (qsizetype index = 0; index < mounts.size(); ++index) {
        const Arm::DataMount &mount = mounts.at(index);
        const QString field = u"dataMounts[%1]."_s.arg(index);
        if (auto valid = checkSource(mount.source, QString(field + u"source"_s), facts); !valid) {
            return valid;
        }
        const QString target = field + u"mountPath"_s;
        if (auto valid = checkMountPath(mount.mountPath, target); !valid) {
            return valid;
        }
        if (auto valid = checkApart(mount.mountPath, seen, target); !valid) {
            return valid;
        }
        seen.append(mount.mountPath);
    }
    return {};
}

Result<void> checkInstance(const Arm::ComputeInstance &instance, const HostFacts &facts)
{
    return checkName(instance.name)
        .and_then([&] {
            return checkSize(instance.vmSize, facts.sizes).transform([](const Arm::VmSize &) {});
        })
        .and_then([&] { return checkSsh(instance.ssh); })
        .and_then([&] { return checkMounts(instance.mounts, facts); });
}

} // namespace Atelier::Server
