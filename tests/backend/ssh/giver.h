// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <QByteArray>

#include <atomic>
#include <thread>
#include <vector>

namespace Atelier::Test {

/** A server on a free port of 127.0.0.1 that sends as many bytes as it is asked for: a decimal
 * number up to the client's end of file. One thread for all, so that connections leave nothing
 * behind. */
class Giver final
{
public:
    Giver();
    Giver(const Giver &) = delete;
    Giver &operator=(const Giver &) = delete;
    ~Giver();

    [[nodiscard]] quint16 port() const { return m_port; }

private:
    struct Client
    {
        UniqueFd socket;
        QByteArray request = {};
        qint64 left = -1; ///< -1: the request is not whole
    };

    void run();
    /** False: done. */
    [[nodiscard]] static bool serve(Client &client);

    UniqueFd m_listener;
    quint16 m_port = 0;
    std::atomic<bool> m_stop = false;
    std::vector<Client> m_clients;
    std::thread m_thread; // last: uses all of the above
};

} // namespace Atelier::Test
