// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/channelopener.h"

#include "backend/ssh/errors.h"

#include <QCoreApplication>

#include <iterator>

namespace Atelier::Ssh {

namespace {

/** A round trip longer than this is not the same machine or network. */
constexpr std::chrono::milliseconds nearby{5};
/** Small windows keep other channels quick while one is busy; far away they would limit the rate.
 */
constexpr unsigned int nearWindow = 256 * 1024;
constexpr unsigned int farWindow = 2 * 1024 * 1024;
/** Bulk data has a connection of its own: what limits its rate is the window over the round trip.
 */
constexpr unsigned int nearBulkWindow = 2 * 1024 * 1024;
constexpr unsigned int farBulkWindow = 16 * 1024 * 1024;
constexpr unsigned int packetSize = 32768;

unsigned int windowFor(const ChannelSpec &spec, const Transport &transport)
{
    const bool isNear = transport.roundTrip() <= nearby;
    if (spec.isBulk) {
        return isNear ? nearBulkWindow : farBulkWindow;
    }
    return isNear ? nearWindow : farWindow;
}

Error refusal(const ChannelSpec &spec, const QString &detail)
{
    if (spec.kind == ChannelSpec::Kind::Session) {
        return {.code = Error::Code::ChannelRefused,
                .message = QCoreApplication::translate("Ssh::ChannelOpener",
                                                       "The server refused to run a command."),
                .detail = detail};
    }
    // libssh2 keeps of the server's reason only this word.
    const bool forbidden = detail.contains(QLatin1String("prohibited"));
    return {
        .code = Error::Code::ForwardingRefused,
        .message = (forbidden
                        ? QCoreApplication::translate(
                              "Ssh::ChannelOpener", "The server does not allow connections to %1.")
                        : QCoreApplication::translate("Ssh::ChannelOpener",
                                                      "Nothing answers at %1 on the server."))
                       .arg(spec.target),
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
    m_opening = false;
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
    m_opening = true;
    const ChannelSpec &spec = m_queue.front().spec;
    LIBSSH2_SESSION *session = transport.session();
    LIBSSH2_CHANNEL *channel = libssh2_channel_open_ex(
        session,
        spec.type.constData(),
        static_cast<unsigned int>(spec.type.size()),
        windowFor(spec, transport),
        packetSize,
        spec.message.isEmpty() ? nullptr : spec.message.constData(),
        static_cast<unsigned int>(spec.message.size()));
    if (channel != nullptr) {
        opened(transport, channel);
        return true;
    }
    const int code = libssh2_session_last_errno(session);
    if (code == LIBSSH2_ERROR_EAGAIN || transport.failOn(code)) {
        return false;
    }
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
        transport.sessionChannelOpened();
    }
    Channel handle(channel, {.transport = &transport, .isSession = isSession});
    if (const auto owner = request.owner.lock()) {
        owner->channelOpened(std::move(handle));
    }
}

void ChannelOpener::refused(Transport &transport, int code)
{
    Request request = std::move(m_queue.front());
    m_queue.pop_front();
    m_opening = false;
    if (request.spec.kind == ChannelSpec::Kind::Session && transport.sessionChannels() > 0) {
        m_deferred.push_back(std::move(request));
        m_deferredAt = transport.sessionChannels();
        return;
    }
    if (const auto owner = request.owner.lock()) {
        owner->channelOpened(failure(refusal(request.spec, lastDetail(transport.session(), code))));
    }
}

void ChannelOpener::admitDeferred(const Transport &transport)
{
    if (!m_deferred.empty() && transport.sessionChannels() < m_deferredAt) {
        m_queue.insert(m_queue.end(),
                       std::make_move_iterator(m_deferred.begin()),
                       std::make_move_iterator(m_deferred.end()));
        m_deferred.clear();
    }
}

} // namespace Atelier::Ssh
