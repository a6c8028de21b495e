// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/channelopener.h"

#include "backend/ssh/errors.h"

#include <QCoreApplication>

#include <iterator>

namespace Atelier::Ssh {

namespace {

/** Small windows keep other channels quick while one is busy; far away they would limit the rate.
 */
constexpr unsigned int nearWindow = 256 * 1024;
constexpr unsigned int farWindow = 2 * 1024 * 1024;
/** Bulk data has a connection of its own: what limits its rate is the window over the round trip.
 */
constexpr unsigned int nearBulkWindow = 2 * 1024 * 1024;
constexpr unsigned int farBulkWindow = 16 * 1024 * 1024;
constexpr unsigned int packetSize = 32768;
/** For a server that counts a session channel still which is closed: five seconds in all. */
constexpr std::chrono::milliseconds refusalPause{50};
constexpr int maximumRefusals = 100;

std::chrono::milliseconds millisecondsSince(TimePoint time)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - time);
}

unsigned int windowFor(const ChannelSpec &spec, Transport &transport)
{
    if (!transport.roundTrip().isFar()) {
        return spec.isBulk ? nearBulkWindow : nearWindow;
    }
    const bool isWide = spec.isBulk && transport.channels().windows().take(farBulkWindow);
    return isWide ? farBulkWindow : farWindow;
}

Error refusal(const ChannelSpec &spec, const QString &detail)
{
    if (spec.kind == ChannelSpec::Kind::Session) {
        return {.code = Error::Code::ChannelRefused,
                .message = QCoreApplication::translate("Ssh::ChannelOpener",
                                                       "The server refused to run a command."),
                .detail = detail};
    }
    // libssh2 keeps of the server's reason only this word. OpenSSH's refusal of a socket looks as
    // if nobody answered there.
    const bool forbidden = detail.contains(QLatin1String("prohibited"));
    QString message;
    if (spec.kind == ChannelSpec::Kind::Socket) {
        message = QCoreApplication::translate(
            "Ssh::ChannelOpener",
            "Nothing answers at %1 on the server, or the server does not allow connections to "
            "sockets (AllowStreamLocalForwarding).");
    } else if (forbidden) {
        message = QCoreApplication::translate(
            "Ssh::ChannelOpener",
            "The server does not allow connections to %1 (AllowTcpForwarding, PermitOpen).");
    } else {
        message = QCoreApplication::translate("Ssh::ChannelOpener",
                                              "Nothing answers at %1 on the server.");
    }
    return {.code = Error::Code::ForwardingRefused,
            .message = message.arg(spec.target),
            .detail = detail,
            .target = spec.target};
}

} // namespace

void ChannelOpener::request(const std::weak_ptr<ChannelOwner> &owner, ChannelSpec spec)
{
    m_queue.push_back({.owner = owner, .spec = std::move(spec)});
}

void ChannelOpener::clear()
{
    m_queue.clear();
    m_deferred.clear();
    m_deferredAt = 0;
    m_limitedUntil = never;
    m_hadSession = false;
    m_againAt = never;
    m_opening = false;
    m_window = 0;
}

bool ChannelOpener::drive(Transport &transport)
{
    admitDeferred(transport);
    // A request that nobody waits for is dropped, but not when the server has been asked already.
    while (!m_opening && !m_queue.empty() && m_queue.front().owner.expired()) {
        m_queue.pop_front();
    }
    if (m_queue.empty()) {
        return false;
    }
    if (!m_opening && deferBeyondLimit(transport)) {
        return true;
    }
    const ChannelSpec &spec = m_queue.front().spec;
    if (!m_opening) {
        m_askedAt = Clock::now();
        m_window = windowFor(spec, transport);
    }
    m_opening = true;
    LIBSSH2_SESSION *session = transport.session();
    LIBSSH2_CHANNEL *channel = libssh2_channel_open_ex(
        session,
        spec.type.constData(),
        static_cast<unsigned int>(spec.type.size()),
        m_window,
        packetSize,
        spec.message.isEmpty() ? nullptr : spec.message.constData(),
        static_cast<unsigned int>(spec.message.size()));
    if (channel != nullptr) {
        transport.roundTrip().noteAnswer(millisecondsSince(m_askedAt));
        opened(transport, channel);
        return true;
    }
    const int code = libssh2_session_last_errno(session);
    if (code == LIBSSH2_ERROR_EAGAIN || transport.failOn(code)) {
        return false;
    }
    transport.roundTrip().noteAnswer(millisecondsSince(m_askedAt));
    refused(transport, code);
    return true;
}

void ChannelOpener::opened(Transport &transport, LIBSSH2_CHANNEL *channel)
{
    const Request request = std::move(m_queue.front());
    m_queue.pop_front();
    m_opening = false;
    const bool isSession = request.spec.kind == ChannelSpec::Kind::Session;
    if (isSession) {
        m_hadSession = true;
        transport.channels().sessionOpened();
    }
    Channel handle(channel,
                   {.transport = &transport,
                    .share = {.isSession = isSession,
                              .window = m_window == farBulkWindow ? farBulkWindow : 0}});
    if (const auto owner = request.owner.lock()) {
        owner->channelOpened(std::move(handle));
    }
}

void ChannelOpener::refused(Transport &transport, int code)
{
    Request request = std::move(m_queue.front());
    m_queue.pop_front();
    m_opening = false;
    if (m_window == farBulkWindow) {
        transport.channels().windows().giveBack(farBulkWindow);
    }
    if (request.spec.kind == ChannelSpec::Kind::Session) {
        learnLimit(transport.channels().sessions());
        if (defer(request, transport)) {
            return;
        }
    }
    if (const auto owner = request.owner.lock()) {
        owner->channelOpened(failure(refusal(request.spec, lastDetail(transport.session(), code))));
    }
}

bool ChannelOpener::deferBeyondLimit(const Transport &transport)
{
    Request &next = m_queue.front();
    if (next.spec.kind != ChannelSpec::Kind::Session || m_deferredAt == 0
        || transport.channels().sessions() < m_deferredAt) {
        return false;
    }
    Request request = std::move(next);
    m_queue.pop_front();
    return defer(request, transport); // the answer is known
}

void ChannelOpener::learnLimit(int sessions)
{
    if (sessions > 0) {
        m_deferredAt = sessions;
        m_limitedUntil = deadlineIn(limitTrust);
    }
}

bool ChannelOpener::defer(Request &request, const Transport &transport)
{
    const int open = transport.channels().sessions();
    if (open > 0) {
        const auto owner = request.owner.lock();
        if (owner && !owner->channelDeferred(open)) {
            m_deferred.push_back(std::move(request));
        }
        return true;
    }
    if (!m_hadSession || ++request.refusals > maximumRefusals) {
        return false;
    }
    m_deferred.push_back(std::move(request));
    m_againAt = deadlineIn(refusalPause);
    return true;
}

void ChannelOpener::admitDeferred(const Transport &transport)
{
    bool isTime = Clock::now() >= m_againAt;
    if (isTime) {
        m_againAt = never;
    }
    if (Clock::now() >= m_limitedUntil) {
        m_deferredAt = 0;
        m_limitedUntil = never;
        isTime = true;
    }
    const bool hasRoom = m_againAt == never && transport.channels().sessions() < m_deferredAt;
    if (!m_deferred.empty() && (isTime || hasRoom)) {
        m_queue.insert(m_queue.end(),
                       std::make_move_iterator(m_deferred.begin()),
                       std::make_move_iterator(m_deferred.end()));
        m_deferred.clear();
    }
}

} // namespace Atelier::Ssh
