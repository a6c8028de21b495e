// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/logincontext.h"

#include "backend/ssh/errors.h"
#include "backend/ssh/login/loginerrors.h"
#include "backend/ssh/login/secretstore.h"

#include <sys/eventfd.h>
#include <sys/socket.h>

#include <utility>

namespace Atelier::Ssh {

namespace {

void moveBy(TimePoint &deadline, Clock::duration span)
{
    if (deadline != never) {
        deadline += span;
    }
}

/** Whether libssh2 waited for the server's word and got none that it could decrypt: it gives that
 * the number of a key that can't be used. */
bool hadNoAnswer(const QString &detail)
{
    return detail.contains(QLatin1String("Waiting for"))
           || detail.contains(QLatin1String("Failed getting response"));
}

} // namespace

LoginContext::LoginContext(Transport &transport,
                           Destination destination,
                           TimePoint deadline,
                           int cancelEvent,
                           std::atomic<bool> &isComputing)
    : m_transport(transport)
    , m_destination(std::move(destination))
    , m_user(m_destination.user.toUtf8())
    , m_deadline(deadline)
    , m_cancelEvent(cancelEvent)
    , m_isComputing(isComputing)
{
}

void LoginContext::stop(Error error)
{
    if (!m_stopped) {
        m_stopped = std::move(error);
    }
}

void LoginContext::cutOff()
{
    // Fails only for a socket that is cut off already.
    static_cast<void>(::shutdown(m_transport.socket().descriptor(), SHUT_RDWR));
}

bool LoginContext::waitForServer()
{
    PollSet poll;
    m_transport.socket().watch(poll);
    const PollSet::Slot cancel = poll.watch(m_cancelEvent, POLLIN);
    poll.wait(m_deadline);
    if (poll.ready(cancel) != 0) {
        stop(cancelledError());
    } else if (Clock::now() >= m_deadline) {
        stop(timeoutError(m_destination, SessionState::Authenticating));
    }
    m_transport.socket().update(poll);
    return !m_stopped;
}

Outcome LoginContext::judge(int code)
{
    if (m_stopped) {
        return Outcome::Stopped;
    }
    if (code == 0) {
        return Outcome::Accepted;
    }
    // libssh2 gives a lost connection different numbers, some of which mean something else too.
    const QString detail = lastDetail(session(), code);
    if (watch().farewell() || m_transport.fault() || isConnectionFault(code)
        || hadNoAnswer(detail)) {
        m_transport.fail(detail);
        stop(brokenOff());
        return Outcome::Stopped;
    }
    if (const auto &refusal = watch().refusal()) {
        m_wasPartial = m_wasPartial || refusal->isPartial;
        return refusal->isPartial ? Outcome::Partial : Outcome::Refused;
    }
    return Outcome::Unusable;
}

void LoginContext::keyFileAccepted(const QString &path)
{
    if (!m_wasPartial) {
        m_transport.setKeyFile(path);
    }
}

Error LoginContext::brokenOff() const
{
    if (const auto &farewell = watch().farewell()) {
        return dismissedError(m_destination, farewell->message);
    }
    return lostError(m_destination, m_transport.fault().value_or(QString()));
}

LoginContext::Wait LoginContext::waitFor(int descriptor,
                                         short events,
                                         std::chrono::milliseconds limit)
{
    const TimePoint started = Clock::now();
    PollSet poll;
    const PollSet::Slot slot = poll.watch(descriptor, events);
    const PollSet::Slot cancel = poll.watch(m_cancelEvent, POLLIN);
    while (poll.ready(slot) == 0 && poll.ready(cancel) == 0 && Clock::now() < started + limit) {
        poll.wait(started + limit);
    }
    moveBy(m_deadline, Clock::now() - started);
    if (poll.ready(cancel) != 0) {
        stop(cancelledError());
        return Wait::Stopped;
    }
    return poll.ready(slot) != 0 ? Wait::Ready : Wait::Expired;
}

bool LoginContext::awaitEvent(int event)
{
    const TimePoint started = Clock::now();
    PollSet poll;
    const PollSet::Slot answered = poll.watch(event, POLLIN);
    const PollSet::Slot cancel = poll.watch(m_cancelEvent, POLLIN);
    // Only its end: what the server says meanwhile is read later.
    const PollSet::Slot server = poll.watch(m_transport.socket().descriptor(), POLLRDHUP);
    while (poll.ready(answered) == 0 && poll.ready(cancel) == 0 && poll.ready(server) == 0) {
        poll.wait(never);
    }
    moveBy(m_deadline, Clock::now() - started);
    if (poll.ready(cancel) != 0) {
        stop(cancelledError());
    } else if (poll.ready(answered) == 0) {
        stop(waitedTooLongError(m_destination));
    }
    return !m_stopped;
}

template<typename T>
std::optional<Result<T>> LoginContext::await(QFuture<Result<T>> future)
{
    const auto event = std::make_shared<UniqueFd>(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    future.then([event](const QFuture<Result<T>> &) {
        const std::uint64_t one = 1;
        // The counter of a fresh eventfd can't be full.
        static_cast<void>(::write(event->get(), &one, sizeof one));
    });
    m_hasAsked = true;
    if (!awaitEvent(event->get())) {
        return std::nullopt;
    }
    return future.resultCount() > 0 ? future.takeResult() : Result<T>(failure(cancelledError()));
}

std::optional<QStringList> LoginContext::ask(SecretRequest request)
{
    if (!m_destination.asker) {
        stop(nobodyError(m_destination));
        return std::nullopt;
    }
    std::stop_source withdrawal; // NOLINT(misc-const-correctness): stops others
    request.withdrawn = withdrawal.get_token();
    Reply<QStringList> reply;
    auto future = reply.future();
    m_destination.asker->askSecret(request, std::move(reply));
    auto answer = await(std::move(future));
    withdrawal.request_stop();
    if (!answer) {
        return std::nullopt;
    }
    if (!*answer || (*answer)->size() != request.prompts.size()) {
        stop(givenUpError(m_destination));
        return std::nullopt;
    }
    return std::move(**answer);
}

std::shared_ptr<const Secret> LoginContext::askOne(const SecretRequest &request)
{
    auto answers = ask(request);
    if (!answers) {
        return nullptr;
    }
    QByteArray bytes = answers->first().toUtf8();
    auto secret = std::make_shared<const Secret>(bytes);
    wipe(bytes);
    wipe(answers->first());
    return secret;
}

void LoginContext::settle(const SecretRequest &request,
                          std::shared_ptr<const Secret> secret,
                          bool wasRight)
{
    if (wasRight) {
        secrets().keep(request, std::move(secret));
    } else {
        secrets().forget(request);
    }
    if (m_destination.asker) {
        m_destination.asker->secretTried(request, wasRight);
    }
}

bool LoginContext::ask(HostKeyQuestion question)
{
    std::stop_source withdrawal; // NOLINT(misc-const-correctness): stops others
    question.withdrawn = withdrawal.get_token();
    Reply<void> reply;
    auto future = reply.future();
    m_destination.asker->decideHostKey(question, std::move(reply));
    const auto answer = await(std::move(future));
    withdrawal.request_stop();
    if (answer && !*answer) {
        stop(givenUpError(m_destination));
    }
    return !m_stopped;
}

} // namespace Atelier::Ssh
