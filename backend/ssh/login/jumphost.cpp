// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/jumphost.h"

#include "backend/ssh/session.h"

#include <QCoreApplication>

#include <sys/eventfd.h>

namespace Atelier::Ssh {

namespace {

/** The last jump of @p destination with what it takes over. */
Destination hopOf(const Destination &destination)
{
    Destination hop = destination.jumps.back();
    hop.jumps.assign(destination.jumps.begin(), destination.jumps.end() - 1);
    hop.secrets = destination.secrets;
    if (!hop.asker) {
        hop.asker = destination.asker;
    }
    if (hop.hostKeys.isEmpty() && !hop.knownHosts) {
        hop.knownHosts = destination.knownHosts;
    }
    return hop;
}

QString sentenceOf(const Destination &hop, const QString &message)
{
    return QCoreApplication::translate("Ssh::JumpHost", "The jump host %1: %2")
        .arg(hop.host + QLatin1Char(':') + QString::number(hop.port), message);
}

} // namespace

JumpHost::JumpHost(const Destination &destination)
    : m_hop(hopOf(destination))
    , m_target(StreamTarget::tcp(destination.host, destination.port))
    , m_event(std::make_shared<UniqueFd>(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)))
    , m_session(std::make_unique<Session>(m_hop))
{
    m_opened = m_session->open();
    wakeAfter(m_opened);
}

JumpHost::~JumpHost() = default;

template<typename T>
void JumpHost::wakeAfter(QFuture<Result<T>> &future) const
{
    future.then([event = m_event](const QFuture<Result<T>> &) {
        const std::uint64_t one = 1;
        // Nobody writes often enough to fill the counter.
        static_cast<void>(::write(event->get(), &one, sizeof one));
    });
}

void JumpHost::watch(PollSet &poll) const
{
    static_cast<void>(poll.watch(m_event->get(), POLLIN)); // takeStream() looks in any case
}

void JumpHost::checkLink()
{
    m_session->checkLink();
}

void JumpHost::requestStream()
{
    m_requestedAt = Clock::now();
    m_stream = m_session->stream(m_target);
    wakeAfter(m_stream);
    m_isRequested = true;
}

std::optional<Result<UniqueFd>> JumpHost::takeStream()
{
    std::uint64_t count = 0;
    // Nothing to read is no fault: another descriptor woke the thread.
    static_cast<void>(::read(m_event->get(), &count, sizeof count));
    if (!m_isRequested) {
        if (!m_opened.isFinished()) {
            return std::nullopt;
        }
        if (const auto opened = m_opened.result(); !opened) {
            return failure(named(opened.error()));
        }
        requestStream();
    }
    if (!m_stream.isFinished()) {
        return std::nullopt;
    }
    auto stream = m_stream.result();
    if (!stream) {
        return failure(named(stream.error()));
    }
    m_roundTrip = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now()
                                                                        - m_requestedAt);
    m_end = stream->end;
    return std::move(*stream->descriptor);
}

Error JumpHost::named(const Error &error) const
{
    // What a jump host before this one said of itself is complete.
    for (const Destination &earlier : m_hop.jumps) {
        if (error.message.startsWith(sentenceOf(earlier, {}))) {
            return error;
        }
    }
    Error sentence = error;
    sentence.message = sentenceOf(m_hop, error.message);
    return sentence;
}

Error JumpHost::explain(const Error &error) const
{
    // The stream says its end before its descriptor closes.
    if (!m_end.isFinished() || m_end.resultCount() == 0) {
        return error;
    }
    const auto end = m_end.result();
    return end ? error : named(end.error());
}

} // namespace Atelier::Ssh
