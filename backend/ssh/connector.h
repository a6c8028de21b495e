// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/resolver.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/transport.h"

#include <memory>
#include <optional>
#include <vector>

namespace Atelier::Ssh {

/**
 * One attempt to connect: key file, name, socket, handshake, host key, login, in this order and
 * without ever waiting. Lives in the session's thread; destroying it abandons the attempt.
 */
class Connector final
{
public:
    explicit Connector(Destination destination);

    void watch(PollSet &poll);
    /** True when something moved. */
    bool drive(const PollSet &poll);
    [[nodiscard]] TimePoint deadline() const;
    /** Connecting, Handshaking or Authenticating. */
    [[nodiscard]] SessionState state() const;
    /** The logged-in connection or why there is none; once. */
    [[nodiscard]] std::optional<Result<std::unique_ptr<Transport>>> takeResult();

private:
    enum class Step {
        ReadKey,
        Resolve,
        NextAddress,
        AwaitSocket,
        Handshake,
        Authenticate,
        AskMethods,
        Done
    };

    bool runStep(const PollSet &poll);
    bool readKey();
    bool resolve();
    bool nextAddress();
    bool awaitSocket(const PollSet &poll);
    bool connected();
    void preferHostKeys();
    bool handshake();
    bool authenticate();
    bool askMethods();
    bool fail(Error error);

    Destination m_destination;
    Step m_step = Step::ReadKey;
    TimePoint m_deadline;
    TimePoint m_addressDeadline = never;
    TimePoint m_addressStarted = never;
    QByteArray m_privateKey;
    QByteArray m_user; ///< libssh2 keeps no copy between calls
    std::unique_ptr<Resolver> m_resolver;
    std::vector<Address> m_addresses; ///< those not tried yet
    std::optional<Error> m_addressError;
    UniqueFd m_socket;
    PollSet::Slot m_slot;
    std::unique_ptr<Transport> m_transport;
    std::optional<Result<std::unique_ptr<Transport>>> m_result;
};

} // namespace Atelier::Ssh
