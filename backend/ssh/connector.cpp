// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/connector.h"

#include "backend/ssh/connectnotes.h"
#include "backend/ssh/errors.h"
#include "backend/ssh/login/hostverification.h"
#include "backend/ssh/login/secretstore.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cerrno>

namespace Atelier::Ssh {

namespace {

/** A non-blocking TCP socket that sends small packets at once (without: 40 ms more a login, a fifth
 * of the rate). */
UniqueFd newSocket(int family)
{
    UniqueFd socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
    const int on = 1;
    if (socket.isValid()
        && ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        socket.reset();
    }
    return socket;
}

/** A lost SYN is sent again after it. Who begins anew before that, begins without end where the
 * network changes all the time (containers, Wi-Fi). */
constexpr std::chrono::milliseconds resendTime{1'000};

} // namespace

Connector::Connector(Destination destination)
    : m_destination(withSecrets(std::move(destination), nullptr))
    , m_deadline(deadlineIn(m_destination.connectTimeout))
{
}

SessionState Connector::state() const
{
    switch (m_step) {
    case Step::Handshake:
        return SessionState::Handshaking;
    case Step::Login:
    case Step::Done:
        return SessionState::Authenticating;
    default:
        return SessionState::Connecting;
    }
}

bool Connector::checkLink()
{
    if (m_step == Step::Jump) {
        m_jumpHost->checkLink(); // a person may be answering its questions
        return true;
    }
    return state() != SessionState::Connecting || Clock::now() - m_begunAt < resendTime;
}

TimePoint Connector::deadline() const
{
    switch (m_step) {
    case Step::Jump:  // the jump host has a clock of its own
    case Step::Login: // keeps the time itself, and stops the clock while a person is asked
        return never;
    case Step::AwaitSocket:
        return std::min(m_deadline, m_addressDeadline);
    default:
        return m_deadline;
    }
}

std::optional<Result<std::unique_ptr<Transport>>> Connector::takeResult()
{
    return std::exchange(m_result, std::nullopt);
}

void Connector::watch(PollSet &poll)
{
    m_slot.reset();
    if (m_login) {
        m_login->watch(poll);
    } else if (m_transport) {
        m_transport->socket().watch(poll);
    } else if (m_step == Step::Jump) {
        m_jumpHost->watch(poll);
    } else if (m_step == Step::Resolve && m_resolver) {
        m_slot = poll.watch(m_resolver->descriptor(), POLLIN);
    } else if (m_step == Step::AwaitSocket) {
        m_slot = poll.watch(m_socket.get(), POLLOUT);
    }
}

bool Connector::drive(const PollSet &poll)
{
    if (m_step == Step::Done) {
        return false;
    }
    if (const TimePoint limit = m_step == Step::AwaitSocket ? m_deadline : deadline();
        Clock::now() >= limit) {
        return fail(timeoutError(m_destination, state()));
    }
    if (m_transport) {
        m_transport->socket().update(poll);
    }
    return runStep(poll);
}

bool Connector::runStep(const PollSet &poll)
{
    switch (m_step) {
    case Step::Begin:
        return begin();
    case Step::Jump:
        return jump();
    case Step::Resolve:
        return resolve();
    case Step::NextAddress:
        return nextAddress();
    case Step::AwaitSocket:
        return awaitSocket(poll);
    case Step::Handshake:
        return handshake();
    case Step::Login:
        return login();
    case Step::Done:
        break;
    }
    return false;
}

bool Connector::begin()
{
    if (m_destination.jumps.empty()) {
        m_resolver = std::make_unique<Resolver>(m_destination.host, m_destination.port);
        m_step = Step::Resolve;
    } else {
        // The last jump host looks the name up, as with ssh -J.
        m_jumpHost = std::make_unique<JumpHost>(m_destination);
        m_step = Step::Jump;
    }
    return true;
}

bool Connector::jump()
{
    auto stream = m_jumpHost->takeStream();
    if (!stream) {
        return false;
    }
    if (!*stream) {
        return fail(stream->error());
    }
    m_addressStarted = Clock::now() - m_jumpHost->roundTrip();
    m_deadline = deadlineIn(m_destination.connectTimeout);
    return connected(std::move(**stream));
}

bool Connector::resolve()
{
    auto answer = m_resolver->answer();
    if (!answer) {
        return false;
    }
    if (!*answer) {
        return fail(answer->error());
    }
    m_addresses = std::move(**answer);
    noteNameFound(m_destination, m_addresses);
    m_step = Step::NextAddress;
    return true;
}

bool Connector::nextAddress()
{
    if (m_addresses.empty()) {
        return fail(m_addressError.value_or(connectError(m_destination, EADDRNOTAVAIL)));
    }
    // Each address gets its share of the time, so that a dead one leaves some for the next.
    const Address address = m_addresses.front();
    m_addressStarted = Clock::now();
    m_addressDeadline = m_deadline == never
                            ? never
                            : m_addressStarted
                                  + (m_deadline - m_addressStarted)
                                        / static_cast<Clock::rep>(m_addresses.size());
    m_addresses.erase(m_addresses.begin());
    m_socket = newSocket(address.storage.ss_family);
    const auto *name = reinterpret_cast<const sockaddr *>(
        &address.storage); // NOLINT: the sockets API's cast
    if (!m_socket.isValid()
        || (::connect(m_socket.get(), name, address.length) != 0 && errno != EINPROGRESS)) {
        m_addressError = connectError(m_destination, errno);
        return true;
    }
    m_step = Step::AwaitSocket;
    return true;
}

bool Connector::awaitSocket(const PollSet &poll)
{
    if (poll.ready(m_slot) == 0) {
        if (Clock::now() < m_addressDeadline) {
            return false;
        }
        m_addressError = timeoutError(m_destination, SessionState::Connecting);
        m_step = Step::NextAddress;
        return true;
    }
    int number = 0;
    socklen_t length = sizeof number;
    if (::getsockopt(m_socket.get(), SOL_SOCKET, SO_ERROR, &number, &length) != 0) {
        number = errno;
    }
    if (number != 0) {
        m_addressError = connectError(m_destination, number);
        m_step = Step::NextAddress;
        return true;
    }
    noteConnected(m_destination);
    return connected(std::move(m_socket));
}

bool Connector::connected(UniqueFd socket)
{
    auto transport = Transport::create(std::move(socket));
    if (!transport) {
        return fail(transport.error());
    }
    m_transport = std::move(*transport);
    m_transport->roundTrip().noteConnected(
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_addressStarted));
    m_transport->setCarrier(std::move(m_jumpHost));
    AuthWatch::install(m_transport->session());
    preferKnownHostKeys(m_transport->session(), m_destination);
    m_step = Step::Handshake;
    return true;
}

bool Connector::handshake()
{
    LIBSSH2_SESSION *session = m_transport->session();
    const AuthWatch::Scope scope(m_transport->authWatch()); // the server says what it signs with
    const int code = libssh2_session_handshake(session, m_transport->socket().descriptor());
    if (code == LIBSSH2_ERROR_EAGAIN) {
        return false;
    }
    if (code != 0) {
        return fail(
            m_transport->explain(isBusyGreeting(m_transport->socket().greeting())
                                     ? busyError(m_destination, m_transport->socket().greeting())
                                     : handshakeError(m_destination, session, code)));
    }
    m_login = std::make_unique<LoginThread>(std::move(m_transport), m_destination, m_deadline);
    m_step = Step::Login;
    return true;
}

bool Connector::login()
{
    auto result = m_login->takeResult();
    if (!result) {
        return false;
    }
    if (!*result) {
        return fail(result->error());
    }
    m_login.reset();
    m_step = Step::Done;
    m_result = std::move(result);
    return true;
}

bool Connector::fail(Error error)
{
    m_step = Step::Done;
    m_login.reset();
    m_transport.reset();
    m_jumpHost.reset();
    m_socket.reset();
    m_result = failure(std::move(error));
    return true;
}

} // namespace Atelier::Ssh
