// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobsupervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <format>
#include <system_error>

namespace Atelier::Node {

JobSupervisor::JobSupervisor(const std::string &folder,
                             Posix::Descriptor &report,
                             JobStepWatcher watcher)
    : m_folder(".")
    , m_id(std::filesystem::path(folder).filename().string())
    , m_report(report)
    , m_watcher(std::move(watcher))
{
    std::filesystem::current_path(folder);
}

int JobSupervisor::run()
{
    const auto passed = [this](JobStep step) {
        if (m_watcher) {
            m_watcher(step);
        }
    };
    m_lock = m_folder.hold();
    if (!m_lock.isOpen()) {
        report("other");
        return 0;
    }
    passed(JobStep::LockTaken);
    const auto spec = m_folder.read(JobFolder::specName);
    if (!spec || m_folder.has(JobFolder::runName) || m_folder.has(JobFolder::endName)) {
        report("other"); // removed, or begun by somebody else
        return 0;
    }
    const auto parsed = jobSpecFrom(spec->value("spec", nlohmann::json::object()));
    if (!parsed) {
        report("failed " + std::to_string(EINVAL) + ' ' + parsed.error().message);
        return 1;
    }
    m_spec = *parsed;
    m_token = spec->value("token", std::string());
    prepare();
    passed(JobStep::Prepared);
    readCancel();
    if (m_stop == Stop::None) {
        begin();
    }
    report("running");
    passed(JobStep::RunReported);
    keep();
    passed(JobStep::ProgramEnded);
    endAll();
    passed(JobStep::AllEnded);
    recordEnd();
    passed(JobStep::EndRecorded);
    return 0;
}

void JobSupervisor::prepare()
{
    m_startedAt = utcTime();
    m_started = m_over = Clock::now();
    ::prctl(PR_SET_NAME, "atelier-job");
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
        throw std::system_error(errno, std::generic_category(), "prctl");
    }
    sigset_t caught;
    sigemptyset(&caught);
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGPIPE}) {
        sigaddset(&caught, number);
    }
    sigprocmask(SIG_SETMASK, &caught, nullptr);
    m_signals = Posix::Descriptor(::signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!m_signals.isOpen()) {
        throw std::system_error(errno, std::generic_category(), "signalfd");
    }
    m_memory.make(m_id + '-' + m_token);
    m_memoryLimited = m_spec.memoryBytes && m_memory.limit(*m_spec.memoryBytes);
}

/** The program waits until the record is on the disk: a job with a record may have run, one
 * without surely has not. */
void JobSupervisor::begin()
{
    m_program = forkProgram(
        m_spec, {{"ATELIER_JOB_ID", m_id}, {"ATELIER_JOB_TOKEN", m_token}}, m_memory.membersFile());
    if (m_watcher) {
        m_watcher(JobStep::ProgramForked);
    }
    try {
        writeRun();
    } catch (...) {
        m_program.begin.close();
        killAll();
        m_memory.remove();
        throw;
    }
    if (m_watcher) {
        m_watcher(JobStep::RunRecorded);
    }
    // Who has cancelled before there was a record could not tell this process.
    readCancel();
    m_started = Clock::now();
    if (m_stop != Stop::None) {
        m_program.begin.close();
        return;
    }
    const ssize_t written = ::write(m_program.begin.get(), "g", 1);
    if (written != 1 && errno != EPIPE) { // EPIPE: it was killed, which is seen in a moment
        throw std::system_error(errno, std::generic_category(), "write");
    }
    m_program.begin.close();
    if (m_watcher) {
        m_watcher(JobStep::ProgramLetGo);
    }
}

void JobSupervisor::writeRun()
{
    nlohmann::json run = thisPlace();
    run["protocol"] = jobProtocol;
    run["id"] = m_id;
    run["time"] = m_startedAt;
    run["supervisor"] = identityOf(::getpid());
    run["process"] = identityOf(m_program.pid);
    run["memoryGroup"] = m_memory.group();
    run["memoryLimited"] = m_memoryLimited;
    Posix::writeDurably(JobFolder::runName, run.dump());
}

