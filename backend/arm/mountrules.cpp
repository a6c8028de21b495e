// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/mountrules.h"

#include <QCoreApplication>
#include <QDir>
#include <QList>
#include <QRegularExpression>

#include <algorithm>

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

/** The translation context of this file. */
struct MountRules
{
    Q_DECLARE_TR_FUNCTIONS(MountRules)
};

/** Without "..", doubled slashes, one at the end, or control characters. */
bool isPlain(const QString &path)
{
    const auto isControl = [](QChar character) {
        return character.category() == QChar::Other_Control;
    };
    return !std::ranges::any_of(path, isControl) && QDir::cleanPath(path) == path;
}

/** Longer ones can't be made on the usual file systems. */
bool isTooLong(const QString &path)
{
    constexpr qsizetype longestName = 255;
    constexpr qsizetype longestPath = 1024;
    const QByteArray bytes = path.toUtf8();
    return bytes.size() > longestPath
           || std::ranges::any_of(bytes.split('/'),
                                  [](const QByteArray &name) { return name.size() > longestName; });
}

bool isAtOrBelowAny(const QString &path, const QStringList &folders)
{
    return std::ranges::any_of(
        folders, [&path](const QString &folder) { return isAtOrBelow(path, folder); });
}

/** What an instance keeps in its home for itself. */
bool isNeededInHome(const QString &path, const QString &home)
{
    static const QRegularExpression anyHome(u"^/home/[^/]+/(cloudfiles|\\.venv|\\.ssh)(/|$)"_s);
    return anyHome.match(path).hasMatch()
           || (!home.isEmpty()
               && isAtOrBelowAny(path,
                                 {home + u"/cloudfiles"_s, home + u"/.venv"_s, home + u"/.ssh"_s}));
}

bool coversHome(const QString &path, const QString &home)
{
    static const QRegularExpression anyHome(u"^/(home(/[^/]+)?)?$"_s);
    return anyHome.match(path).hasMatch() || (!home.isEmpty() && isAtOrBelow(home, path));
}

bool isSystemPlace(const QString &path)
{
    static const QStringList places{u"/bin"_s,
                                    u"/boot"_s,
                                    u"/dev"_s,
                                    u"/etc"_s,
                                    u"/lib"_s,
                                    u"/lib32"_s,
                                    u"/lib64"_s,
                                    u"/libx32"_s,
                                    u"/proc"_s,
                                    u"/run"_s,
                                    u"/sbin"_s,
                                    u"/sys"_s,
                                    u"/tmp"_s,
                                    u"/usr"_s,
                                    u"/var"_s};
    return isAtOrBelowAny(path, places);
}

} // namespace

bool isAtOrBelow(const QString &path, const QString &folder)
{
    return path == folder
           || path.startsWith(folder.endsWith(u'/') ? folder : QString(folder + u'/'));
}

std::optional<MountPathRule> brokenMountPathRule(const QString &path, const QString &home)
{
    if (path.isEmpty()) {
        return MountPathRule::Empty;
    }
    if (!path.startsWith(u'/')) {
        return MountPathRule::NotWhole;
    }
    if (!isPlain(path)) {
        return MountPathRule::NotPlain;
    }
    if (isTooLong(path)) {
        return MountPathRule::TooLong;
    }
    if (coversHome(path, home)) {
        return MountPathRule::CoversHome;
    }
    if (isNeededInHome(path, home)) {
        return MountPathRule::NeededInHome;
    }
    // The home of an instance that is not kept apart may itself lie below /var or /tmp.
    const bool inHome = !home.isEmpty() && isAtOrBelow(path, home);
    if (!inHome && isSystemPlace(path)) {
        return MountPathRule::System;
    }
    return {};
}

