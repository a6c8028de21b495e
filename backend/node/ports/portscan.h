// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/ports/listeners.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace Atelier::Node {

/** A port at which a program of this user can be reached. */
struct OpenPort
{
    std::uint16_t port = 0;
    std::string address = {};
    pid_t pid = 0;
    std::string program = {};
    std::string label = {};   ///< see KnownTool
    std::string command = {}; ///< shortened
};

struct PortChanges
{
    std::vector<OpenPort> appeared;
    std::vector<std::uint16_t> gone;
};

/**
 * The ports that are worth offering, and what changes about them from one look to the next. A look
 * reads /proc/net/tcp and tcp6; processes are searched only for sockets that are new. Left out are
 * those of processes that can't be seen (of other users and of other sandboxes, which share the
 * network), the SSH server's, and the many that a Jupyter kernel takes from the ephemeral range.
 */
class PortScan final
{
public:
    PortScan();

    /** What is different from the last look; at first everything has appeared. */
    [[nodiscard]] PortChanges look();
    /** In the order of the ports. */
    [[nodiscard]] std::vector<OpenPort> ports() const;

private:
    struct Seen
    {
        OpenPort port;
        bool isOffered = false;
        int searches = 0; ///< without an owner
    };

    [[nodiscard]] Seen seen(const ListeningSocket &socket, pid_t owner) const;
    [[nodiscard]] std::map<std::uint16_t, OpenPort> offered() const;

    std::map<std::uint64_t, Seen> m_sockets; ///< by inode
    std::pair<int, int> m_ephemeral;
    std::map<std::uint16_t, OpenPort> m_told;
};

} // namespace Atelier::Node
