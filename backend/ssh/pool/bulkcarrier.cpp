// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/bulkcarrier.h"

#include "backend/core/async.h"
#include "backend/ssh/openssh/opensshconnection.h"
#include "backend/ssh/pool/downtime.h"

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** A near server answers sooner, and meanwhile somebody waits who could be served otherwise. */
constexpr std::chrono::milliseconds carrierConnectTime{2'000};
/** And tells whether its log can be read. */
constexpr std::chrono::milliseconds trialTime{1'500};
/** No server has a subsystem of this name, and each says so. */
constexpr auto trialSubsystem = "trial@atelier";
/** How long OpenSSH's client is left alone that could not be had for @p reason. */
std::chrono::milliseconds pauseAfter(Error::Code reason)
{
    // A program that is missing, or another than expected, stays so for longer than a network.
    const bool isProgramsFault = reason == Error::Code::NotFound || reason == Error::Code::Protocol
                                 || reason == Error::Code::HandshakeFailed;
    return isProgramsFault ? std::chrono::minutes(10) : downTime(reason);
}
/** A server that is far, or a login that was asked for, stays so for a while. */
constexpr std::chrono::milliseconds unsuitableTime{30'000};

bool isProgram(const StreamTarget &target)
{
    return target.kind == StreamTarget::Kind::Command
           || target.kind == StreamTarget::Kind::Subsystem;
}

/** Whether the other way may begin @p target anew after @p reason: a command must not run twice, so
 * only after what certainly came before it ran. */
bool mayBeginAgain(const StreamTarget &target, Error::Code reason)
{
    return target.kind == StreamTarget::Kind::Subsystem || reason == Error::Code::ChannelRefused
           || reason == Error::Code::NotFound || reason == Error::Code::Exhausted;
}

} // namespace

/** A client of OpenSSH's, shared by the streams through it. */
struct BulkCarrier::Client
{
    std::unique_ptr<OpenSshConnection> connection = {};
    bool isTried = false; ///< and found good
    int streams = 0;      ///< those that are being opened included
};

BulkCarrier::BulkCarrier(Ways ways, QObject *parent)
    : QObject(parent)
    , m_ways(std::move(ways))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(m_ways.rest);
    connect(&m_rest, &QTimer::timeout, this, [this] { m_client.reset(); });
    m_trial.setSingleShot(true);
    connect(&m_trial, &QTimer::timeout, this, [this] { giveUp(Error::Code::Protocol); });
}

BulkCarrier::~BulkCarrier()
{
    close();
}

bool BulkCarrier::isStanding() const
{
    return m_client && m_client->isTried && m_client->connection->state() == SessionState::Ready;
}

void BulkCarrier::open(const StreamTarget &target, Reply<Stream> reply)
{
    if (m_ways.program.isEmpty() || !isProgram(target) || Clock::now() < m_downUntil) {
        m_ways.usual(target, std::move(reply));
        return;
    }
    Request request{.target = target, .reply = std::move(reply)};
    if (isStanding()) {
        begin(std::move(request));
        return;
    }
    m_waiting.push_back(std::move(request));
    if (!m_client) {
        survey();
    }
}

void BulkCarrier::survey()
{
    if (std::exchange(m_isSurveying, true)) {
        return;
    }
    whenDone(m_ways.survey(),
             this,
             [this, generation = m_generation](const Result<LinkSurvey::Finding> &finding) {
                 m_isSurveying = false;
                 if (generation != m_generation) {
                     passOn();
                 } else {
                     surveyed(finding);
                 }
             });
}

void BulkCarrier::surveyed(const Result<LinkSurvey::Finding> &finding)
{
    if (const auto found = finding.value_or(LinkSurvey::Finding())) {
        connectTo(*found);
        return;
    }
    if (finding) {
        m_downUntil = deadlineIn(unsuitableTime);
    }
    passOn();
}

void BulkCarrier::connectTo(const Destination &destination)
{
    Destination there = destination;
    there.connectTimeout = std::min(there.connectTimeout, carrierConnectTime);
    m_client = std::make_shared<Client>();
    m_client->connection = std::make_unique<OpenSshConnection>(
        there, OpenSshOptions{.program = m_ways.program, .isBulkApart = false});
    const std::weak_ptr<Client> weak = m_client;
    const auto isPresent = [this, weak] { return m_client && m_client == weak.lock(); };
    whenDone(m_client->connection->open(), this, [this, isPresent](const Result<void> &result) {
        if (isPresent()) {
            opened(result);
        }
    });
    // Later, because the connection is in the middle of it.
    connect(
        m_client->connection.get(),
        &Connection::stateChanged,
        this,
        [this, isPresent](SessionState state) {
            if (state == SessionState::Lost && isPresent()) {
                dropClient();
            }
        },
        Qt::QueuedConnection);
}

void BulkCarrier::opened(const Result<void> &result)
{
    if (!result) {
        giveUp(result.error().code);
        return;
    }
    // A later OpenSSH may say otherwise what became of a channel. Then nobody should wait for it.
    m_trial.start(trialTime);
    whenDone(m_client->connection->stream(StreamTarget::subsystem(QLatin1String(trialSubsystem))),
             this,
             [this, weak = std::weak_ptr(m_client)](const Result<Stream> &stream) {
                 if (m_client && m_client == weak.lock() && m_trial.isActive()) {
                     tried(stream ? Error::Code::Unknown : stream.error().code);
                 }
             });
}

void BulkCarrier::tried(Error::Code answer)
{
    if (answer != Error::Code::ChannelRefused) {
        giveUp(answer);
        return;
    }
    m_trial.stop();
    m_client->isTried = true;
    m_rest.start();
    for (Request &request : std::exchange(m_waiting, {})) {
        begin(std::move(request));
    }
}

void BulkCarrier::giveUp(Error::Code reason)
{
    m_trial.stop();
    m_downUntil = deadlineIn(pauseAfter(reason));
    m_client.reset();
    passOn();
}

void BulkCarrier::begin(Request request)
{
    m_rest.stop();
    const auto client = m_client;
    ++client->streams;
    const auto future = client->connection->stream(request.target);
    whenDone(future,
             this,
             [this, client, pending = std::make_shared<Request>(std::move(request))](
                 const Result<Stream> &stream) { answered(client, std::move(*pending), stream); });
}

void BulkCarrier::answered(const std::shared_ptr<Client> &client,
                           Request request,
                           const Result<Stream> &stream)
{
    if (stream) {
        whenDone(stream->end, this, [this, client](const Result<StreamEnd> &) { release(client); });
        request.reply.give(*stream);
        return;
    }
    release(client);
    const Error::Code reason = stream.error().code;
    if (reason == Error::Code::Cancelled || !mayBeginAgain(request.target, reason)) {
        request.reply.give(failure(stream.error()));
    } else {
        m_ways.usual(request.target, std::move(request.reply));
    }
}

void BulkCarrier::release(const std::shared_ptr<Client> &client)
{
    if (--client->streams > 0) {
        return;
    }
    if (client == m_client) {
        m_rest.start();
    } else {
        std::erase(m_former, client);
    }
}

void BulkCarrier::passOn()
{
    for (Request &request : std::exchange(m_waiting, {})) {
        m_ways.usual(request.target, std::move(request.reply));
    }
}

void BulkCarrier::leave()
{
    m_downUntil = TimePoint::min(); // what was found out was true of the old place
    dropClient();
}

void BulkCarrier::dropClient()
{
    ++m_generation;
    m_rest.stop();
    m_trial.stop();
    const auto client = std::exchange(m_client, nullptr);
    if (client && client->streams > 0) {
        m_former.push_back(client);
    }
    if (!m_isSurveying) {
        passOn();
    }
}

void BulkCarrier::checkLink()
{
    for (const auto &client : m_former) {
        client->connection->checkLink();
    }
    if (m_client) {
        m_client->connection->checkLink();
    }
}

void BulkCarrier::close()
{
    for (Request &request : std::exchange(m_waiting, {})) {
        request.reply.give(failure(cancelledError()));
    }
    dropClient();
    // Those who hold a client wait for the ends of its streams, which this says.
    for (const auto &client : std::exchange(m_former, {})) {
        client->connection.reset();
    }
}

} // namespace Atelier::Ssh
