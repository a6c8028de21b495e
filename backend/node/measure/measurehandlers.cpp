// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/measure/measurehandlers.h"

#include "backend/node/measure/activity.h"
#include "backend/node/measure/gpus.h"
#include "backend/node/measure/machine.h"
#include "backend/node/protocol/payload.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <format>
#include <mutex>

namespace Atelier::Node {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t usualInterval = 2000;
constexpr std::int64_t shortestInterval = 1000;
constexpr std::int64_t longestInterval = 3'600'000;
constexpr std::chrono::milliseconds singleInterval{200};

template<typename Value>
void addTo(json *object, const char *name, const std::optional<Value> &value)
{
    if (value) {
        (*object)[name] = *value;
    }
}

json jsonOf(const Gpu &gpu)
{
    json object{{"name", gpu.name}};
    addTo(&object, "utilization", gpu.utilization);
    addTo(&object, "memoryTotalBytes", gpu.memoryTotal);
    addTo(&object, "memoryUsedBytes", gpu.memoryUsed);
    addTo(&object, "temperature", gpu.temperature);
    return object;
}

json jsonOf(const AwakeReason &reason)
{
    return {{"kind", nameOf(reason.kind)},
            {"name", reason.name},
            {"command", reason.command},
            {"pid", reason.pid},
            {"cpu", reason.cpu}};
}

/** Samples one after the other, each about the time since the last one. */
class Sampler final
{
public:
    explicit Sampler(std::string path)
        : m_path(std::move(path))
    {
    }

    /** Nothing is told; the next sample is about the time from now on. */
    void begin()
    {
        m_activity.look();
        m_ticks = cpuTicks();
        m_time = Clock::now();
    }

    [[nodiscard]] json sample()
    {
        const auto formerTicks = m_ticks;
        const auto formerTime = m_time;
        begin();
        json own{{"memoryBytes", m_activity.residentBytes()},
                 {"processes", m_activity.processes()}};
        json sample{{"cpus", usableCpus()}, {"uptimeSeconds", uptime()}};
        if (formerTicks && m_ticks && m_ticks->all > formerTicks->all) {
            // All of the machine's processors have given these ticks.
            const auto busy = static_cast<double>(m_ticks->busy - formerTicks->busy);
            const auto all = static_cast<double>(m_ticks->all - formerTicks->all);
            const double seconds = std::chrono::duration<double>(m_time - formerTime).count();
            sample["cpu"] = busy / all * static_cast<double>(::sysconf(_SC_NPROCESSORS_ONLN));
            sample["intervalSeconds"] = seconds;
            own["cpu"] = m_activity.cpu();
        }
        sample["own"] = std::move(own);
        addTo(&sample, "load", load());
        addMemory(&sample);
        addDisk(&sample);
        addLists(&sample);
        return sample;
    }

private:
    static void addMemory(json *sample)
    {
        if (const auto memory = machineMemory()) {
            json object{{"totalBytes", memory->total}, {"availableBytes", memory->available}};
            addTo(&object, "limitBytes", memory->limit);
            addTo(&object, "usedBytes", memory->used);
            (*sample)["memory"] = std::move(object);
        }
    }

    void addDisk(json *sample) const
    {
        if (const auto room = m_path.empty() ? std::nullopt : diskRoom(m_path)) {
            (*sample)["disk"] = {{"totalBytes", room->total}, {"availableBytes", room->available}};
        }
    }

    void addLists(json *sample)
    {
        json gpus = json::array();
        for (const Gpu &gpu : findGpus()) {
            gpus.push_back(jsonOf(gpu));
        }
        (*sample)["gpus"] = std::move(gpus);
        json reasons = json::array();
        for (const AwakeReason &reason : m_activity.reasons()) {
            reasons.push_back(jsonOf(reason));
        }
        (*sample)["awake"] = std::move(reasons);
    }

    std::string m_path;
    Activity m_activity;
    std::optional<CpuTicks> m_ticks;
    Clock::time_point m_time;
};

/** False: a stop came first. */
bool pauseFor(std::chrono::milliseconds time, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

Fault nobodyMeasures()
{
    return {.code = FaultCode::Cancelled, .message = "Nobody asks for measures any more."};
}

Outcome<json> measureOnce(const Call &call)
{
    const auto path = pathIn(call.arguments, "path");
    if (!path) {
        return std::unexpected(path.error());
    }
    Sampler sampler(*path);
    sampler.begin();
    if (!pauseFor(singleInterval, call.stop)) {
        return std::unexpected(nobodyMeasures());
    }
    return sampler.sample();
}

Outcome<json> watchMeasures(const Call &call)
{
    const auto path = pathIn(call.arguments, "path");
    if (!path) {
        return std::unexpected(path.error());
    }
    const std::int64_t interval = numberIn(call.arguments, "intervalMs").value_or(usualInterval);
    if (interval < shortestInterval || interval > longestInterval) {
        return std::unexpected(
            Fault{.code = FaultCode::Invalid,
                  .message = std::format("The interval must be from {} to {} milliseconds.",
                                         shortestInterval,
                                         longestInterval)});
    }
    Sampler sampler(*path);
    while (call.reply.item(sampler.sample())
           && pauseFor(std::chrono::milliseconds(interval), call.stop)) {
    }
    return std::unexpected(nobodyMeasures());
}

} // namespace

void addMeasureHandlers(HandlerTable *table)
{
    table->add("measure", measureOnce);
    table->add("measure.watch", watchMeasures);
}

} // namespace Atelier::Node
