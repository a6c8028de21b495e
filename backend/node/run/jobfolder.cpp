// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobfolder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <chrono>
#include <format>
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
        if (std::string id = Posix::readAll("/etc/machine-id"); !id.empty()) {
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

} // namespace

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