QString explain(MountPathRule rule, const QString &path, const QString &home)
{
    const QString example = home.isEmpty() ? u"/mnt/data"_s : QString(home + u"/data"_s);
    switch (rule) {
    case MountPathRule::Empty:
        return MountRules::tr("Enter the path that the folder has inside the instance.");
    case MountPathRule::NotWhole:
        return MountRules::tr("“%1” is not a whole path: inside the instance it begins with “/”.")
            .arg(path);
    case MountPathRule::NotPlain:
        return MountRules::tr("“%1” is not a plain path: write it without “..”, doubled slashes, "
                              "a slash at the end, or control characters.")
            .arg(path);
    case MountPathRule::TooLong:
        return MountRules::tr("This path inside the instance is too long: a name has up to 255 "
                              "bytes, the path up to 1024.");
    case MountPathRule::CoversHome:
        return MountRules::tr("“%1” would hide the instance's home. Choose a folder below it, "
                              "for instance “%2”.")
            .arg(path, example);
    case MountPathRule::NeededInHome:
        return MountRules::tr("“%1” is needed by the instance itself. Choose another path, for "
                              "instance “%2”.")
            .arg(path, example);
    case MountPathRule::System:
        return MountRules::tr("“%1” belongs to the system inside the instance. Choose another "
                              "path, for instance “%2”.")
            .arg(path, example);
    }
    return {};
}

MountOverlap overlapOf(const QString &path, const QString &other)
{
    if (path == other) {
        return MountOverlap::Same;
    }
    return isAtOrBelow(path, other) || isAtOrBelow(other, path) ? MountOverlap::Nested
                                                                : MountOverlap::None;
}

QString explain(MountOverlap overlap, const QString &path, const QString &other)
{
    switch (overlap) {
    case MountOverlap::None:
        return {};
    case MountOverlap::Same:
        return MountRules::tr("Two folders can't both be at “%1”: give each a path of its own.")
            .arg(path);
    case MountOverlap::Nested:
        return MountRules::tr("“%1” and “%2” lie one inside the other: give each folder a path "
                              "outside the other.")
            .arg(other, path);
    }
    return {};
}

std::optional<MountSourceRule> brokenMountSourceRule(const QString &source,
                                                     const FolderFacts &facts,
                                                     const QStringList &reserved)
{
    if (source.isEmpty()) {
        return MountSourceRule::Empty;
    }
    if (!source.startsWith(u'/')) {
        return MountSourceRule::NotWhole;
    }
    if (!isPlain(source)) {
        return MountSourceRule::NotPlain;
    }
    if (!facts.exists) {
        return MountSourceRule::Missing;
    }
    if (!facts.isFolder) {
        return MountSourceRule::NotFolder;
    }
    if (!facts.isReadable) {
        return MountSourceRule::Unreadable;
    }
    static const QStringList system{u"/proc"_s, u"/sys"_s, u"/dev"_s};
    if (facts.realPath == "/"_L1 || isAtOrBelowAny(facts.realPath, system)
        || isAtOrBelowAny(facts.realPath, reserved)) {
        return MountSourceRule::Reserved;
    }
    return {};
}

QString explain(MountSourceRule rule, const QString &source)
{
    switch (rule) {
    case MountSourceRule::Empty:
        return MountRules::tr("Choose a folder of this computer.");
    case MountSourceRule::NotWhole:
        return MountRules::tr("“%1” is not a whole path: it begins with “/”.").arg(source);
    case MountSourceRule::NotPlain:
        return MountRules::tr("“%1” is not a plain path: write it without “..”, doubled slashes, "
                              "a slash at the end, or control characters.")
            .arg(source);
    case MountSourceRule::Missing:
        return MountRules::tr("There is no folder “%1” on this computer.").arg(source);
    case MountSourceRule::NotFolder:
        return MountRules::tr("“%1” is a file, not a folder.").arg(source);
    case MountSourceRule::Unreadable:
        return MountRules::tr("You may not read the folder “%1”.").arg(source);
    case MountSourceRule::Reserved:
        return MountRules::tr("The folder “%1” can't be shown inside an instance.").arg(source);
    }
    return {};
}

} // namespace Atelier::Arm
