// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <QObject>
#include <QTimer>

class QSocketNotifier;

namespace Atelier::Ssh {

/**
 * Says when connections may have died or come within reach without their sockets showing it: the
 * network changed, or the computer was asleep. Asks nobody: the kernel reports addresses and links
 * by rtnetlink(7), and cancels a timer of the wall clock when that jumps, which it does on resume
 * (TFD_TIMER_CANCEL_ON_SET of timerfd_create(2)) and when a paused virtual machine goes on. A clock
 * that is set looks the same; a sign of life costs one packet. Lives in the thread that makes it.
 */
class LinkWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LinkWatch)

public:
    /** Where the news come from. Invalid descriptors bring none. */
    struct Sources
    {
        UniqueFd network = {}; ///< readable when something happened; what it says does not matter
        UniqueFd clock = {};   ///< a timerfd of CLOCK_REALTIME

        /** The kernel's. */
        [[nodiscard]] static Sources ofThisComputer();
    };

    explicit LinkWatch(Sources sources = Sources::ofThisComputer(), QObject *parent = nullptr);
    ~LinkWatch() override;

Q_SIGNALS:
    /** Connected sessions should ask for a sign of life, waiting ones try now. Once for many events
     *  at a time, at most 4 times a second. */
    void changed();

private:
    void watch(const UniqueFd &descriptor, void (LinkWatch::*take)());
    void takeNetworkNews();
    void takeClockNews();
    void armClock();
    void report();

    Sources m_sources;
    QTimer m_pause; ///< runs for a moment after a report, and then tells of what came meanwhile
    bool m_hasMore = false;
};

} // namespace Atelier::Ssh
