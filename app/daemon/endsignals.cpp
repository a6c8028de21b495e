// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/endsignals.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace Atelier::Daemon {

namespace {

// A self-pipe and not signalfd: that wants the signals blocked, and children would inherit the
// mask.
std::atomic<int> writeEnd = -1;

void wake(int /*signal*/)
{
    const int before = errno; // of whatever the signal has interrupted
    const char byte = 0;
    const auto written = ::write(writeEnd.load(), &byte, 1);
    static_cast<void>(written); // full means that the loop is woken already
    errno = before;
}

} // namespace

EndSignals::EndSignals(QObject *parent)
    : QObject(parent)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0) {
        qFatal("No socket pair for signals.");
    }
    m_descriptor = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> bytes{};
        if (::read(m_descriptor, bytes.data(), bytes.size()) > 0) {
            Q_EMIT asked();
        }
    });
    struct sigaction action = {};
    action.sa_handler = wake;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        if (::sigaction(signal, &action, nullptr) != 0) {
            qWarning("A signal can't be handled.");
        }
    }
}

EndSignals::~EndSignals()
{
    m_notifier.reset();
    ::close(m_descriptor);
    ::close(writeEnd.exchange(-1));
}

} // namespace Atelier::Daemon
