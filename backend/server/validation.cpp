// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/validation.h"

#include "backend/arm/computename.h"
#include "backend/server/publickey.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

std::unexpected<Error> broken(const QString &target, const QString &message)
{
    return failure({.code = Error::Code::InvalidArgument, .message = message, .target = target});
}

bool isInside(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder == "/"_L1 ? folder : QString(folder + u'/'));
}

/** Absolute, without "..", doubled slashes or control characters. */
bool isPlainAbsolute(const QString &path)
{
    const auto isControl = [](QChar character) {
        return character.category() == QChar::Other_Control;
    };
    return path.startsWith(u'/') && !std::ranges::any_of(path, isControl)
           && QDir::cleanPath(path) == path;
}

bool isReservedSource(const QString &path, const HostFacts &facts)
{
    static const QStringList reserved{u"/proc"_s, u"/sys"_s, u"/dev"_s};
    const auto within = [&path](const QString &folder) { return isInside(path, folder); };
    const QString data = QFileInfo(facts.dataFolder).canonicalFilePath();
    return path == "/"_L1 || std::ranges::any_of(reserved, within)
           || (!data.isEmpty() && within(data));
}

/** Longer ones can't be made on the usual file systems. */
bool isTooLong(const QString &path)
{
    constexpr qsizetype longestName = 255;
    constexpr qsizetype longestPath = 1024;
    const QList<QByteArray> names = path.toUtf8().split('/');
    return path.toUtf8().size() > longestPath
           || std::ranges::any_of(names,
                                  [](const QByteArray &name) { return name.size() > longestName; });
}

bool isReservedMountPath(const QString &path)
{
    static const QStringList system{
        u"/bin"_s,
        u"/boot"_s,
        u"/dev"_s,
        u"/etc"_s,
        u"/lib"_s,
        u"/lib32"_s,
        u"/lib64"_s,
        u"/proc"_s,
        u"/run"_s,
        u"/sbin"_s,
        u"/sys"_s,
        u"/tmp"_s,
        u"/usr"_s,
        u"/var"_s,
    };
    // A home itself, the workspace's files in it, and what the set-up makes there.
    static const QRegularExpression home(
        u"^/home(/[^/]+(/(cloudfiles|\\.venv|\\.ssh)(/.*)?)?)?$"_s);
    return path == "/"_L1 || home.match(path).hasMatch()
           || std::ranges::any_of(
               system, [&path](const QString &folder) { return isInside(path, folder); });
}

Result<void> checkSource(const QString &source, const QString &target, const HostFacts &facts)
{
    if (!isPlainAbsolute(source)) {
        return broken(
            target,
            QCoreApplication::translate(
                "Validation", "“%1” is not the full path of a folder: it begins with “/”.")
                .arg(source));
    }
    const QFileInfo folder(source);
    if (!folder.exists()) {
        return broken(target,
                      QCoreApplication::translate("Validation", "The folder “%1” does not exist.")
                          .arg(source));
    }
    if (!folder.isDir()) {
        return broken(
            target, QCoreApplication::translate("Validation", "“%1” is not a folder.").arg(source));
    }
    if (!folder.isReadable()) {
        return broken(target,
                      QCoreApplication::translate("Validation", "The folder “%1” can't be read.")
                          .arg(source));
    }
    if (isReservedSource(folder.canonicalFilePath(), facts)) {
        return broken(target,
                      QCoreApplication::translate(
                          "Validation", "The folder “%1” can't be shown inside an instance.")
                          .arg(source));
    }
    return {};
}

Result<void> checkMountPath(const QString &path, const QString &target)
{
    if (!isPlainAbsolute(path)) {
        return broken(
            target,
            QCoreApplication::translate(
                "Validation", "“%1” is not the full path inside the instance: it begins with “/”.")
                .arg(path));
    }
    if (isTooLong(path)) {
        return broken(target,
                      QCoreApplication::translate(
                          "Validation",
                          "This path inside the instance is too long: a name has up to 255 bytes, "
                          "the path up to 1024."));
    }
    if (isReservedMountPath(path)) {
        return broken(
            target,
            QCoreApplication::translate(
                "Validation",
                "“%1” is needed by the instance itself: choose another path, such as “/mnt/data”.")
                .arg(path));
    }
    return {};
}

Result<void> checkApart(const QString &path, const QStringList &others, const QString &target)
{
    for (const QString &other : others) {
        if (path == other) {
            return broken(target,
                          QCoreApplication::translate("Validation",
                                                      "Two folders can't both be at “%1”: give "
                                                      "each a path of its own.")
                              .arg(path));
        }
        if (isInside(path, other) || isInside(other, path)) {
            return broken(target,
                          QCoreApplication::translate(
                              "Validation",
                              "“%1” and “%2” lie one inside the other: give each folder a path "
                              "outside the other.")
                              .arg(other, path));
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
