// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/deadline.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/pollset.h"
#include "backend/ssh/transport.h"

#include <memory>
#include <optional>
#include <thread>

namespace Atelier::Ssh {

/**
 * A login in a thread of its own, to which the transport belongs meanwhile: libssh2 wants answers
 * of persons and agents before its callbacks return, the derivation of a key from a passphrase
 * takes a noticeable time, and the session's thread waits for neither.
 *
 * Destroying it abandons the login at once. Where libssh2 derives a key just then, which nothing
 * interrupts and a key's owner may have made long, the thread is left to itself and ends after it.
 */
class LoginThread final
{
public:
    LoginThread(std::unique_ptr<Transport> transport, Destination destination, TimePoint deadline);
    LoginThread(const LoginThread &) = delete;
    LoginThread &operator=(const LoginThread &) = delete;
    ~LoginThread();

    void watch(PollSet &poll) const;
    /** The logged-in transport or why there is none; nothing while the login goes on. Once. */
    [[nodiscard]] std::optional<Result<std::unique_ptr<Transport>>> takeResult();

private:
    struct State;

    std::shared_ptr<State> m_state;
    std::thread m_thread;
};

} // namespace Atelier::Ssh
