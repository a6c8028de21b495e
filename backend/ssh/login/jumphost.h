// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/core/uniquefd.h"
#include "backend/ssh/deadline.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/login/carrier.h"
#include "backend/ssh/pollset.h"
#include "backend/ssh/stream.h"

#include <QFuture>

#include <memory>
#include <optional>

namespace Atelier::Ssh {

class Session;

/**
 * The last server on the way to a destination (ProxyJump), with a thread, a host key and a login of
 * its own, and a direct channel through it. The servers before it are its own jump hosts. Belongs
 * to the attempt to connect, then to the transport; ending it ends the whole way.
 */
class JumpHost final : public Carrier
{
public:
    /** Begins to connect. @p destination has at least one jump. */
    explicit JumpHost(const Destination &destination);
    ~JumpHost() override;

    void watch(PollSet &poll) const;
    /** See Session::checkLink(). */
    void checkLink();
    /** The way to the destination or why there is none; nothing while it is made. Once. */
    [[nodiscard]] std::optional<Result<UniqueFd>> takeStream();
    /** How long the way took to open once the jump host was reached. */
    [[nodiscard]] std::chrono::milliseconds roundTrip() const { return m_roundTrip; }
    [[nodiscard]] Error explain(const Error &error) const override;

private:
    template<typename T>
    void wakeAfter(QFuture<Result<T>> &future) const;
    void requestStream();
    [[nodiscard]] Error named(const Error &error) const;

    Destination m_hop;
    StreamTarget m_target;
    std::shared_ptr<UniqueFd> m_event;
    QFuture<Result<void>> m_opened;
    QFuture<Result<Stream>> m_stream;
    bool m_isRequested = false; ///< m_stream
    QFuture<Result<StreamEnd>> m_end;
    TimePoint m_requestedAt = never;
    std::chrono::milliseconds m_roundTrip{0};
    std::unique_ptr<Session> m_session; // last: its end answers the futures
};

} // namespace Atelier::Ssh