/** Until the first process has ended, or all is to end. */
void JobSupervisor::keep()
{
    if (m_program.pid == 0) {
        return;
    }
    std::optional<Clock::time_point> limit;
    if (m_spec.timeLimitSeconds) {
        limit = m_started + std::chrono::seconds(*m_spec.timeLimitSeconds);
    }
    while (!m_ended && m_stop == Stop::None) {
        wait(limit);
        if (limit && !m_ended && m_stop == Stop::None && Clock::now() >= *limit) {
            m_stop = Stop::TimeLimit;
        }
    }
}

void JobSupervisor::report(const std::string &line)
{
    if (m_report.isOpen()) {
        const std::string text = line + '\n';
        // Who started it may be gone; nobody else wants to know.
        static_cast<void>(::write(m_report.get(), text.data(), text.size()));
        m_report.close();
    }
}

void JobSupervisor::wait(std::optional<Clock::time_point> until)
{
    int timeout = -1;
    if (until) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now());
        timeout = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000'000));
    }
    std::array<pollfd, 2> watched{
        {{.fd = m_signals.get(), .events = POLLIN, .revents = 0},
         {.fd = m_program.failure.get(), .events = POLLIN, .revents = 0}}};
    if (::poll(watched.data(), watched.size(), timeout) <= 0) {
        return;
    }
    if (watched[1].revents != 0) {
        readFailure();
    }
    if (watched[0].revents != 0) {
        readSignals();
    }
}

void JobSupervisor::readFailure()
{
    FailedBeginning failure;
    const ssize_t size = ::read(m_program.failure.get(), &failure, sizeof failure);
    if (size == static_cast<ssize_t>(sizeof failure)) {
        m_failure = failure;
    }
    if (size >= 0 || errno != EINTR) {
        m_program.failure.close();
    }
}

void JobSupervisor::readSignals()
{
    signalfd_siginfo signal{};
    while (::read(m_signals.get(), &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
        if (signal.ssi_signo == SIGCHLD) {
            reap();
        } else if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) {
            readCancel();
            if (m_stop == Stop::None) {
                m_stop = Stop::Asked; // by the computer that goes down, or by hand
            }
        }
    }
}

/** Somebody may cancel twice, the second time with less patience. */
void JobSupervisor::readCancel()
{
    const auto cancel = m_folder.read(JobFolder::cancelName);
    if (!cancel) {
        return;
    }
    if (m_stop == Stop::None) {
        m_stop = Stop::Cancelled;
    }
    const auto grace = std::chrono::seconds(cancel->value("graceSeconds", m_spec.graceSeconds));
    m_killAt = std::min(m_killAt.value_or(Clock::time_point::max()), Clock::now() + grace);
}

bool JobSupervisor::reap()
{
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == m_program.pid) {
            m_ended = true;
            m_status = status;
            m_over = Clock::now();
            if (m_program.failure.isOpen()) {
                readFailure(); // its last words
            }
        }
    }
    return pid == 0 || errno != ECHILD;
}

int superviseJob(const std::string &folder, int reportDescriptor, const JobStepWatcher &watcher)
{
    Posix::Descriptor report(reportDescriptor);
    if (report.isOpen() && ::fcntl(report.get(), F_SETFD, FD_CLOEXEC) != 0) {
        report = Posix::Descriptor();
    }
    // Away from the process that started this one, which need not wait for a job's end.
    const pid_t pid = ::fork();
    if (pid != 0) {
        ::_exit(pid < 0 ? 1 : 0);
    }
    ::setsid();
    try {
        JobSupervisor supervisor(folder, report, watcher);
        return supervisor.run();
    } catch (const std::exception &error) {
        const auto *system = dynamic_cast<const std::system_error *>(&error);
        const std::string line = std::format(
            "failed {} {}\n", system != nullptr ? system->code().value() : 0, error.what());
        std::fputs(line.c_str(), stderr);
        if (report.isOpen()) {
            static_cast<void>(::write(report.get(), line.data(), line.size()));
        }
        return 1;
    }
}

} // namespace Atelier::Node
