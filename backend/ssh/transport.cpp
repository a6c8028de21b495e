// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/transport.h"

#include "backend/ssh/cipherorder.h"
#include "backend/ssh/errors.h"

#include <QCoreApplication>

namespace Atelier::Ssh {

namespace {

/** A server that never confirms a close must not keep us; freeing ends after this many tries. */
constexpr int freeAttempts = 100;

bool initialised()
{
    // Once a process; the answer is the same for every session.
    static const int status = libssh2_init(0);
    return status == 0;
}

} // namespace

void SessionDeleter::operator()(LIBSSH2_SESSION *session) const
{
    for (int attempt = 0; attempt < freeAttempts; ++attempt) {
        if (libssh2_session_free(session) != LIBSSH2_ERROR_EAGAIN) {
            return;
        }
    }
}

Transport::Transport(UniqueFd socket)
    : m_socket(std::move(socket))
{
}

Result<std::unique_ptr<Transport>> Transport::create(UniqueFd socket)
{
    std::unique_ptr<Transport> transport(new Transport(std::move(socket)));
    if (initialised()) {
        transport->m_session.reset(libssh2_session_init_ex(
            &AuthWatch::allocate, &AuthWatch::release, &AuthWatch::reallocate, transport.get()));
    }
    LIBSSH2_SESSION *session = transport->m_session.get();
    if (session == nullptr) {
        return failure({.code = Error::Code::Internal,
                        .message = QCoreApplication::translate("Ssh::Transport",
                                                               "SSH could not be initialised.")});
    }
    libssh2_session_set_blocking(session, 0);
    preferFastCiphers(session);
    // The library's type for all callbacks; it casts back by the callback's number.
    libssh2_session_callback_set2(
        session,
        LIBSSH2_CALLBACK_SEND,
        reinterpret_cast<libssh2_cb_generic *>(&Transport::send)); // NOLINT
    libssh2_session_callback_set2(
        session,
        LIBSSH2_CALLBACK_RECV,
        reinterpret_cast<libssh2_cb_generic *>(&Transport::receive)); // NOLINT
    return transport;
}

Transport::~Transport()
{
    if (m_session && !fault() && libssh2_userauth_authenticated(m_session.get()) != 0) {
        // A courtesy; the server notices the closed socket as well.
        static_cast<void>(libssh2_session_disconnect(m_session.get(), "Closed by the user"));
        m_socket.flush();
    }
    m_socket.shut();
    m_session.reset();
}

ssize_t Transport::send(
    libssh2_socket_t, const void *buffer, std::size_t length, int, void **abstract)
{
    auto *self = static_cast<Transport *>(*abstract);
    self->m_memory.socketAsked();
    return self->m_socket.send(static_cast<const char *>(buffer), length);
}

ssize_t Transport::receive(libssh2_socket_t, void *buffer, std::size_t length, int, void **abstract)
{
    auto *self = static_cast<Transport *>(*abstract);
    self->m_memory.socketAsked();
    return self->m_socket.receive(static_cast<char *>(buffer), length);
}

bool Transport::failOn(int code)
{
    if (!isConnectionFault(code)) {
        return false;
    }
    fail(lastDetail(m_session.get(), code));
    return true;
}

bool Transport::beginRequest(const void *who)
{
    if (m_requester == nullptr) {
        m_requester = who;
    }
    return m_requester == who;
}

void Transport::endRequest(const void *who)
{
    if (m_requester == who) {
        m_requester = nullptr;
    }
}

} // namespace Atelier::Ssh
