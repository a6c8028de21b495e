// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobprogram.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <format>
#include <ranges>
#include <system_error>

namespace Atelier::Node {

namespace {

[[noreturn]] void failBecauseOf(const std::string &what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

struct PipeEnds
{
    Posix::Descriptor read;
    Posix::Descriptor write;
};

PipeEnds pipeEnds()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        failBecauseOf("pipe2");
    }
    return {.read = Posix::Descriptor(ends[0]), .write = Posix::Descriptor(ends[1])};
}

Posix::Descriptor opened(const char *path, int flags)
{
    Posix::Descriptor file(::open(path, flags | O_CLOEXEC, 0600));
    if (!file.isOpen()) {
        failBecauseOf(path);
    }
    return file;
}

std::vector<std::string> environmentFor(const JobSpec &spec,
                                        std::map<std::string, std::string> variables)
{
    // Each name once, and ours first: a job may itself have been started by a job.
    variables.insert(spec.environment.begin(), spec.environment.end());
    const auto isReplaced = [&](std::string_view variable) {
        const std::string name(variable.substr(0, variable.find('=')));
        return variables.contains(name) || std::ranges::contains(spec.withoutEnvironment, name);
    };
    std::vector<std::string> result;
    for (char **variable = environ; *variable != nullptr; ++variable) {
        if (!isReplaced(*variable)) {
            result.emplace_back(*variable);
        }
    }
    for (const auto &[name, value] : variables) {
        result.push_back(std::format("{}={}", name, value));
    }
    return result;
}

/** Where the program may lie: execvp() would look in our PATH, not in the job's, and hand a text
 * file to a shell. */
std::vector<std::string> candidatesFor(const std::string &program,
                                       const std::vector<std::string> &environment)
{
    if (program.contains('/')) {
        return {program};
    }
    std::string path = "/usr/local/bin:/usr/bin:/bin";
    for (const std::string &variable : environment) {
        if (variable.starts_with("PATH=")) {
            path = variable.substr(5);
        }
    }
    std::vector<std::string> result;
    for (const auto folder : std::views::split(path, ':')) {
        std::string text(std::string_view(folder.begin(), folder.end()));
        result.push_back(
            std::move(text.empty() ? text.assign(".") : text).append("/").append(program));
    }
    return result;
}

std::string homeFolder()
{
    if (const char *home = ::getenv("HOME"); home != nullptr && *home == '/') {
        return home;
    }
    return "/"; // the user database can't be asked by a static program
}

std::vector<char *> pointersTo(std::vector<std::string> &texts)
{
    std::vector<char *> result;
    result.reserve(texts.size() + 1);
    for (std::string &text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

/** All that the child needs, made before the fork: behind it nothing may allocate. */
struct Preparation
{
    const JobSpec &spec;
    std::string members;
    std::string folder;
    std::vector<char *> arguments;
    std::vector<char *> environment;
    std::vector<char *> candidates;
    cpu_set_t cpus{};
    int input = -1;
    int output = -1;
    int errors = -1;
    int begin = -1;
    int failure = -1;
    pid_t supervisor = 0;
};

[[noreturn]] void give(const Preparation &ready, JobBeginning step)
{
    const FailedBeginning failure{.step = step, .error = errno};
    const ssize_t written = ::write(ready.failure, &failure, sizeof failure);
    ::_exit(written == static_cast<ssize_t>(sizeof failure) ? 127 : 126);
}

void limitTo(const Preparation &ready,
             JobBeginning step,
             __rlimit_resource resource,
             std::optional<std::uint64_t> value)
{
    rlimit limit{};
    if (!value) {
        return;
    }
    if (::getrlimit(resource, &limit) != 0) {
        give(ready, step);
    }
    limit.rlim_cur = *value;
    // Asking for more is refused; for core files it means: as much as is allowed.
    if (step == JobBeginning::CoreFile) {
        limit.rlim_cur = std::min(limit.rlim_cur, limit.rlim_max);
    }
    limit.rlim_max = step == JobBeginning::OpenFiles ? std::max(limit.rlim_max, limit.rlim_cur)
                                                     : limit.rlim_cur;
    if (::setrlimit(resource, &limit) != 0) {
        give(ready, step);
    }
}

void takeLimits(const Preparation &ready)
{
    if (!ready.members.empty()) {
        const int group = ::open(ready.members.c_str(), O_WRONLY | O_CLOEXEC);
        if (group < 0 || ::write(group, "0", 1) != 1) {
            give(ready, JobBeginning::Memory);
        }
    }
    const JobSpec &spec = ready.spec;
    limitTo(ready, JobBeginning::OpenFiles, RLIMIT_NOFILE, spec.openFiles);
    limitTo(ready, JobBeginning::AddressSpace, RLIMIT_AS, spec.addressSpaceBytes);
    limitTo(ready, JobBeginning::CoreFile, RLIMIT_CORE, spec.coreBytes);
    if (!spec.cpus.empty() && ::sched_setaffinity(0, sizeof ready.cpus, &ready.cpus) != 0) {
        give(ready, JobBeginning::Cpus);
    }
    errno = 0;
    if (spec.nice != 0 && ::nice(spec.nice) == -1 && errno != 0) {
        give(ready, JobBeginning::Nice);
    }
    if (spec.mask >= 0) {
        ::umask(static_cast<mode_t>(spec.mask));
    }
}

/** In the child: until the program runs. */
[[noreturn]] void become(const Preparation &ready)
{
    sigset_t none;
    sigemptyset(&none);
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    char go = 0;
    if (::getppid() != ready.supervisor || ::dup2(ready.input, STDIN_FILENO) < 0
        || ::dup2(ready.output, STDOUT_FILENO) < 0 || ::dup2(ready.errors, STDERR_FILENO) < 0
        || ::sigprocmask(SIG_SETMASK, &none, nullptr) != 0 || ::read(ready.begin, &go, 1) != 1) {
        ::_exit(126); // nobody knows of this process, so it must not do anything
    }
    takeLimits(ready);
    if (::chdir(ready.folder.c_str()) != 0) {
        give(ready, JobBeginning::Folder);
    }
    int reason = ENOENT;
    for (char *const candidate : ready.candidates) {
        if (candidate == nullptr) {
            break;
        }
        ::execve(candidate, ready.arguments.data(), ready.environment.data());
        if (errno != ENOENT && errno != ENOTDIR) {
            reason = errno; // found, and it can't be run
        }
        if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
            break;
        }
    }
    errno = reason;
    give(ready, JobBeginning::Program);
}

} // namespace

std::string sentenceFor(const FailedBeginning &failure, const JobSpec &spec)
{
    const auto what = [&]() -> std::string {
        switch (failure.step) {
        case JobBeginning::Memory:
            return "The job can't be put into its control group";
        case JobBeginning::OpenFiles:
            return std::format("The job can't be allowed {} open files",
                               spec.openFiles.value_or(0));
        case JobBeginning::AddressSpace:
            return std::format("The address space can't be limited to {} bytes",
                               spec.addressSpaceBytes.value_or(0));
        case JobBeginning::CoreFile:
            return std::format("The core file can't be limited to {} bytes", spec.coreBytes);
        case JobBeginning::Cpus:
            return "The job can't be kept to the CPUs that were asked for";
        case JobBeginning::Nice:
            return std::format("The job can't run with {} added to its niceness", spec.nice);
        case JobBeginning::Folder:
            return std::format("The working folder \"{}\" can't be entered", spec.folder);
        case JobBeginning::Program:
            break;
        }
        return std::format("The program \"{}\" can't be run", spec.command.front());
    };
    return std::format("{}: {}.", what(), std::generic_category().message(failure.error));
}

JobProgram forkProgram(const JobSpec &spec,
                       const std::map<std::string, std::string> &ownEnvironment,
                       const std::string &members)
{
    std::vector<std::string> arguments = spec.command;
    std::vector<std::string> environment = environmentFor(spec, ownEnvironment);
    std::vector<std::string> candidates = candidatesFor(spec.command.front(), environment);
    PipeEnds begin = pipeEnds();
    PipeEnds failure = pipeEnds();
    constexpr int appending = O_WRONLY | O_CREAT | O_APPEND;
    const Posix::Descriptor input = opened("/dev/null", O_RDONLY);
    const Posix::Descriptor output = opened("stdout", appending);
    const Posix::Descriptor errors = opened("stderr", appending);
    Preparation ready{.spec = spec,
                      .members = members,
                      .folder = spec.folder.empty() ? homeFolder() : spec.folder,
                      .arguments = pointersTo(arguments),
                      .environment = pointersTo(environment),
                      .candidates = pointersTo(candidates),
                      .input = input.get(),
                      .output = output.get(),
                      .errors = spec.mergeOutput ? output.get() : errors.get(),
                      .begin = begin.read.get(),
                      .failure = failure.write.get(),
                      .supervisor = ::getpid()};
    CPU_ZERO(&ready.cpus);
    for (const int cpu : spec.cpus) {
        CPU_SET(static_cast<std::size_t>(cpu), &ready.cpus);
    }
    const pid_t pid = ::fork();
    if (pid < 0) {
        failBecauseOf("fork");
    }
    if (pid == 0) {
        // Its own copy of the other end would keep it waiting when the supervisor is gone.
        begin.write.close();
        become(ready);
    }
    return {.pid = pid, .begin = std::move(begin.write), .failure = std::move(failure.read)};
}

} // namespace Atelier::Node
