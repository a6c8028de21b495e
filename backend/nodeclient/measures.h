// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QFuture>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace Atelier::NodeClient {

class Client;

/** Why a node should not be stopped now. */
struct AwakeReason
{
    enum class Kind { Session, Job, Kernel, Process };
    Kind kind = Kind::Process;
    QString name = {}; ///< "ada@pts/0", the job's id, the program
    QString command = {};
    qint64 pid = 0;
    double cpu = 0; ///< processors used in the last interval
};

struct GpuMeasure
{
    QString name = {};
    std::optional<double> utilization = {}; ///< percent
    std::optional<qint64> memoryTotal = {}; ///< bytes
    std::optional<qint64> memoryUsed = {};
};

/** What a node does; bytes, seconds and processors. */
struct Measure
{
    int cpus = 0;
    std::optional<double> cpu = {};    ///< all of the machine; nothing in the first of a stream
    std::optional<double> ownCpu = {}; ///< this user's processes that can be seen
    qint64 ownMemory = 0;
    double load = 0; ///< over one minute
    qint64 memoryTotal = 0;
    qint64 memoryAvailable = 0;
    std::optional<qint64> memoryLimit = {}; ///< of a control group, when lower than the total
    std::optional<qint64> diskTotal = {};
    std::optional<qint64> diskAvailable = {};
    double uptime = 0;
    QList<GpuMeasure> gpus = {};
    QList<AwakeReason> awake = {};
};

/** Measured over a fifth of a second; @p path, of the node, names the disk, may be empty. */
[[nodiscard]] QFuture<Result<Measure>> measure(Client *client, const QString &path = {});

/** One each @p interval, at least a second, to @p onMeasure in the client's thread, until @p stop:
 * the end is an error, Cancelled after a stop. */
[[nodiscard]] QFuture<Result<void>> watchMeasures(Client *client,
                                                  std::chrono::milliseconds interval,
                                                  std::function<void(const Measure &)> onMeasure,
                                                  std::stop_token stop,
                                                  const QString &path = {});

} // namespace Atelier::NodeClient
