// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/loginthread.h"

#include "backend/core/uniquefd.h"
#include "backend/ssh/login/login.h"

#include <QCoreApplication>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>

#include <atomic>
#include <system_error>

namespace Atelier::Ssh {

/** What the thread may have to itself in the end. */
struct LoginThread::State
{
    std::unique_ptr<Transport> transport;
    Destination destination;
    TimePoint deadline;
    UniqueFd cancelEvent{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    UniqueFd doneEvent{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    Result<void> result;
    std::atomic<bool> isComputing{false};

    /** Wipes what an abandoned login leaves in libssh2, such as a password that was not sent. */
    ~State();

    void run();
};

namespace {

/** A cancelled login ends at once unless it computes; no longer is waited for one that doesn't. */
constexpr int endTime = 500;

Error noThread(const QString &detail)
{
    return {.code = Error::Code::Exhausted,
            .message = QCoreApplication::translate("Ssh::Login",
                                                   "No thread could be started for the login."),
            .detail = detail};
}

void raise(const UniqueFd &event)
{
    const std::uint64_t one = 1;
    // The counter of a fresh eventfd can't be full.
    static_cast<void>(::write(event.get(), &one, sizeof one));
}

} // namespace

LoginThread::State::~State()
{
    if (transport) {
        const AuthWatch::Scope scope(transport->authWatch());
        transport.reset();
    }
}

void LoginThread::State::run()
{
    static_cast<void>(::pthread_setname_np(::pthread_self(), "ssh login")); // for debuggers only
    const AuthWatch::Scope scope(transport->authWatch());
    LoginContext context(*transport, destination, deadline, cancelEvent.get(), isComputing);
    Login login(context);
    result = login.run();
}

LoginThread::LoginThread(std::unique_ptr<Transport> transport,
                         Destination destination,
                         TimePoint deadline)
    : m_state(new State{.transport = std::move(transport),
                        .destination = std::move(destination),
                        .deadline = deadline,
                        .result = {}})
{
    if (!m_state->cancelEvent.isValid() || !m_state->doneEvent.isValid()) {
        m_state->result = failure(noThread(QStringLiteral("no descriptors are left")));
        raise(m_state->doneEvent);
        return;
    }
    try {
        m_thread = std::thread([state = m_state] {
            state->run();
            raise(state->doneEvent);
        });
    } catch (const std::system_error &error) {
        m_state->result = failure(noThread(QString::fromLocal8Bit(error.what())));
        raise(m_state->doneEvent);
    }
}

LoginThread::~LoginThread()
{
    if (!m_thread.joinable()) {
        return;
    }
    raise(m_state->cancelEvent);
    pollfd done{.fd = m_state->doneEvent.get(), .events = POLLIN, .revents = 0};
    if (::poll(&done, 1, m_state->isComputing ? 0 : endTime) > 0) {
        m_thread.join();
    } else {
        m_thread.detach();
    }
}

void LoginThread::watch(PollSet &poll) const
{
    // takeResult() looks in any case
    static_cast<void>(poll.watch(m_state->doneEvent.get(), POLLIN));
}

std::optional<Result<std::unique_ptr<Transport>>> LoginThread::takeResult()
{
    std::uint64_t count = 0;
    if (m_state->doneEvent.isValid()
        && ::read(m_state->doneEvent.get(), &count, sizeof count) != sizeof count) {
        return std::nullopt;
    }
    if (m_thread.joinable()) {
        m_thread.join();
    }
    if (!m_state->result) {
        const Error &error = m_state->result.error();
        // What broke may have been a jump host on the way.
        return failure(
            error.code == Error::Code::ConnectionLost ? m_state->transport->explain(error) : error);
    }
    return std::move(m_state->transport);
}

} // namespace Atelier::Ssh
