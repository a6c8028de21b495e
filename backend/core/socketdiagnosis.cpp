// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/socketdiagnosis.h"

#include "backend/core/uniquefd.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <functional>

namespace Atelier {

namespace {

constexpr size_t bufferSize = 32 * 1024;
constexpr timeval patience{.tv_sec = 1, .tv_usec = 0}; // the kernel answers at once

struct DiagnosisRequest
{
    nlmsghdr header = {};
    inet_diag_req_v2 request = {};
};

/** A thread's socket to the kernel: made when first needed and kept, because a tunnel asks for each
 * of its connections. */
UniqueFd &diagnosisSocket()
{
    thread_local UniqueFd kernel;
    if (!kernel.isValid()) {
        kernel = UniqueFd(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
        if (kernel.isValid()
            && ::setsockopt(kernel.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience)
                   != 0) {
            kernel.reset(); // or a kernel that is silent would be waited for without end
        }
    }
    return kernel;
}

enum class Reading { GoesOn, Done, Failed };

using Visit = std::function<void(const inet_diag_msg &)>;

/** Every row in @p size bytes of an answer. Copied out: the buffer promises no alignment. */
Reading readRows(const char *data, size_t size, const Visit &visit)
{
    while (size >= sizeof(nlmsghdr)) {
        nlmsghdr header = {};
        std::memcpy(&header, data, sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > size) {
            return Reading::Failed;
        }
        if (header.nlmsg_type == NLMSG_DONE) {
            return Reading::Done;
        }
        if (header.nlmsg_type == NLMSG_ERROR) {
            nlmsgerr error = {};
            if (header.nlmsg_len < NLMSG_HDRLEN + sizeof error.error) {
                return Reading::Failed;
            }
            std::memcpy(&error.error, data + NLMSG_HDRLEN, sizeof error.error);
            return error.error == -ENOENT ? Reading::Done : Reading::Failed;
        }
        if (header.nlmsg_len >= NLMSG_HDRLEN + sizeof(inet_diag_msg)) {
            inet_diag_msg row = {};
            std::memcpy(&row, data + NLMSG_HDRLEN, sizeof row);
            visit(row);
        }
        if ((header.nlmsg_flags & NLM_F_MULTI) == 0) {
            return Reading::Done;
        }
        const size_t step = std::min<size_t>(NLMSG_ALIGN(header.nlmsg_len), size);
        data += step;
        size -= step;
    }
    return Reading::GoesOn;
}

bool ask(DiagnosisRequest &request, const Visit &visit)
{
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.header.nlmsg_flags |= NLM_F_REQUEST;
    request.request.sdiag_protocol = IPPROTO_TCP;
    UniqueFd &kernel = diagnosisSocket();
    if (!kernel.isValid()
        || ::send(kernel.get(), &request, sizeof request, 0)
               != static_cast<ssize_t>(sizeof request)) {
        kernel.reset();
        return false;
    }
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): the kernel fills what is read
    std::array<char, bufferSize> buffer;
    Reading reading = Reading::GoesOn;
    while (reading == Reading::GoesOn) {
        const ssize_t size = ::recv(kernel.get(), buffer.data(), buffer.size(), 0);
        reading = size > 0 ? readRows(buffer.data(), static_cast<size_t>(size), visit)
                           : Reading::Failed;
    }
    if (reading != Reading::Done) {
        kernel.reset(); // the rest of this answer must not pass for the next one
    }
    return reading == Reading::Done;
}

/** Whether a socket bound to the address of @p row is reached by way of loopback. */
bool takesLoopback(const inet_diag_msg &row)
{
    const auto &source = row.id.idiag_src;
    const auto isHere = [](quint32 address) {
        return address == INADDR_ANY || address == htonl(INADDR_LOOPBACK);
    };
    if (row.idiag_family == AF_INET) {
        return isHere(source[0]);
    }
    if (source[0] != 0 || source[1] != 0) {
        return false;
    }
    const bool isMapped = source[2] == htonl(0xFFFF);
    const bool isOwn = source[2] == 0 && (source[3] == 0 || source[3] == htonl(1));
    return isOwn || (isMapped && isHere(source[3]));
}

SocketOwner ownerIn(const inet_diag_msg &row)
{
    return {.uid = row.idiag_uid, .inode = row.idiag_inode};
}

} // namespace

std::optional<QList<SocketOwner>> diagnosedListeners(quint16 port)
{
    QList<SocketOwner> found;
    for (const quint8 family : {quint8{AF_INET}, quint8{AF_INET6}}) {
        DiagnosisRequest request;
        request.header.nlmsg_flags = NLM_F_DUMP;
        request.request.sdiag_family = family;
        request.request.idiag_states = 1U << TCP_LISTEN;
        request.request.id.idiag_sport = htons(port);
        const bool answered = ask(request, [&found, port](const inet_diag_msg &row) {
            if (row.idiag_state == TCP_LISTEN && row.id.idiag_sport == htons(port)
                && takesLoopback(row)) {
                found.append(ownerIn(row));
            }
        });
        // A kernel without IPv6 knows no such family.
        if (!answered && family == AF_INET) {
            return std::nullopt;
        }
    }
    return found;
}

std::optional<QList<SocketOwner>> diagnosedConnection(const sockaddr_in &local,
                                                      const sockaddr_in &remote)
{
    DiagnosisRequest request;
    request.request.sdiag_family = AF_INET;
    request.request.idiag_states = ~0U;
    inet_diag_sockid &id = request.request.id;
    id.idiag_sport = local.sin_port;
    id.idiag_dport = remote.sin_port;
    id.idiag_src[0] = local.sin_addr.s_addr;
    id.idiag_dst[0] = remote.sin_addr.s_addr;
    id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    QList<SocketOwner> found;
    const bool answered = ask(request, [&found, &remote](const inet_diag_msg &row) {
        // Without the connection, the kernel names who listens; of a closed one, no owner.
        if (row.id.idiag_dport == remote.sin_port && row.idiag_state != TCP_LISTEN
            && row.idiag_state != TCP_TIME_WAIT) {
            found.append(ownerIn(row));
        }
    });
    return answered ? std::optional(found) : std::nullopt;
}

} // namespace Atelier
