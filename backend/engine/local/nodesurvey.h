// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/local/noderecord.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace Atelier::Engine {

/** A node that an earlier control plane left behind. */
struct SurveyedNode
{
    QString id = {};
    std::optional<NodeRecord> alive = {}; ///< nothing: it ended since
};

struct Survey
{
    QList<SurveyedNode> nodes = {};
    QStringList strays = {}; ///< folders of nodes that nobody knows
};

/** What runs and what ended below @p dataFolder, of the nodes in @p known. Several are looked at
 * at once, so that one that is just being started holds up no other. Blocks. */
[[nodiscard]] Survey surveyNodes(const QString &dataFolder,
                                 const QStringList &known,
                                 const Boot &boot);

/** Ends a node that nobody here watches, and every process that it left. Blocks. */
[[nodiscard]] Result<void> endNode(const NodeFolder &folder, const Boot &boot);

/** Ends what a node's keeper left behind that was killed itself. Blocks. */
[[nodiscard]] Result<void> sweepNode(const NodeFolder &folder, const Boot &boot);

/** Removes the control group of a node that has ended; nothing to do when its keeper did. Blocks.
 */
void removeMemoryGroup(const NodeRecord &record);

} // namespace Atelier::Engine
