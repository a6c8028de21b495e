// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QFuture>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>
#include <stop_token>

namespace Atelier::NodeClient {

class Client;

/** A job on a node; the members of JSON are those of backend/node/run/jobstore.h and jobfolder.h.
 */
struct NodeJob
{
    enum class State { Unknown, Prepared, Starting, Running, Ending, Ended, Elsewhere };
    QString id = {};
    State state = State::Unknown;
    QString startedAt = {}; ///< ISO 8601
    qint64 pid = 0;
    bool memoryLimited = false;
    QJsonObject end = {};  ///< of one that has ended: "status", "exitCode", "message", …
    QJsonObject spec = {}; ///< when a status was asked for
};

/** Jobs on one node, by a client whose thread is the caller's. What stops is only the waiting: a
 * job goes on until it ends, or cancel(). Errors: NotFound and AlreadyExists of the id,
 *  InvalidArgument, Conflict for what its state does not allow, and those of the connection. */
class Jobs final
{
public:
    explicit Jobs(Client *client)
        : m_client(client)
    {
    }

    /** As often as one likes: @p id runs once. AlreadyExists: with another @p spec. */
    [[nodiscard]] QFuture<Result<NodeJob>> start(const QString &id, const QJsonObject &spec) const;
    [[nodiscard]] QFuture<Result<NodeJob>> status(const QString &id) const;
    [[nodiscard]] QFuture<Result<QList<NodeJob>>> statusOfAll() const;
    /** "TERM", "USR1", …: to how many processes. */
    [[nodiscard]] QFuture<Result<int>> signal(const QString &id, const QString &name) const;
    /** Returns before it has ended; the grace is in seconds, as in its spec when not given. */
    [[nodiscard]] QFuture<Result<NodeJob>> cancel(const QString &id,
                                                  std::optional<int> grace = {}) const;
    /** The job once it has ended. */
    [[nodiscard]] QFuture<Result<NodeJob>> wait(const QString &id, std::stop_token stop = {}) const;
    /** Forgets one that has ended, with its output. */
    [[nodiscard]] QFuture<Result<void>> remove(const QString &id) const;

private:
    [[nodiscard]] QFuture<Result<NodeJob>> ask(const char *request,
                                               const QString &id,
                                               QJsonObject arguments,
                                               std::stop_token stop = {}) const;

    Client *m_client;
};

} // namespace Atelier::NodeClient
