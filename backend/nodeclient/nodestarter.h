// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/localprogram.h"
#include "backend/nodeclient/nodelink.h"
#include "backend/nodeclient/poster.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/stream.h"

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <QPromise>

#include <memory>

namespace Atelier::NodeClient {

using LinkPointer = std::shared_ptr<NodeLink>;

/**
 * Starts atelier-node on a node once, and brings it there before when it is missing or spoilt. The
 * steps stand in the order of the functions. Lives in the connection's thread; deletes itself when
 * it is done.
 */
class NodeStarter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NodeStarter)

public:
    /** @p isBulk: the link will carry much data. */
    NodeStarter(Ssh::Connection *connection, bool isBulk, QObject *parent);
    ~NodeStarter() override;

    /** An error for which cannotRun() holds: not on this node. */
    [[nodiscard]] QFuture<Result<LinkPointer>> start();

private:
    void serve();
    void greet(const Ssh::Stream &stream);
    void inspect(const Error &error, const QByteArray &text);
    void bring();
    void send(const Ssh::Stream &stream);
    void judge(const Result<Ssh::StreamEnd> &end);
    void finish(const Result<LinkPointer> &result);

    QPointer<Ssh::Connection> m_connection;
    const bool m_isBulk;
    std::shared_ptr<Poster> m_poster;
    LocalProgram m_program;
    Ssh::Stream m_sending;
    bool m_hasBrought = false;
    bool m_isDone = false;
    QPromise<Result<LinkPointer>> m_promise;
    LinkPointer m_link; // last: its thread calls back
};

} // namespace Atelier::NodeClient
