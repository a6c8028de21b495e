// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/run/jobfolder.h"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace Atelier::Node {

/**
 * Sleeps until something about a job may have changed: a file in its folder came or grew, or its
 * supervisor is gone. First make one, then look at the job, then wait: nothing is missed.
 */
class JobWatch final
{
public:
    /** @p grows: the name of a file in the folder whose growth counts too, or null. */
    explicit JobWatch(JobFolder folder, const char *grows = nullptr);

    enum class Woken : unsigned char { Changed, SupervisorGone, TimeOver, Stopped };
    /** @p longest: nothing to wait for ever. */
    [[nodiscard]] Woken wait(const std::stop_token &stop,
                             std::optional<std::chrono::milliseconds> longest = {});

private:
    void followSupervisor();
    void followFile();
    void takeEvents();

    JobFolder m_folder;
    std::string m_grows;
    Posix::Descriptor m_events;     ///< inotify
    Posix::Descriptor m_supervisor; ///< can be read once it has ended
    bool m_isFollowed = false;
    bool m_fileFollowed = false;
    bool m_isBlind = false; ///< the supervisor is there, and the system has no handle for it
};

} // namespace Atelier::Node
