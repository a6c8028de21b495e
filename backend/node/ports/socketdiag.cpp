// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/ports/socketdiag.h"

#include "backend/posix/durablefile.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

namespace Atelier::Node {

namespace {

struct DiagRequest
{
    nlmsghdr header;
    inet_diag_req_v2 query;
};

ListeningSocket listenerFrom(const inet_diag_msg &message)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const char *address = ::inet_ntop(
        message.idiag_family, message.id.idiag_src, text.data(), text.size());
    return {.inode = message.idiag_inode,
            .port = ntohs(message.id.idiag_sport),
            .user = message.idiag_uid,
            .address = address != nullptr ? address : ""};
}

enum class Dump : unsigned char { GoesOn, Done, Refused };

/** Takes the messages of one datagram. They are copied out of it: nothing says how it is aligned.
 */
Dump takeMessages(std::span<const char> bytes, std::vector<ListeningSocket> *sockets)
{
    while (bytes.size() >= sizeof(nlmsghdr)) {
        nlmsghdr header{};
        std::memcpy(&header, bytes.data(), sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > bytes.size()) {
            return Dump::Refused;
        }
        if (header.nlmsg_type == NLMSG_DONE) {
            return Dump::Done;
        }
        if (header.nlmsg_type == NLMSG_ERROR) {
            return Dump::Refused;
        }
        inet_diag_msg message{};
        if (header.nlmsg_type == SOCK_DIAG_BY_FAMILY
            && header.nlmsg_len >= NLMSG_HDRLEN + sizeof message) {
            std::memcpy(&message, bytes.subspan(NLMSG_HDRLEN).data(), sizeof message);
            sockets->push_back(listenerFrom(message));
        }
        // Each begins at a multiple of four.
        const std::size_t step = (std::size_t{header.nlmsg_len} + NLMSG_ALIGNTO - 1)
                                 & ~(std::size_t{NLMSG_ALIGNTO} - 1);
        bytes = bytes.subspan(std::min(step, bytes.size()));
    }
    return Dump::GoesOn;
}

} // namespace

std::optional<std::vector<ListeningSocket>> askForListeners(bool isV6)
{
    const Posix::Descriptor kernel(
        ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    DiagRequest request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.query.sdiag_family = isV6 ? AF_INET6 : AF_INET;
    request.query.sdiag_protocol = IPPROTO_TCP;
    request.query.idiag_states = 1U << unsigned{TCP_LISTEN};
    if (!kernel.isOpen()
        || ::send(kernel.get(), &request, sizeof request, 0)
               != static_cast<ssize_t>(sizeof request)) {
        return {};
    }
    std::vector<ListeningSocket> sockets;
    std::array<char, 32768> block{};
    while (true) {
        const ssize_t size = ::recv(kernel.get(), block.data(), block.size(), 0);
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size <= 0) {
            return {};
        }
        switch (takeMessages({block.data(), static_cast<std::size_t>(size)}, &sockets)) {
        case Dump::Done:
            return sockets;
        case Dump::Refused:
            return {};
        case Dump::GoesOn:
            break;
        }
    }
}

} // namespace Atelier::Node
