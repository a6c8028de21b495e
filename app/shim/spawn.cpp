// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/spawn.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <format>
#include <system_error>

namespace Atelier::Shim {

namespace {

constexpr int infoDescriptor = 3;

struct Pipe
{
    Posix::Descriptor readEnd;
    Posix::Descriptor writeEnd;
};

Pipe makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe2");
    }
    return {.readEnd = Posix::Descriptor(ends[0]), .writeEnd = Posix::Descriptor(ends[1])};
}

std::string replaced(std::string text, const std::string &what, const std::string &with)
{
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

std::vector<char *> pointers(std::vector<std::string> &texts)
{
    std::vector<char *> result;
    result.reserve(texts.size() + 1);
    for (std::string &text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

/** In the child, between fork and exec: nothing here allocates. */
[[noreturn]] void become(pid_t keeper,
                         const std::string &members,
                         std::vector<char *> &arguments,
                         std::vector<char *> &environment,
                         int output,
                         int errors,
                         int info)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    // A session of its own: no terminal's signal reaches the node.
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != keeper) {
        ::_exit(126); // it died before that: nobody would ever end this
    }
    if (!members.empty()) {
        const int group = ::open(members.c_str(), O_WRONLY | O_CLOEXEC);
        if (group < 0 || ::write(group, "0", 1) != 1) {
            ::_exit(126);
        }
    }
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || ::dup2(nothing, STDIN_FILENO) < 0 || ::dup2(output, STDOUT_FILENO) < 0
        || ::dup2(errors, STDERR_FILENO) < 0 || (info >= 0 && ::dup2(info, infoDescriptor) < 0)) {
        ::_exit(126);
    }
    ::execvpe(arguments.front(), arguments.data(), environment.data());
    ::_exit(127);
}

} // namespace

Spawned spawn(const Spec &spec, std::uint16_t port, const std::string &outputPath)
{
    std::vector<std::string> command;
    command.reserve(spec.command.size());
    for (const std::string &part : spec.command) {
        command.push_back(replaced(replaced(part, "{port}", std::to_string(port)),
                                   "{info}",
                                   std::to_string(infoDescriptor)));
    }
    std::vector<std::string> environment;
    environment.reserve(spec.environment.size());
    for (const auto &[name, value] : spec.environment) {
        environment.push_back(std::format("{}={}", name, value));
    }
    std::vector<char *> arguments = pointers(command);
    std::vector<char *> variables = pointers(environment);

    Pipe errors = makePipe();
    Pipe info = spec.isolated ? makePipe() : Pipe{};
    const Posix::Descriptor output(
        ::open(outputPath.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!output.isOpen()) {
        throw std::system_error(errno, std::generic_category(), outputPath);
    }
    // dup2 in the child must not meet a descriptor that is to be copied later.
    Posix::Descriptor infoEnd;
    if (info.writeEnd.isOpen()) {
        infoEnd = Posix::Descriptor(
            ::fcntl(info.writeEnd.get(), F_DUPFD_CLOEXEC, infoDescriptor + 1));
        info.writeEnd.close();
    }
    const std::string members = spec.memoryGroup.empty() ? std::string()
                                                         : spec.memoryGroup + "/cgroup.procs";
    const pid_t keeper = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) {
        throw std::system_error(errno, std::generic_category(), "fork");
    }
    if (pid == 0) {
        become(keeper,
               members,
               arguments,
               variables,
               output.get(),
               errors.writeEnd.get(),
               infoEnd.get());
    }
    ::fcntl(errors.readEnd.get(), F_SETFL, O_NONBLOCK);
    return {.pid = pid, .errors = std::move(errors.readEnd), .info = std::move(info.readEnd)};
}

} // namespace Atelier::Shim
