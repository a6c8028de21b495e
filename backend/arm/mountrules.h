// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

/** What a folder of the host inside an instance must obey: pure rules, nothing is looked up. */
namespace Atelier::Arm {

/** The rules of a path inside the instance, in the order in which they are asked. */
enum class MountPathRule {
    Empty,
    NotWhole, ///< does not begin with "/"
    NotPlain, ///< "..", doubled slashes, one at the end, control characters
    TooLong,  ///< more than the usual file systems can hold
    CoversHome,
    NeededInHome, ///< the workspace's files, the environment, the keys
    System,       ///< at or below a folder without which nothing works, or that is emptied
};

/** The first rule that @p path breaks; nothing when a folder can appear there. @p home is the
 * instance's home where it is known; every "/home/NAME" counts as one. */
[[nodiscard]] std::optional<MountPathRule> brokenMountPathRule(const QString &path,
                                                               const QString &home = {});

/** One translated sentence that says what is wrong with @p path and what is allowed. */
[[nodiscard]] QString explain(MountPathRule rule, const QString &path, const QString &home = {});

/** How the paths of two folders inside the instance stand to each other. */
enum class MountOverlap { None, Same, Nested };

[[nodiscard]] MountOverlap overlapOf(const QString &path, const QString &other);
/** Empty for MountOverlap::None. */
[[nodiscard]] QString explain(MountOverlap overlap, const QString &path, const QString &other);

/** What was found where a folder of the host should be. */
struct FolderFacts
{
    bool exists = false;
    bool isFolder = false;
    bool isReadable = false;
    QString realPath = {}; ///< with every link followed
};

/** The rules of a folder of the host, in the order in which they are asked. */
enum class MountSourceRule {
    Empty,
    NotWhole,
    NotPlain,
    Missing,
    NotFolder,
    Unreadable,
    Reserved, ///< the root, /proc, /sys, /dev, or one of the caller's own
};

/** The first rule that @p source breaks. @p reserved are real paths of folders that must not be
 * seen inside either. */
[[nodiscard]] std::optional<MountSourceRule> brokenMountSourceRule(
    const QString &source, const FolderFacts &facts, const QStringList &reserved = {});
[[nodiscard]] QString explain(MountSourceRule rule, const QString &source);

/** Whether @p path is @p folder or something in it; both absolute and clean. */
[[nodiscard]] bool isAtOrBelow(const QString &path, const QString &folder);

} // namespace Atelier::Arm
