// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channeltask.h"
#include "backend/ssh/reply.h"

namespace Atelier::Ssh {

/** Sends one request to a UNIX socket of the node and collects the answer until its end. */
class Exchange final : public ChannelTask
{
public:
    Exchange(const QString &socketPath,
             QByteArray request,
             std::chrono::milliseconds timeout,
             Reply<QByteArray> reply);

    void watch(PollSet &poll) override;
    void cancel() override;

protected:
    bool prepare(const PollSet &poll) override;
    bool work(Transport &transport) override;
    void fail(const Error &error) override;
    void expired() override;

private:
    bool send(Transport &transport);
    bool receive(Transport &transport);

    QString m_socketPath;
    QByteArray m_request;
    qsizetype m_sent = 0;
    QByteArray m_answer;
    Reply<QByteArray> m_reply;
};

} // namespace Atelier::Ssh
