// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobfolder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <format>
#include <functional>
#include <system_error>

namespace Atelier::Node {

namespace {

struct flock wholeFile()
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

/** Survives a change of address; a sandbox without such a file has at least its own name. */
std::string machineName()
{
    try {
        if (const std::string id = Posix::readAll("/etc/machine-id"); !id.empty()) {
            return id.substr(0, id.find('\n'));
        }
    } catch (const std::system_error &) { // NOLINT(bugprone-empty-catch): the name serves
    }
    utsname names{};
    return ::uname(&names) == 0 ? std::string(static_cast<const char *>(names.nodename))
                                : std::string();
}

nlohmann::json lookAround()
{
    struct stat space = {};
    const bool known = ::stat("/proc/self/ns/pid", &space) == 0;
    return {{"bootId", Posix::bootId()},
            {"machine", machineName()},
            {"pidNamespace", known ? space.st_ino : 0}};
}

/** Of processes whose numbers mean the same: not those of another machine that shares the home
 * folder, or of another sandbox. */
std::string placeMark()
{
    const nlohmann::json &place = thisPlace();
    const std::string text = place.at("machine").dump() + place.at("pidNamespace").dump();
    return std::format("{:x}", std::hash<std::string>()(text));
}

} // namespace

std::string ownMark()
{
    return std::format("{}-{}-{}", placeMark(), ::getpid(), Posix::startTimeOf(::getpid()));
}

bool isForsaken(std::string_view name)
{
    std::array<std::string_view, 3> parts; // from behind: what comes before may hold hyphens, too
    for (std::string_view &part : parts) {
        const std::size_t hyphen = name.rfind('-');
        if (hyphen == std::string_view::npos) {
            return false;
        }
        part = name.substr(hyphen + 1);
        name = name.substr(0, hyphen);
    }
    pid_t pid = 0;
    std::uint64_t time = 0;
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), pid);
    std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), time);
    return parts[2] == placeMark() && pid > 0 && Posix::startTimeOf(pid) != time;
}

std::string utcTime()
{
    const auto now = std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
    return std::format("{:%FT%TZ}", now);
}

nlohmann::json identityOf(pid_t pid)
{
    return {{"pid", pid}, {"startTime", Posix::startTimeOf(pid)}};
}

const nlohmann::json &thisPlace()
{
    static const nlohmann::json place = lookAround();
    return place;
}

bool JobFolder::has(const char *name) const
{
    return ::access(file(name).c_str(), F_OK) == 0;
}

std::optional<nlohmann::json> JobFolder::read(const char *name) const
{
    try {
        auto json = nlohmann::json::parse(Posix::readAll(file(name)), nullptr, false);
        return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
    } catch (const std::system_error &) {
        return {};
    }
}

bool JobFolder::isHeld() const
{
    const Posix::Descriptor opened(::open(file(lockName).c_str(), O_RDWR | O_CLOEXEC));
    struct flock lock = wholeFile();
    return opened.isOpen() && ::fcntl(opened.get(), F_OFD_GETLK, &lock) == 0
           && lock.l_type != F_UNLCK;
}

int JobFolder::locksRefused(const Posix::Descriptor &lock)
{
    struct flock range = wholeFile();
    if (::fcntl(lock.get(), F_OFD_SETLK, &range) != 0) {
        return errno;
    }
    range.l_type = F_UNLCK;
    return ::fcntl(lock.get(), F_OFD_SETLK, &range) == 0 ? 0 : errno;
}

Posix::Descriptor JobFolder::hold() const
{
    Posix::Descriptor opened(::open(file(lockName).c_str(), O_RDWR | O_CLOEXEC));
    struct flock lock = wholeFile();
    if (opened.isOpen() && ::fcntl(opened.get(), F_OFD_SETLK, &lock) != 0) {
        opened.close();
    }
    return opened;
}

} // namespace Atelier::Node
