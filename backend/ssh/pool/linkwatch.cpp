// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/linkwatch.h"

#include <QSocketNotifier>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <utility>

namespace Atelier::Ssh {

namespace {

/** Events come in swarms: a link, its addresses, its routes. */
constexpr std::chrono::milliseconds swarmTime{250};
/** The timer is armed for its cancellation alone; so far ahead, in seconds. */
constexpr time_t farAhead = time_t{10} * 365 * 24 * 3600;

UniqueFd networkEvents()
{
    UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    sockaddr_nl address = {};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    const auto *name = reinterpret_cast<const sockaddr *>(
        &address); // NOLINT: the sockets API's cast
    if (!socket.isValid() || ::bind(socket.get(), name, sizeof address) != 0) {
        socket.reset(); // a sandbox without netlink: the keep-alive finds out later
    }
    return socket;
}

} // namespace

LinkWatch::Sources LinkWatch::Sources::ofThisComputer()
{
    return {.network = networkEvents(),
            .clock = UniqueFd(::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK))};
}

LinkWatch::LinkWatch(Sources sources, QObject *parent)
    : QObject(parent)
    , m_sources(std::move(sources))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(swarmTime);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (std::exchange(m_hasMore, false)) {
            report();
        }
    });
    watch(m_sources.network, &LinkWatch::takeNetworkNews);
    watch(m_sources.clock, &LinkWatch::takeClockNews);
    armClock();
}

LinkWatch::~LinkWatch()
{
    // Before the descriptors that they watch.
    qDeleteAll(findChildren<QSocketNotifier *>());
}

void LinkWatch::watch(const UniqueFd &descriptor, void (LinkWatch::*take)())
{
    if (!descriptor.isValid()) {
        return;
    }
    const auto *notifier = new QSocketNotifier(descriptor.get(), QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, take);
}

void LinkWatch::takeNetworkNews()
{
    std::array<char, 8192> message{};
    ssize_t count = 0;
    // ENOBUFS: some were lost, which is news as well.
    do {
        count = ::recv(m_sources.network.get(), message.data(), message.size(), MSG_DONTWAIT);
    } while (count > 0 || (count < 0 && (errno == EINTR || errno == ENOBUFS)));
    report();
}

void LinkWatch::takeClockNews()
{
    std::uint64_t expirations = 0;
    const ssize_t count = ::read(m_sources.clock.get(), &expirations, sizeof expirations);
    if (count < 0 && errno != ECANCELED) {
        return;
    }
    armClock();
    report();
}

void LinkWatch::armClock()
{
    if (!m_sources.clock.isValid()) {
        return;
    }
    itimerspec far = {};
    far.it_value.tv_sec = std::time(nullptr) + farAhead;
    // Where it fails the keep-alive finds out later.
    static_cast<void>(::timerfd_settime(
        m_sources.clock.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, nullptr));
}

void LinkWatch::report()
{
    if (m_pause.isActive()) {
        m_hasMore = true;
        return;
    }
    m_pause.start();
    Q_EMIT changed();
}

} // namespace Atelier::Ssh
