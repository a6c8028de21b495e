// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/mountrules.h"
#include "backend/core/result.h"

#include <QFuture>

#include <functional>

namespace Atelier::Client {

/** A folder of this computer as it was found, with what it is compared to. */
struct FoundFolder
{
    Arm::FolderFacts facts = {};
    QString realHome = {}; ///< the user's home, with every link followed
};

/** What is taken for true of @p source while nobody has looked: all that a person hopes. */
[[nodiscard]] FoundFolder assumedFolder(const QString &source);

/**
 * Looks @p source up in a thread of its own: a network file system may take minutes to answer.
 * Nobody waits for that thread, not even at the end of the program.
 */
[[nodiscard]] QFuture<Result<FoundFolder>> lookUpFolder(const QString &source);

using FolderLookup = std::function<QFuture<Result<FoundFolder>>(const QString &source)>;

} // namespace Atelier::Client
