// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/connector.h"

#include "backend/ssh/errors.h"
#include "backend/ssh/hostkeys.h"
#include "backend/ssh/privatekeyfile.h"

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

} // namespace

Connector::Connector(Destination destination)
    : m_destination(std::move(destination))
    , m_deadline(deadlineIn(m_destination.connectTimeout))
    , m_user(m_destination.user.toUtf8())
{
}

SessionState Connector::state() const
{
    switch (m_step) {
    case Step::Handshake:
        return SessionState::Handshaking;
    case Step::Authenticate:
    case Step::AskMethods:
    case Step::Done:
        return SessionState::Authenticating;
    default:
        return SessionState::Connecting;
    }
}

TimePoint Connector::deadline() const
{
    return m_step == Step::AwaitSocket ? std::min(m_deadline, m_addressDeadline) : m_deadline;
}

std::optional<Result<std::unique_ptr<Transport>>> Connector::takeResult()
{
    return std::exchange(m_result, std::nullopt);
}

void Connector::watch(PollSet &poll)
{
    m_slot.reset();
    if (m_transport) {
        m_transport->watch(poll);
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
    if (Clock::now() >= m_deadline) {
        return fail(timeoutError(m_destination, state()));
    }
    if (m_transport) {
        m_transport->update(poll);
    }
    return runStep(poll);
}

bool Connector::runStep(const PollSet &poll)
{
    switch (m_step) {
    case Step::ReadKey:
        return readKey();
    case Step::Resolve:
        return resolve();
    case Step::NextAddress:
        return nextAddress();
    case Step::AwaitSocket:
        return awaitSocket(poll);
    case Step::Handshake:
        return handshake();
    case Step::Authenticate:
        return authenticate();
    case Step::AskMethods:
        return askMethods();
    case Step::Done:
        break;
    }
    return false;
}

bool Connector::readKey()
{
    auto key = readPrivateKey(m_destination.privateKeyFile);
    if (!key) {
        return fail(key.error());
    }
    m_privateKey = std::move(*key);
    m_resolver = std::make_unique<Resolver>(m_destination.host, m_destination.port);
    m_step = Step::Resolve;
    return true;
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
    return connected();
}

bool Connector::connected()
{
    auto transport = Transport::create(std::move(m_socket));
    if (!transport) {
        return fail(transport.error());
    }
    m_transport = std::move(*transport);
    m_transport->setRoundTrip(
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_addressStarted));
    preferHostKeys();
    m_step = Step::Handshake;
    return true;
}

void Connector::preferHostKeys()
{
    LIBSSH2_SESSION *session = m_transport->session();
    const char **names = nullptr;
    const int count = libssh2_session_supported_algs(session, LIBSSH2_METHOD_HOSTKEY, &names);
    QList<QByteArray> supported;
    for (int index = 0; index < count; ++index) {
        supported += QByteArray(names[index]); // NOLINT: the library's array
    }
    if (names != nullptr) {
        libssh2_free(session, static_cast<void *>(names));
    }
    const QByteArray methods = hostKeyMethods(m_destination.hostKeys, supported);
    // A refused preference leaves the library's own order: the key is verified in any case.
    static_cast<void>(
        libssh2_session_method_pref(session, LIBSSH2_METHOD_HOSTKEY, methods.constData()));
}

bool Connector::handshake()
{
    LIBSSH2_SESSION *session = m_transport->session();
    const int code = libssh2_session_handshake(session, m_transport->descriptor());
    if (code == LIBSSH2_ERROR_EAGAIN) {
        return false;
    }
    if (code != 0) {
        return fail(handshakeError(m_destination, session, code));
    }
    std::size_t length = 0;
    int type = 0;
    const char *blob = libssh2_session_hostkey(session, &length, &type);
    const auto verdict = verifyHostKey(
        m_destination,
        hostKeyFromBlob(QByteArray(blob, static_cast<qsizetype>(blob != nullptr ? length : 0))));
    if (!verdict) {
        return fail(verdict.error());
    }
    m_step = Step::Authenticate;
    return true;
}

bool Connector::authenticate()
{
    LIBSSH2_SESSION *session = m_transport->session();
    const int code = libssh2_userauth_publickey_frommemory(
        session,
        m_user.constData(),
        static_cast<std::size_t>(m_user.size()),
        nullptr,
        0,
        m_privateKey.constData(),
        static_cast<std::size_t>(m_privateKey.size()),
        "");
    switch (code) {
    case 0:
        m_privateKey.fill('\0');
        m_step = Step::Done;
        m_result = std::move(m_transport);
        return true;
    case LIBSSH2_ERROR_EAGAIN:
        return false;
    case LIBSSH2_ERROR_AUTHENTICATION_FAILED:
    case LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED:
        m_step = Step::AskMethods;
        return true;
    default:
        if (isConnectionFault(code)) {
            return fail(lostError(m_destination, lastDetail(session, code)));
        }
        return fail(unusableKeyError(m_destination, lastDetail(session, code)));
    }
}

bool Connector::askMethods()
{
    LIBSSH2_SESSION *session = m_transport->session();
    const char *methods = libssh2_userauth_list(
        session, m_user.constData(), static_cast<unsigned int>(m_user.size()));
    if (methods == nullptr && libssh2_session_last_errno(session) == LIBSSH2_ERROR_EAGAIN) {
        return false;
    }
    return fail(
        refusedError(m_destination, QString::fromUtf8(methods).replace(u',', QLatin1String(", "))));
}

bool Connector::fail(Error error)
{
    m_privateKey.fill('\0');
    m_step = Step::Done;
    m_transport.reset();
    m_socket.reset();
    m_result = failure(std::move(error));
    return true;
}

} // namespace Atelier::Ssh
