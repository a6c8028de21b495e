// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/supervisor.h"

#include "backend/core/crashpoint.h"
#include "backend/posix/processtree.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace Atelier::Shim {

namespace {

/** Where the engine leaves the pipe that it reads and the lock that it took. */
constexpr int reportDescriptor = 3;
constexpr int lockDescriptor = 4;

constexpr std::chrono::seconds longestStart{20};

/** A descriptor that was handed over, kept from what is started here. */
Posix::Descriptor inherited(int descriptor)
{
    return ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 ? Posix::Descriptor(descriptor)
                                                         : Posix::Descriptor();
}

} // namespace

Supervisor::Supervisor(const std::string &folder)
    : m_spec((std::filesystem::current_path(folder), readSpec("spec.json")))
    , m_log("sshd.log")
    , m_bootId(Posix::bootId())
{
}

int Supervisor::run()
{
    takeLock();
    passCrashPoint(CrashPoint::KeeperStarted);
    prepare();
    passCrashPoint(CrashPoint::KeeperPrepared);
    Ports ports(m_spec.preferredPort);
    Attempt outcome = Attempt::PortTaken;
    while (outcome == Attempt::PortTaken) {
        const auto port = ports.next();
        if (!port) {
            recordEnd("noPort");
            report("failed");
            return 1;
        }
        outcome = attempt(*port);
    }
    if (outcome == Attempt::Running) {
        passCrashPoint(CrashPoint::ServerListening);
        writeRecord("running");
        passCrashPoint(CrashPoint::RunningRecorded);
        report("running");
        passCrashPoint(CrashPoint::RunningReported);
        while (!m_ended && !m_stopping) {
            wait({});
        }
    }
    if (m_stopping) {
        passCrashPoint(CrashPoint::StopHeard);
        stopGently();
        passCrashPoint(CrashPoint::StoppedGently);
    }
    killAll();
    passCrashPoint(CrashPoint::AllKilled);
    recordEnd(causeAfter(outcome));
    passCrashPoint(CrashPoint::EndCleaned);
    report("failed");
    return 0;
}

/** Asked only when all is over: a computer that goes down tells the keeper and the node at the same
 * time, and either may hear it first. */
const char *Supervisor::causeAfter(Attempt outcome) const
{
    if (m_stopping) {
        return "stopped";
    }
    if (outcome == Attempt::Ended) {
        return "failed";
    }
    return WIFSIGNALED(m_status) || WEXITSTATUS(m_status) > 128 ? "killed" : "exited";
}

void Supervisor::giveUp(const std::exception &error)
{
    const std::string reason = error.what();
    m_log.note(reason);
    if (!m_isKeeper) {
        return; // the folder belongs to who keeps the node
    }
    killAll();
    const auto *system = dynamic_cast<const std::system_error *>(&error);
    const int code = system != nullptr ? system->code().value() : 0;
    report("failed " + std::to_string(code) + ' ' + reason);
    recordEnd("gaveUp", reason);
}

void Supervisor::takeLock()
{
    // Before anything is opened: a free number 3 or 4 would be taken for a handed-over one.
    m_lock = Posix::Descriptor(::open("shim.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (::getenv("ATELIER_HANDED_OVER") != nullptr) {
        m_report = inherited(reportDescriptor);
        m_lock = inherited(lockDescriptor);
    }
    if (::flock(m_lock.get(), LOCK_EX | LOCK_NB) != 0) {
        throw std::runtime_error("another process keeps this node");
    }
    m_isKeeper = true;
}

void Supervisor::prepare()
{
    std::filesystem::remove(endName);
    std::filesystem::remove(recordName);
    ::prctl(PR_SET_NAME, "atelier-shim");
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
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
    if (!m_spec.cpus.empty()) {
        cpu_set_t cpus;
        CPU_ZERO(&cpus);
        for (const int cpu : m_spec.cpus) {
            CPU_SET(static_cast<std::size_t>(cpu), &cpus);
        }
        if (::sched_setaffinity(0, sizeof cpus, &cpus) != 0) {
            m_log.note("The cores could not be limited.");
            m_spec.cpus.clear();
        }
    }
    if (!m_spec.runtimeFolder.empty()) {
        std::filesystem::create_directories(m_spec.runtimeFolder);
        std::filesystem::permissions(m_spec.runtimeFolder, std::filesystem::perms::owner_all);
    }
    m_memoryLimited = m_memory.make(m_spec);
    if (!m_memoryLimited) {
        m_spec.memoryGroup.clear();
    }
}

Supervisor::Attempt Supervisor::attempt(std::uint16_t port)
{
    m_port = port;
    m_ended = m_portTaken = m_listening = false;
    m_child = spawn(m_spec, port, "creation.log");
    passCrashPoint(CrashPoint::ChildStarted);
    m_sandbox = m_child.pid;
    if (m_child.info.isOpen()) {
        readInfo();
    }
    // Recorded before anybody is told, so that whoever finds the lock free knows what to end.
    writeRecord("starting");
    passCrashPoint(CrashPoint::StartRecorded);
    const auto deadline = Clock::now() + longestStart;
    while (!m_ended && !m_listening && !m_stopping && Clock::now() < deadline) {
        wait(deadline);
    }
    if (m_stopping) {
        return Attempt::Stopping;
    }
    if (m_listening && !m_ended) {
        const std::vector<pid_t> inside = m_spec.isolated ? Posix::childrenOf(m_sandbox)
                                                          : std::vector<pid_t>{};
        m_server = inside.empty() ? m_child.pid : inside.front();
        return Attempt::Running;
    }
    killAll();
    return m_portTaken ? Attempt::PortTaken : Attempt::Ended;
}

void Supervisor::readInfo()
{
    // bubblewrap writes it at once and closes; at its failure only the end of the file comes.
    std::string text;
    std::array<char, 1024> block{};
    ssize_t count = 0;
    while ((count = ::read(m_child.info.get(), block.data(), block.size())) > 0
           || (count < 0 && errno == EINTR)) {
        text.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    m_child.info.close();
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_object()) {
        m_sandbox = json.value("child-pid", m_child.pid);
    }
}

void Supervisor::report(const std::string &line)
{
    if (!m_report.isOpen()) {
        return;
    }
    try {
        Posix::writeAll(m_report.get(), line + '\n');
    } catch (const std::system_error &) {
        m_log.note("Nobody waits for this node any more.");
    }
    m_report.close();
}

} // namespace Atelier::Shim
