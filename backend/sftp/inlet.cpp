// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/inlet.h"

#include <QtLogging>

#include <sys/eventfd.h>

namespace Atelier::Sftp {

Inlet::Inlet()
    : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (!m_event.isValid()) {
        qFatal("No descriptor is left for another thread.");
    }
}

void Inlet::post(Call call)
{
    {
        const std::lock_guard guard(m_mutex);
        if (m_isClosed) {
            return;
        }
        m_calls.push_back(std::move(call));
    }
    wake();
}

void Inlet::wake()
{
    // It fails only when so many wishes wait already that the engine wakes anyway.
    static_cast<void>(::eventfd_write(m_event.get(), 1));
}

std::vector<Inlet::Call> Inlet::close()
{
    const std::lock_guard guard(m_mutex);
    m_isClosed = true;
    return std::exchange(m_calls, {});
}

std::vector<Inlet::Call> Inlet::take()
{
    eventfd_t count = 0;
    static_cast<void>(::eventfd_read(m_event.get(), &count)); // empty is fine
    const std::lock_guard guard(m_mutex);
    return std::exchange(m_calls, {});
}

} // namespace Atelier::Sftp
