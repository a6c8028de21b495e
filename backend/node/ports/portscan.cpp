// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/ports/portscan.h"

#include "backend/node/ports/knowntools.h"
#include "backend/posix/durablefile.h"
#include "backend/posix/processtree.h"

#include <unistd.h>

#include <charconv>
#include <ranges>
#include <sstream>
#include <system_error>

namespace Atelier::Node {

namespace {

// Between listen() and the moment a process can be searched nothing lies, but /proc is no snapshot.
constexpr int mostSearches = 3;

std::pair<int, int> ephemeralRange()
{
    try {
        std::istringstream text(Posix::readAll("/proc/sys/net/ipv4/ip_local_port_range"));
        int first = 0;
        int last = 0;
        if (text >> first >> last) {
            return {first, last};
        }
    } catch (const std::system_error &) { // NOLINT(bugprone-empty-catch): hidden in a sandbox
    }
    return {32768, 60999}; // Linux's own
}

std::vector<std::string> commandOf(pid_t pid)
{
    std::vector<std::string> words;
    try {
        const std::string text = Posix::readAll("/proc/" + std::to_string(pid) + "/cmdline");
        for (const auto word : std::views::split(text, '\0')) {
            words.emplace_back(word.begin(), word.end());
        }
    } catch (const std::system_error &) { // NOLINT(bugprone-empty-catch): it is gone
    }
    while (!words.empty() && words.back().empty()) {
        words.pop_back();
    }
    return words;
}

} // namespace

PortScan::PortScan()
    : m_ephemeral(ephemeralRange())
{
}

PortScan::Seen PortScan::seen(const ListeningSocket &socket, pid_t owner) const
{
    Seen result{.port = {.port = socket.port, .address = socket.address, .pid = owner}};
    const auto process = Posix::processOf(owner);
    if (!process) {
        return result;
    }
    const std::vector<std::string> command = commandOf(owner);
    const KnownTool tool = knownTool(process->name, command);
    const bool isEphemeral = socket.port >= m_ephemeral.first && socket.port <= m_ephemeral.second;
    result.port.program = tool.program;
    result.port.label = tool.label;
    result.port.command = shortCommand(command);
    result.isOffered = !tool.isHidden && !(tool.hidesMany && isEphemeral);
    return result;
}

PortChanges PortScan::look()
{
    const std::vector<ListeningSocket> sockets = listeningSockets(::getuid());
    std::map<std::uint64_t, Seen> now;
    std::unordered_set<std::uint64_t> wanted;
    for (const ListeningSocket &socket : sockets) {
        const auto known = m_sockets.find(socket.inode);
        if (known != m_sockets.end()
            && (known->second.port.pid != 0 || known->second.searches >= mostSearches)) {
            now.emplace(*known);
        } else {
            wanted.insert(socket.inode);
        }
    }
    const auto owners = wanted.empty() ? std::unordered_map<std::uint64_t, pid_t>()
                                       : ownersOf(wanted);
    for (const ListeningSocket &socket : sockets) {
        if (!wanted.contains(socket.inode)) {
            continue;
        }
        if (const auto owner = owners.find(socket.inode); owner != owners.end()) {
            now.emplace(socket.inode, seen(socket, owner->second));
        } else {
            const auto known = m_sockets.find(socket.inode);
            const int searches = known == m_sockets.end() ? 0 : known->second.searches;
            now.emplace(socket.inode, Seen{.port = {}, .searches = searches + 1});
        }
    }
    m_sockets = std::move(now);

    PortChanges changes;
    std::map<std::uint16_t, OpenPort> current = offered();
    for (const auto &[port, open] : m_told) {
        if (!current.contains(port) || current.at(port).pid != open.pid) {
            changes.gone.push_back(port);
        }
    }
    for (const auto &[port, open] : current) {
        if (!m_told.contains(port) || m_told.at(port).pid != open.pid) {
            changes.appeared.push_back(open);
        }
    }
    m_told = std::move(current);
    return changes;
}

std::map<std::uint16_t, OpenPort> PortScan::offered() const
{
    // One for a port: a program often listens for both families, and 127.0.0.1 serves a tunnel.
    std::map<std::uint16_t, OpenPort> result;
    for (const Seen &socket : m_sockets | std::views::values) {
        if (!socket.isOffered) {
            continue;
        }
        const auto [place, isNew] = result.emplace(socket.port.port, socket.port);
        if (!isNew && place->second.address.contains(':')) {
            place->second = socket.port;
        }
    }
    return result;
}

std::vector<OpenPort> PortScan::ports() const
{
    return m_told | std::views::values | std::ranges::to<std::vector>();
}

} // namespace Atelier::Node
