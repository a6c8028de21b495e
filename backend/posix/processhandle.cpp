// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/posix/processhandle.h"

#include "backend/posix/processtree.h"

#include <sys/syscall.h>
#include <unistd.h>

namespace Atelier::Posix {

// By their numbers: glibc 2.41 declares its functions for C alone.
Descriptor processHandle(pid_t pid, std::uint64_t startTime)
{
    if (pid <= 0) {
        return {};
    }
    Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    // Looked at behind the opening: from now on the number belongs to nobody else.
    if (process.isOpen() && startTimeOf(pid) != startTime) {
        process.close();
    }
    return process;
}

bool sendSignal(const Descriptor &process, int signal)
{
    return process.isOpen()
           && ::syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0) == 0;
}

} // namespace Atelier::Posix
