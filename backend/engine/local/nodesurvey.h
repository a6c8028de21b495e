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

/** What runs and what ended below @p dataFolder; ends and removes nodes not in @p known. Blocks. */
[[nodiscard]] QList<SurveyedNode> surveyNodes(const QString &dataFolder, const QStringList &known);

/** Ends a node that nobody here watches, and every process that it left. Blocks. */
[[nodiscard]] Result<void> endNode(const NodeFolder &folder);

/** Ends what a node's keeper left behind that was killed itself. Blocks. */
[[nodiscard]] Result<void> sweepNode(const std::optional<NodeRecord> &record);

} // namespace Atelier::Engine
