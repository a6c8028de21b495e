// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/endingprocess.h"

#include <QSocketNotifier>

#include <sys/types.h>
#include <unistd.h>

#include <csignal>

extern "C" { // glibc's header leaves it out
#include <sys/pidfd.h>
}

namespace Atelier::Client {

std::unique_ptr<EndingProcess> EndingProcess::ask(qint64 pid, const std::function<bool()> &isIt)
{
    const int descriptor = pidfd_open(static_cast<pid_t>(pid), 0);
    if (descriptor < 0) {
        return {};
    }
    std::unique_ptr<EndingProcess> process(new EndingProcess(descriptor));
    const bool asked = isIt() && pidfd_send_signal(descriptor, SIGTERM, nullptr, 0) == 0;
    return asked ? std::move(process) : nullptr;
}

EndingProcess::EndingProcess(int descriptor)
    : m_descriptor(descriptor)
    , m_notifier(std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        Q_EMIT ended();
    });
}

EndingProcess::~EndingProcess()
{
    m_notifier.reset();
    ::close(m_descriptor);
}

} // namespace Atelier::Client
