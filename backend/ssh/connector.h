// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/login/jumphost.h"
#include "backend/ssh/login/loginthread.h"
#include "backend/ssh/resolver.h"
#include "backend/ssh/transport.h"

#include <memory>
#include <optional>
#include <vector>

namespace Atelier::Ssh {

/**
 * One attempt to connect: jump hosts or name and socket, handshake, then host key and login, in
 * this order and without ever waiting. Lives in the session's thread; destroying it abandons the
 * attempt.
 */
class Connector final
{
public:
    explicit Connector(Destination destination);

    void watch(PollSet &poll);
    /** True when something moved. */
    bool drive(const PollSet &poll);
    [[nodiscard]] TimePoint deadline() const;
    /** The network has come back. False: the packets of this attempt are lost for longer than it
     *  takes to send them again, so another one is faster. */
    [[nodiscard]] bool checkLink();
    /** Connecting, Handshaking or Authenticating. */
    [[nodiscard]] SessionState state() const;
    /** The logged-in connection or why there is none; once. */
    [[nodiscard]] std::optional<Result<std::unique_ptr<Transport>>> takeResult();

private:
    enum class Step { Begin, Jump, Resolve, NextAddress, AwaitSocket, Handshake, Login, Done };

    bool runStep(const PollSet &poll);
    bool begin();
    bool jump();
    bool resolve();
    bool nextAddress();
    bool awaitSocket(const PollSet &poll);
    bool connected(UniqueFd socket);
    bool handshake();
    bool login();
    bool fail(Error error);

    Destination m_destination;
    Step m_step = Step::Begin;
    TimePoint m_begunAt = Clock::now();
    TimePoint m_deadline;
    TimePoint m_addressDeadline = never;
    TimePoint m_addressStarted = never;
    std::unique_ptr<JumpHost> m_jumpHost; ///< until the transport has it
    std::unique_ptr<Resolver> m_resolver;
    std::vector<Address> m_addresses; ///< those not tried yet
    std::optional<Error> m_addressError;
    UniqueFd m_socket;
    PollSet::Slot m_slot;
    std::unique_ptr<Transport> m_transport; ///< until the login has it
    std::unique_ptr<LoginThread> m_login;
    std::optional<Result<std::unique_ptr<Transport>>> m_result;
};

} // namespace Atelier::Ssh
