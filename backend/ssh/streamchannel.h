// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channelpump.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/stream.h"

namespace Atelier::Ssh {

/** The session's side of a Stream: one end of its socket pair and the channel. */
class StreamChannel final : public ChannelPump
{
public:
    /** @p reply is given once the channel to @p target is open. Null: it was given an error. */
    [[nodiscard]] static std::shared_ptr<StreamChannel> create(const StreamTarget &target,
                                                               Reply<Stream> reply);

protected:
    void fail(const Error &error) override;
    void expired() override;
    void cancel() override;
    bool isStarted(Transport &transport) override;
    bool readAside(Transport &transport) override;
    void ended(Transport &transport) override;
    void breakingOff() override;
    [[nodiscard]] bool awaitsClose() const override { return true; }
    [[nodiscard]] bool endsWithLocal() const override { return true; }

private:
    StreamChannel(UniqueFd ours, UniqueFd theirs, StreamTarget target, Reply<Stream> reply);
    bool requestProgram(Transport &transport);
    [[nodiscard]] bool isProgram() const;
    [[nodiscard]] Error refusal(const QString &detail) const;

    StreamTarget m_target;
    std::shared_ptr<UniqueFd> m_theirs; ///< until it is handed over
    Reply<Stream> m_reply;
    Reply<StreamEnd> m_end;
    QByteArray m_errorOutput;
};

} // namespace Atelier::Ssh
