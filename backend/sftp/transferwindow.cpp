// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/transferwindow.h"

#include <algorithm>

namespace Atelier::Sftp {

namespace {

constexpr quint32 smallestBlock = 32 * 1024;
constexpr quint32 firstBlock = 128 * 1024;
/** Requests that are always under way, so that neither end waits for the other. */
constexpr quint64 leastBlocks = 8;
constexpr std::chrono::milliseconds farAway{5};
/** 100 MiB a second at 40 ms. */
constexpr quint64 firstFarAway = quint64{4} * 1024 * 1024;
constexpr double shortestMeasure = 0.02;
/** So much of a second's bytes is one request. */
constexpr double blockShare = 0.1;

} // namespace

TransferWindow::TransferWindow(quint32 largestBlock, quint64 ceiling, Clock::duration roundTrip)
    : m_largestBlock(largestBlock)
    , m_ceiling(ceiling)
    , m_block(std::min(firstBlock, largestBlock))
    , m_limit(std::min(ceiling, roundTrip > farAway ? firstFarAway : m_block * leastBlocks))
{
}

void TransferWindow::delivered(quint64 bytes, Clock::duration roundTrip, Clock::time_point now)
{
    using Seconds = std::chrono::duration<double>;
    if (m_since == Clock::time_point()) {
        m_since = now; // the first answer only starts the watch
        return;
    }
    m_counted += bytes;
    const double trip = Seconds(roundTrip).count();
    const double span = Seconds(now - m_since).count();
    if (span < std::max(trip, shortestMeasure)) {
        return;
    }
    const double rate = static_cast<double>(m_counted) / span;
    // A rate that falls is believed slowly: one stalled moment must not close the window.
    m_rate = std::max(rate, m_rate * 0.9);
    m_counted = 0;
    m_since = now;
    m_block = static_cast<quint32>(
        std::clamp(m_rate * blockShare,
                   static_cast<double>(std::min(smallestBlock, m_largestBlock)),
                   static_cast<double>(m_largestBlock)));
    const auto wanted = static_cast<quint64>(2 * m_rate * trip);
    m_limit = std::clamp(wanted, std::min(m_ceiling, m_block * leastBlocks), m_ceiling);
}

} // namespace Atelier::Sftp
