// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The request watch.
#include "backend/node/files/filehandlers.h"
#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"
#include "backend/node/watch/folderwatch.h"
#include "backend/node/watch/stopsignal.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>

namespace Atelier::Node {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds quietTime{50};     ///< after the last event
constexpr std::chrono::milliseconds longestDelay{250}; ///< after the first
constexpr std::size_t changesPerItem = 500;

const char *wordFor(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Created:
        return "created";
    case ChangeKind::Removed:
        return "removed";
    case ChangeKind::Modified:
        break;
    }
    return "modified";
}

/** Sends what a watch has gathered, some time after it happened. */
class WatchReport final
{
public:
    WatchReport(Call &call, FolderWatch &watch)
        : m_call(call)
        , m_watch(watch)
        , m_stop(call.stop)
    {
    }

    Outcome<nlohmann::json> run()
    {
        bool isWanted = m_call.reply.item({{"watching", m_watch.watched()}}) && tellUnwatched();
        while (isWanted && !m_call.stop.stop_requested()) {
            if (const auto waited = wait(); !waited) {
                isWanted = flush();
                return std::unexpected(waited.error());
            }
            const bool isDue = m_first
                               && Clock::now()
                                      >= std::min(*m_first + longestDelay, m_last + quietTime);
            isWanted = !isDue || flush();
        }
        return std::unexpected(Fault{.code = FaultCode::Cancelled});
    }

private:
    Outcome<void> wait()
    {
        int timeout = -1;
        if (m_first) {
            const auto due = std::min(*m_first + longestDelay, m_last + quietTime);
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now());
            timeout = static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
        }
        std::array<pollfd, 2> watched{
            {{.fd = m_watch.descriptor(), .events = POLLIN, .revents = 0},
             {.fd = m_stop.descriptor(), .events = POLLIN, .revents = 0}}};
        if (::poll(watched.data(), watched.size(), timeout) < 0 && errno != EINTR) {
            return std::unexpected(systemFault(errno));
        }
        if (watched[0].revents == 0) {
            return {};
        }
        auto read = m_watch.read();
        if (m_watch.hasNews()) {
            m_last = Clock::now();
            m_first = m_first.value_or(m_last);
        }
        return read;
    }

    bool flush()
    {
        m_first.reset();
        if (m_watch.takeOverflow() && !m_call.reply.item({{"overflow", true}})) {
            return false;
        }
        nlohmann::json list = nlohmann::json::array();
        const auto send = [&] {
            const bool isWanted = list.empty() || m_call.reply.item({{"changes", list}});
            list = nlohmann::json::array();
            return isWanted;
        };
        for (const auto &[path, kind] : m_watch.takeChanges()) {
            list.push_back({wordFor(kind), pathText(path)});
            if (list.size() >= changesPerItem && !send()) {
                return false;
            }
        }
        return send() && tellUnwatched();
    }

    bool tellUnwatched()
    {
        if (m_watch.unwatched() == m_toldUnwatched) {
            return true;
        }
        m_toldUnwatched = m_watch.unwatched();
        return m_call.reply.item({{"unwatched", m_toldUnwatched}});
    }

    Call &m_call;
    FolderWatch &m_watch;
    StopSignal m_stop;
    std::optional<Clock::time_point> m_first;
    Clock::time_point m_last;
    std::uint64_t m_toldUnwatched = 0;
};

} // namespace

Outcome<nlohmann::json> watchFolder(Call &call)
{
    const auto folder = requestedFolder(call.arguments);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    FolderWatch watch(*folder, flagIn(call.arguments, "recursive"));
    if (const auto started = watch.start(); !started) {
        return std::unexpected(started.error());
    }
    return WatchReport(call, watch).run();
}

} // namespace Atelier::Node
