// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/measure/gpus.h"

#include "backend/posix/durablefile.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <ranges>
#include <system_error>

namespace Atelier::Node {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto driverFolder = "/proc/driver/nvidia/gpus";
constexpr std::chrono::seconds longestAnswer{3};
constexpr std::size_t longestText = std::size_t{1} << 20U;

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::optional<double> decimal(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

std::optional<std::uint64_t> mebibytes(std::string_view text)
{
    return decimal(text).transform(
        [](double number) { return static_cast<std::uint64_t>(number * 1024 * 1024); });
}

/** All that comes within the time; a program that hangs on a broken driver is killed. */
std::string outputOf(const Posix::Descriptor &pipe, pid_t pid)
{
    std::string text;
    const auto deadline = Clock::now() + longestAnswer;
    std::array<char, 4096> block{};
    while (text.size() < longestText) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        pollfd watched{.fd = pipe.get(), .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&watched, 1, static_cast<int>(left.count())) == 0) {
            text.clear();
            break;
        }
        const ssize_t size = ::read(pipe.get(), block.data(), block.size());
        if (size == 0 || (size < 0 && errno != EINTR)) {
            break;
        }
        text.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    }
    ::kill(pid, SIGKILL);
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    return text;
}

/** Nothing: there is no nvidia-smi. */
std::optional<std::string> askDriver()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return {};
    }
    const Posix::Descriptor readEnd(ends[0]);
    Posix::Descriptor writeEnd(ends[1]);
    posix_spawn_file_actions_t actions{};
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return {};
    }
    std::array<std::string, 3> words{
        "nvidia-smi",
        "--query-gpu=name,utilization.gpu,memory.total,memory.used,temperature.gpu",
        "--format=csv,noheader,nounits"};
    const std::array<char *, 4> arguments{
        words[0].data(), words[1].data(), words[2].data(), nullptr};
    pid_t pid = 0;
    const bool isReady =
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0
        && posix_spawn_file_actions_adddup2(&actions, writeEnd.get(), STDOUT_FILENO) == 0
        && posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0
        && posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1) == 0;
    const bool isSpawned =
        isReady
        && ::posix_spawnp(&pid, words[0].c_str(), &actions, nullptr, arguments.data(), environ)
               == 0;
    posix_spawn_file_actions_destroy(&actions);
    writeEnd.close();
    return isSpawned ? std::optional(outputOf(readEnd, pid)) : std::nullopt;
}

std::vector<Gpu> gpusOfDriver()
{
    std::vector<Gpu> gpus;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(driverFolder, error), end;
         !error && entry != end;
         entry.increment(error)) {
        try {
            const std::string text = Posix::readAll((entry->path() / "information").string());
            for (const auto part : std::views::split(text, '\n')) {
                const std::string_view line(part);
                if (line.starts_with("Model:")) {
                    gpus.push_back({.name = std::string(trimmed(line.substr(6)))});
                }
            }
        } catch (const std::system_error &) { // NOLINT(bugprone-empty-catch): not this one
        }
    }
    return gpus;
}

} // namespace

std::vector<Gpu> gpusFrom(std::string_view text)
{
    std::vector<Gpu> gpus;
    for (const auto part : std::views::split(text, '\n')) {
        std::vector<std::string_view> fields;
        for (const auto field : std::views::split(std::string_view(part), ',')) {
            fields.push_back(trimmed(std::string_view(field)));
        }
        if (fields.size() != 5 || fields[0].empty()) {
            continue; // "No devices were found", or a driver's complaint
        }
        gpus.push_back({.name = std::string(fields[0]),
                        .utilization = decimal(fields[1]),
                        .memoryTotal = mebibytes(fields[2]),
                        .memoryUsed = mebibytes(fields[3]),
                        .temperature = decimal(fields[4])});
    }
    return gpus;
}

std::vector<Gpu> findGpus()
{
    if (const auto text = askDriver()) {
        if (std::vector<Gpu> gpus = gpusFrom(*text); !gpus.empty()) {
            return gpus;
        }
    }
    return gpusOfDriver();
}

} // namespace Atelier::Node
