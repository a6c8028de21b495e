// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultpipe.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace Atelier::Test {

namespace {

constexpr std::size_t readSize = std::size_t{256} * 1024;
/** A smaller piece gets a buffer of its own size, so that many small ones don't fill the memory. */
constexpr std::size_t smallPiece = std::size_t{64} * 1024;
/** What is due and isn't taken: as with a socket's buffer, the sender must wait then. */
constexpr std::size_t dueLimit = std::size_t{1} * 1024 * 1024;
/** 500 MB/s over half a second. */
constexpr std::size_t queueLimitOfAll = std::size_t{256} * 1024 * 1024;
constexpr int readsATurn = 4;

double seconds(ProxyClock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

void FaultThrottle::setRate(std::int64_t bytesPerSecond)
{
    m_rate = bytesPerSecond;
    m_credit = 0;
    m_since = ProxyClock::now();
}

std::size_t FaultThrottle::allowance(ProxyTime now)
{
    if (m_rate <= 0) {
        return SIZE_MAX;
    }
    const auto rate = static_cast<double>(m_rate);
    m_credit = std::min(m_credit + (seconds(now - m_since) * rate), std::max(rate / 50, 1.0));
    m_since = now;
    return static_cast<std::size_t>(std::max(m_credit, 0.0));
}

void FaultThrottle::spend(std::size_t bytes)
{
    if (m_rate > 0) {
        m_credit -= static_cast<double>(bytes);
    }
}

ProxyTime FaultThrottle::next(ProxyTime now) const
{
    const auto rate = static_cast<double>(m_rate);
    const double wait = std::max(std::min(rate / 100, 1448.0) - m_credit, 1.0) / rate;
    return now
           + std::chrono::duration_cast<ProxyClock::duration>(std::chrono::duration<double>(wait));
}

std::size_t FaultThrottle::queueLimit() const
{
    return m_rate > 0
               ? std::clamp<std::size_t>(static_cast<std::size_t>(m_rate) / 10, 4096, dueLimit)
               : queueLimitOfAll;
}

void FaultPipe::readFrom(int source, ProxyTime now, ProxyClock::duration delay, ProxyTime notBefore)
{
    for (int turn = 0; turn < readsATurn && m_ending == Ending::None; ++turn) {
        if (!m_spare) {
            m_spare = std::make_unique_for_overwrite<char[]>(readSize); // NOLINT
        }
        const ssize_t count = ::recv(source, m_spare.get(), readSize, MSG_DONTWAIT);
        const ProxyTime due = std::max(now + delay, notBefore);
        if (count > 0) {
            keep(static_cast<std::size_t>(count), due);
            if (static_cast<std::size_t>(count) < smallPiece) {
                return;
            }
        } else if (count == 0) {
            m_ending = Ending::End;
            m_endDue = due;
        } else if (errno == EAGAIN || errno == EINTR) {
            return;
        } else {
            m_ending = Ending::Reset;
            m_endDue = due;
        }
    }
}

void FaultPipe::keep(std::size_t count, ProxyTime due)
{
    Chunk chunk{.due = due, .data = nullptr, .size = count};
    if (count < smallPiece) {
        chunk.data = std::make_unique_for_overwrite<char[]>(count); // NOLINT
        std::memcpy(chunk.data.get(), m_spare.get(), count);
    } else {
        chunk.data = std::move(m_spare);
    }
    m_queued += count;
    m_chunks.push_back(std::move(chunk));
}

std::size_t FaultPipe::writeTo(int target, ProxyTime now, std::size_t limit)
{
    std::size_t total = 0;
    while (total < limit && !m_blocked && hasDue(now)) {
        Chunk &chunk = m_chunks.front();
        const std::size_t size = std::min(chunk.size - chunk.sent, limit - total);
        const std::size_t count = send(target, chunk.data.get() + chunk.sent, size);
        chunk.sent += count;
        total += count;
        if (chunk.sent == chunk.size) {
            if (chunk.size >= smallPiece && !m_spare) {
                m_spare = std::move(chunk.data); // memory that is mapped already is much faster
            }
            m_chunks.pop_front();
        }
    }
    m_queued -= total;
    m_moved += static_cast<std::int64_t>(total);
    return total;
}

std::size_t FaultPipe::send(int target, const char *data, std::size_t size)
{
    if (m_broken) {
        return size; // reading from there says how it ended
    }
    const ssize_t count = ::send(target, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
        return static_cast<std::size_t>(count);
    }
    m_blocked = errno == EAGAIN;
    m_broken = errno != EAGAIN && errno != EINTR;
    return 0;
}

bool FaultPipe::flipNext()
{
    if (m_chunks.empty()) {
        return false;
    }
    Chunk &chunk = m_chunks.front();
    chunk.data[chunk.sent] = static_cast<char>(chunk.data[chunk.sent] ^ 0x10);
    return true;
}

bool FaultPipe::wantsInput(const FaultThrottle &throttle) const
{
    const std::size_t limit = m_blocked ? dueLimit : throttle.queueLimit();
    return m_ending == Ending::None && m_queued < limit;
}

bool FaultPipe::hasDue(ProxyTime now) const
{
    return !m_chunks.empty() && m_chunks.front().due <= now;
}

ProxyTime FaultPipe::due() const
{
    return m_chunks.empty() ? m_endDue : m_chunks.front().due;
}

FaultPipe::Ending FaultPipe::ending(ProxyTime now) const
{
    return m_chunks.empty() && m_endDue <= now ? m_ending : Ending::None;
}

} // namespace Atelier::Test
