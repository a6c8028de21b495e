// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/computeengine.h"
#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/processes.h"

#include <QJsonObject>

#include <optional>

namespace Atelier::Engine {

/**
 * The version of spec.json, record.json and end.json that this program writes. It reads those of
 * earlier ones, and of later ones, too: fields are only added.
 *
 * 2: end.json says whether the stop was asked for.
 */
inline constexpr int shimProtocol = 2;

/** Goes with the SIGTERM of who may ask a keeper to stop its node; without it the signal came with
 * the end of a session or of the computer. */
inline constexpr int stopAskedFor = 0x61736b;

/** What the node's keeper wrote when it started: record.json. */
struct NodeRecord
{
    int protocol = 0;
    QString state = {}; ///< "starting" or "running"
    QString bootId = {};
    ProcessIdentity shim = {};
    ProcessIdentity child = {}; ///< killing it ends a sandbox
    quint16 port = 0;
    bool isolated = true;
    bool coresLimited = false;
    bool memoryLimited = false;
    QJsonObject node = {}; ///< what we gave in the specification, see NodeBuilder
};

/** Nothing when there is none, or none that can be read. */
[[nodiscard]] std::optional<NodeRecord> recordOf(const NodeFolder &folder);

/** What is known of a node without a record, from its specification: no process, no boot. */
[[nodiscard]] NodeRecord specifiedRecord(const NodeFolder &folder);

/** How a node ended that no longer runs, from what its keeper left; @p boot is the present one. */
[[nodiscard]] NodeEnd endOf(const QString &id, const NodeFolder &folder, const Boot &boot);

/** What a person is told of @p report, with which the keeper of a node gave up its start. */
[[nodiscard]] QString sentenceOf(const QByteArray &report);

/** The last lines of a node's SSH server, for technical details. */
[[nodiscard]] QString lastLinesOf(const NodeFolder &folder);

/** The running node that a record describes. */
[[nodiscard]] RunningNode runningNodeFrom(const QString &id,
                                          const NodeFolder &folder,
                                          const NodeRecord &record);

} // namespace Atelier::Engine
