// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/channel.h"
#include "backend/sftp/inlet.h"
#include "backend/sftp/leftovers.h"

#include <array>
#include <atomic>
#include <thread>

namespace Atelier::Sftp {

/**
 * A thread that drives up to nine channels and the work on them. Channel 0 is for what a person
 * waits for; the others carry bulk data, so that a listing does not queue behind a download.
 */
class Engine final
{
public:
    static constexpr int bulkChannels = 8; ///< servers allow ten sessions a connection
    using GiveStream = std::function<void(Result<Ssh::Stream>)>;
    /** Asks for a stream to the server; called in the engine's thread, answered from any. */
    using AskStream = std::function<void(bool isBulk, GiveStream give)>;

    Engine(AskStream ask, std::chrono::milliseconds patience);
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;
    /** Waits for the thread, which may wait for a disk: let retire() do it. */
    ~Engine();

    /** All work ends with Error::Code::Cancelled, soon; nobody waits for it. Any thread. */
    static void retire(std::unique_ptr<Engine> engine);
    /** Any thread. */
    void post(Inlet::Call call) { m_inlet->post(std::move(call)); }
    [[nodiscard]] bool isClosing() const { return m_isClosing; }

    // The engine's thread:

    [[nodiscard]] WorkPointer makeWork(std::stop_token stop);
    /** What waits for an answer in @p work gets Error::Code::Cancelled in the next turn. */
    void abort(const WorkPointer &work);
    /** Channel @p number, opened if need be. Where the server allows no further one, channel 0. */
    [[nodiscard]] Task<Result<ChannelPointer>> channel(WorkPointer work, int number);
    /** A channel was opened or refused, a consumer has caught up, something was stopped. */
    [[nodiscard]] Signal &changed() { return m_changed; }
    [[nodiscard]] const std::shared_ptr<Inlet> &inlet() const { return m_inlet; }

    /** Runs @p function in a thread where waiting for a disk holds nobody up. Without an answer the
     *  work was stopped first: the function goes on and must own what it uses. */
    [[nodiscard]] Task<std::optional<Result<void>>> elsewhere(
        WorkPointer work, std::function<Result<void>()> function);
    [[nodiscard]] Leftovers &leftovers() { return m_leftovers; }

private:
    struct Slot
    {
        ChannelPointer channel = {}; ///< null until it was greeted
        ChannelPointer greeted = {}; ///< while it is
        std::optional<Error> refusal = {};
        int attempts = 0;
        bool isOpening = false;
        Clock::time_point askedAt = {};
    };

    void run();
    /** Waits at the longest until @p latest. */
    void turn(Clock::time_point latest = Clock::time_point::max());
    void giveUpOpening();
    void finish();
    void runCalls();
    void askFor(int number);
    [[nodiscard]] Task<Done> take(int number, Result<Ssh::Stream> stream);
    void watchEnd(const ChannelPointer &channel);
    [[nodiscard]] std::vector<ChannelPointer> channels() const;

    AskStream m_ask;
    std::chrono::milliseconds m_patience;
    std::shared_ptr<Inlet> m_inlet = std::make_shared<Inlet>();
    std::array<Slot, bulkChannels + 1> m_slots;
    std::vector<ChannelPointer> m_retired; ///< failed, with requests that do not know it yet
    bool m_hasRoomForOne = false;          ///< MaxSessions 1: channel 0 does everything
    Leftovers m_leftovers;
    Signal m_changed;
    std::atomic<bool> m_wasStopped = false;
    std::atomic<bool> m_isClosing = false;
    std::vector<std::weak_ptr<Work>> m_works; ///< to wait for at the end
    std::thread m_thread;                     // last: uses all of the above
};

} // namespace Atelier::Sftp
