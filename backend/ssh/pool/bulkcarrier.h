// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/deadline.h"
#include "backend/ssh/pool/linksurvey.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/stream.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace Atelier::Ssh {

class OpenSshConnection;

/**
 * Carries the bulk streams of a PooledConnection by OpenSSH's own client, which decrypts faster
 * than libssh2, where that can be had without anybody noticing: near, with a login that asks
 * nobody, to a server with the host key that was verified already. Where it can't, each stream goes
 * the usual way, and it is not tried again for a while. Nothing of it is ever said to a person.
 *
 * Lives in the thread of its owner; the bytes move between the client's process and whoever has the
 * stream.
 */
class BulkCarrier final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BulkCarrier)

public:
    struct Ways
    {
        QString program = {};                ///< ssh(1); empty: never
        std::chrono::milliseconds rest = {}; ///< how long a client stays without work
        std::function<QFuture<Result<LinkSurvey::Finding>>()> survey = {};
        std::function<void(const StreamTarget &, Reply<Stream>)> usual = {};
    };

    explicit BulkCarrier(Ways ways, QObject *parent = nullptr);
    /** Ends everything with Error::Code::Cancelled. */
    ~BulkCarrier() override;

    /** A bulk stream, by whichever way. */
    void open(const StreamTarget &target, Reply<Stream> reply);
    /** Ends everything with Error::Code::Cancelled. */
    void close();
    /** The server is another, or elsewhere: what moves goes on, what comes is surveyed anew. */
    void leave();
    /** The network or the computer has come back; see Session::checkLink(). */
    void checkLink();
    /** Whether a client of OpenSSH's stands at this moment. */
    [[nodiscard]] bool isStanding() const;

private:
    struct Client;
    struct Request
    {
        StreamTarget target;
        Reply<Stream> reply;
    };

    void survey();
    void surveyed(const Result<LinkSurvey::Finding> &finding);
    void connectTo(const Destination &destination);
    void opened(const Result<void> &result);
    void tried(Error::Code answer);
    void giveUp(Error::Code reason);
    void begin(Request request);
    void answered(const std::shared_ptr<Client> &client,
                  Request request,
                  const Result<Stream> &stream);
    void release(const std::shared_ptr<Client> &client);
    void passOn();
    void dropClient();

    Ways m_ways;
    bool m_isSurveying = false;
    int m_generation = 0; ///< of what is known of the server
    TimePoint m_downUntil = TimePoint::min();
    std::vector<Request> m_waiting;
    QTimer m_rest;
    QTimer m_trial;
    std::shared_ptr<Client> m_client;
    std::vector<std::shared_ptr<Client>> m_former; ///< left, with streams that go on
};

} // namespace Atelier::Ssh
