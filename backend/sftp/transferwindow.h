// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <chrono>

namespace Atelier::Sftp {

/**
 * How much of a transfer may be under way: twice what the path holds (rate times round trip), so it
 * doubles from round trip to round trip until the rate grows no more, and stays small nearby.
 */
class TransferWindow final
{
public:
    using Clock = std::chrono::steady_clock;

    /** @p largestBlock is of one request, @p ceiling of all together, in bytes. A long @p roundTrip
     *  begins with what fills a usual path: each doubling would cost another one. */
    TransferWindow(quint32 largestBlock, quint64 ceiling, Clock::duration roundTrip = {});

    [[nodiscard]] quint64 limit() const { return m_limit; }
    /** Of the next request: on a slow path small enough to show progress and to be stopped. */
    [[nodiscard]] quint32 block() const { return m_block; }
    /** @p bytes more were confirmed; @p roundTrip is the path's without load. */
    void delivered(quint64 bytes, Clock::duration roundTrip, Clock::time_point now = Clock::now());

private:
    quint32 m_largestBlock;
    quint64 m_ceiling;
    quint32 m_block;
    quint64 m_limit;
    quint64 m_counted = 0;
    Clock::time_point m_since = {};
    double m_rate = 0; ///< bytes a second
};

} // namespace Atelier::Sftp
