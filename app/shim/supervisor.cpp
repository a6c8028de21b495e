// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/supervisor.h"

#include "app/shim/processtree.h"

#include <fcntl.h>
#include <poll.h>
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
constexpr std::chrono::milliseconds pollInterval{10};
constexpr std::chrono::milliseconds serverGrace{500};

constexpr auto recordName = "record.json";
constexpr auto endName = "end.json";

/** A descriptor that was handed over, kept from what is started here. */
Descriptor inherited(int descriptor)
{
    return ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 ? Descriptor(descriptor) : Descriptor();
}

} // namespace

Supervisor::Supervisor(const std::string &folder)
    : m_spec((std::filesystem::current_path(folder), readSpec("spec.json")))
    , m_log("sshd.log")
    , m_bootId(bootId())
{
}

int Supervisor::run()
{
    takeLock();
    prepare();
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
        writeRecord("running");
        report("running");
        while (!m_ended && !m_stopping) {
            wait({});
        }
    }
    const bool killed = WIFSIGNALED(m_status) || WEXITSTATUS(m_status) > 128;
    const char *cause = killed ? "killed" : "exited";
    if (m_stopping) {
        stopGently();
        cause = "stopped";
    }
    killAll();
    recordEnd(outcome == Attempt::Ended && !m_stopping ? "failed" : cause);
    report("failed");
    return 0;
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
    m_lock = Descriptor(::open("shim.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600));
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
    m_signals = Descriptor(::signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK));
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
    m_memoryLimited = makeMemoryGroup(m_spec);
    if (!m_memoryLimited) {
        m_spec.memoryGroup.clear();
    }
}

Supervisor::Attempt Supervisor::attempt(std::uint16_t port)
{
    m_port = port;
    m_ended = m_portTaken = m_listening = false;
    m_child = spawn(m_spec, port, "creation.log");
    m_sandbox = m_child.pid;
    if (m_child.info.isOpen()) {
        readInfo();
    }
    // Recorded before anybody is told, so that whoever finds the lock free knows what to end.
    writeRecord("starting");
    const auto deadline = Clock::now() + longestStart;
    while (!m_ended && !m_listening && !m_stopping && Clock::now() < deadline) {
        wait(deadline);
    }
    if (m_stopping) {
        return Attempt::Stopping;
    }
    if (m_listening && !m_ended) {
        const std::vector<pid_t> inside = m_spec.isolated ? childrenOf(m_sandbox)
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

void Supervisor::writeRecord(const char *state)
{
    const auto identity = [](pid_t pid) {
        return nlohmann::json{{"pid", pid}, {"startTime", startTimeOf(pid)}};
    };
    const nlohmann::json record{{"protocol", protocolVersion},
                                {"state", state},
                                {"bootId", m_bootId},
                                {"time", utcNow()},
                                {"shim", identity(::getpid())},
                                {"child", identity(m_sandbox)},
                                {"port", m_port},
                                {"isolated", m_spec.isolated},
                                {"coresLimited", !m_spec.cpus.empty()},
                                {"memoryLimited", m_memoryLimited},
                                {"node", m_spec.node}};
    writeDurably(recordName, record.dump(2));
}

void Supervisor::report(const std::string &line)
{
    if (!m_report.isOpen()) {
        return;
    }
    try {
        writeAll(m_report.get(), line + '\n');
    } catch (const std::system_error &) {
        m_log.note("Nobody waits for this node any more.");
    }
    m_report.close();
}

void Supervisor::wait(std::optional<Clock::time_point> until)
{
    int timeout = -1;
    if (until) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now());
        timeout = static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
    }
    std::array<pollfd, 2> watched{{{.fd = m_signals.get(), .events = POLLIN, .revents = 0},
                                   {.fd = m_child.errors.get(), .events = POLLIN, .revents = 0}}};
    if (::poll(watched.data(), watched.size(), timeout) <= 0) {
        return;
    }
    if (watched[1].revents != 0) {
        readErrors();
    }
    if (watched[0].revents != 0) {
        readSignals();
    }
}

void Supervisor::readSignals()
{
    signalfd_siginfo signal{};
    while (::read(m_signals.get(), &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
        if (signal.ssi_signo == SIGCHLD) {
            reap();
        } else if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) {
            m_stopping = true;
        }
    }
}

void Supervisor::readErrors()
{
    std::array<char, 4096> block{};
    while (true) {
        const ssize_t count = ::read(m_child.errors.get(), block.data(), block.size());
        if (count < 0 && errno == EAGAIN) {
            return;
        }
        if (count <= 0) {
            m_child.errors.close();
            return;
        }
        for (const std::string &line : m_log.add({block.data(), static_cast<std::size_t>(count)})) {
            m_listening = m_listening || line.contains("Server listening on");
            m_portTaken = m_portTaken || line.contains("Address already in use");
        }
    }
}

void Supervisor::reap()
{
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == m_child.pid) {
            m_ended = true;
            m_status = status;
            if (m_child.errors.isOpen()) {
                readErrors(); // its last words
            }
        }
    }
}

bool Supervisor::politeProcessesRemain() const
{
    const std::vector<pid_t> all = descendantsOf(::getpid());
    return std::ranges::any_of(all, [this](pid_t pid) {
        return pid != m_child.pid && pid != m_sandbox && pid != m_server;
    });
}

/** Asks what runs in the node first, its SSH server last: with the server the sandbox ends at once.
 */
void Supervisor::stopGently()
{
    for (const pid_t pid : descendantsOf(::getpid())) {
        if (pid != m_child.pid && pid != m_sandbox && pid != m_server) {
            ::kill(pid, SIGTERM);
        }
    }
    const auto politeEnd = Clock::now() + std::chrono::milliseconds(m_spec.graceMilliseconds);
    while (!m_ended && Clock::now() < politeEnd && politeProcessesRemain()) {
        wait(Clock::now() + pollInterval);
    }
    if (m_server > 0 && !m_ended) {
        ::kill(m_server, SIGTERM);
        const auto serverEnd = Clock::now() + serverGrace;
        while (!m_ended && Clock::now() < serverEnd) {
            wait(serverEnd);
        }
    }
}

/** Until no process is left below: those that a dying one leaves behind become ours and follow. */
void Supervisor::killAll()
{
    if (m_sandbox > 0 && m_spec.isolated && !m_ended) {
        ::kill(m_sandbox, SIGKILL);
    }
    while (true) {
        const std::vector<pid_t> rest = descendantsOf(::getpid());
        for (const pid_t pid : rest) {
            ::kill(pid, SIGKILL);
        }
        reap();
        if (rest.empty() && ::waitpid(-1, nullptr, WNOHANG) < 0) {
            break;
        }
        wait(Clock::now() + pollInterval);
    }
    m_server = 0;
}

void Supervisor::recordEnd(const char *cause, const std::string &reason)
{
    const nlohmann::json end{{"protocol", protocolVersion},
                             {"cause", cause},
                             {"reason", reason},
                             {"time", utcNow()},
                             {"exitStatus", WIFEXITED(m_status) ? WEXITSTATUS(m_status) : -1},
                             {"signal", WIFSIGNALED(m_status) ? WTERMSIG(m_status) : 0},
                             {"lastLines", m_log.tail()}};
    writeDurably(endName, end.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    std::error_code ignored;
    if (!m_spec.runtimeFolder.empty()) {
        std::filesystem::remove_all(m_spec.runtimeFolder, ignored);
    }
    if (!m_spec.memoryGroup.empty()) {
        std::filesystem::remove(m_spec.memoryGroup, ignored);
    }
}

} // namespace Atelier::Shim
