// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace Atelier::Test {

/** A blocking connection to 127.0.0.1; invalid when refused. @p receiveBuffer bytes wait at most in
 * the kernel, 0: its own choice. */
[[nodiscard]] UniqueFd connectTo(quint16 port, int receiveBuffer = 0);
/** Sends all of it; false when the other end has gone. */
[[nodiscard]] bool sendAll(int socket, const QByteArray &data);
/** Everything until the end; nothing after a reset. @p wasReset tells the two apart. */
[[nodiscard]] QByteArray receiveAll(int socket, bool *wasReset = nullptr);

/** Accepts connections, each served by @p serve in a thread of its own. Serves until destroyed. */
class SocketServer final
{
public:
    using Serve = std::function<void(int socket)>;

    /** On a UNIX socket. */
    SocketServer(const QString &path, Serve serve);
    /** On a free port of 127.0.0.1. */
    explicit SocketServer(Serve serve);
    SocketServer(const SocketServer &) = delete;
    SocketServer &operator=(const SocketServer &) = delete;
    ~SocketServer();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] int accepted() const { return m_accepted; }

    /** Sends back what comes until its end, then ends itself. */
    static void echo(int socket);

private:
    void run(const Serve &serve);

    UniqueFd m_listener;
    quint16 m_port = 0;
    std::atomic<int> m_accepted{0};
    std::mutex m_mutex;
    std::vector<std::shared_ptr<UniqueFd>> m_sockets;
    std::vector<std::thread> m_workers;
    std::thread m_thread; // last: uses all of the above
};

} // namespace Atelier::Test
