// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// From a spec to a supervisor. What may be killed between any two steps: a folder is there with
// its spec or not at all; a supervisor is the one that holds the lock; and only one that finds no
// run.json begins the program.
#include "backend/node/run/jobstore.h"
#include "backend/node/run/supervisorstart.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <format>
#include <system_error>
#include <thread>

namespace Atelier::Node {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds longestStart{30};
constexpr std::chrono::milliseconds lookInterval{5};
constexpr auto temporaryPrefix = ".new-";

std::string randomToken()
{
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    std::string text;
    for (const unsigned char byte : bytes) {
        text += std::format("{:02x}", byte);
    }
    return text;
}

/** Takes a folder away again unless it was kept. */
class TemporaryFolder final
{
public:
    explicit TemporaryFolder(std::string path)
        : m_path(std::move(path))
    {
        std::filesystem::create_directory(m_path);
        std::filesystem::permissions(m_path, std::filesystem::perms::owner_all);
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    std::string m_path;
};

void syncFolder(const std::string &path)
{
    const Posix::Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.isOpen() || ::fsync(folder.get()) != 0) {
        throw std::system_error(errno, std::generic_category(), path);
    }
}

/** The record of what has begun is on the disk only when the names on the way to it are. */
void makeRoot(const std::string &root)
{
    std::vector<std::filesystem::path> made;
    for (std::filesystem::path path = root; !path.empty() && !std::filesystem::exists(path);
         path = path.parent_path()) {
        made.push_back(path);
    }
    std::filesystem::create_directories(root);
    for (const std::filesystem::path &path : made) {
        syncFolder(path.parent_path().empty() ? "." : path.parent_path().string());
    }
}

/** What was being made or removed when somebody was killed. The name tells by whom: a process that
 * is there still works on it. */
void sweep(const std::string &root)
{
    std::error_code error;
    for (std::filesystem::directory_iterator entry(root, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with('.') && isForsaken(name)) {
            std::error_code ignored;
            std::filesystem::remove_all(entry->path(), ignored);
        }
    }
}

Fault startFault(const std::string &said)
{
    // "failed ERRNO TEXT"
    int error = 0;
    const std::size_t number = said.find(' ');
    const std::size_t text = said.find(' ', number + 1);
    std::from_chars(said.data() + number + 1, said.data() + said.size(), error);
    Fault fault = systemFault(error);
    if (text != std::string::npos) {
        fault.message = std::format("The job's supervisor failed: {}", said.substr(text + 1));
    }
    return fault;
}

} // namespace

Outcome<void> JobStore::prepare(const std::string &id, const JobSpec &spec) const
try {
    makeRoot(m_root);
    sweep(m_root);
    static std::atomic<unsigned> count = 0;
    // Thread, process and its start: nobody else makes this name.
    const TemporaryFolder made(
        std::format("{}/{}{}-{}-{}", m_root, temporaryPrefix, id, ++count, ownMark()));
    passed(JobStep::FolderMade);
    const JobFolder folder(made.path());
    const nlohmann::json content{
        {"protocol", jobProtocol}, {"token", randomToken()}, {"spec", jsonFrom(spec)}};
    const Posix::Descriptor lock(::open(
        folder.file(JobFolder::lockName).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!lock.isOpen()) {
        return std::unexpected(systemFault(errno, folder.path()));
    }
    // Without locks nothing keeps a job from being begun twice.
    if (const int error = JobFolder::locksRefused(lock); error != 0) {
        return std::unexpected(Fault{.code = FaultCode::NoLocks,
                                     .message = std::format("fcntl: {}.", std::strerror(error)),
                                     .path = m_root});
    }
    Posix::writeDurably(folder.file(JobFolder::specName), content.dump());
    passed(JobStep::SpecWritten);
    const std::string path = folderNamed(id).path();
    if (::renameat2(AT_FDCWD, made.path().c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0
        && errno != EEXIST) {
        // Not every file system knows that: a folder with something in it isn't replaced either.
        if (errno != EINVAL
            || (::rename(made.path().c_str(), path.c_str()) != 0 && errno != EEXIST
                && errno != ENOTEMPTY)) {
            return std::unexpected(systemFault(errno, path));
        }
    }
    syncFolder(m_root);
    passed(JobStep::FolderNamed);
    return {};
} catch (const std::system_error &error) {
    return std::unexpected(systemFault(error.code().value(), m_root));
}

Outcome<std::string> JobStore::launch(const JobFolder &folder) const
{
    auto started = SupervisorStart::begin(
        m_supervisor, folder.path(), folder.file(JobFolder::logName));
    if (!started) {
        return std::unexpected(started.error());
    }
    passed(JobStep::SupervisorSpawned);
    return started->firstLine(longestStart);
}

Outcome<nlohmann::json> JobStore::start(const std::string &id, const JobSpec &spec) const
{
    if (!isJobId(id)) {
        return std::unexpected(folderOf(id).error());
    }
    const JobFolder folder = folderNamed(id);
    const auto deadline = Clock::now() + longestStart;
    int silent = 0;
    while (Clock::now() < deadline && silent < 5) {
        const auto content = folder.read(JobFolder::specName);
        if (!content) {
            if (const auto made = prepare(id, spec); !made) {
                return std::unexpected(made.error());
            }
            continue;
        }
        if (content->value("spec", nlohmann::json()) != jsonFrom(spec)) {
            return std::unexpected(
                Fault{.code = FaultCode::AlreadyExists,
                      .message = std::format("There is another job with the id \"{}\".", id),
                      .path = id});
        }
        nlohmann::json job = stateOf(folder);
        const std::string state = job.value("state", std::string());
        if (state == "starting") {
            std::this_thread::sleep_for(lookInterval);
        } else if (state != "prepared") {
            return job;
        } else {
            const auto said = launch(folder);
            if (!said) {
                return std::unexpected(said.error());
            }
            if (said->starts_with("failed ")) {
                return std::unexpected(startFault(*said));
            }
            silent += said->empty() ? 1 : 0;
        }
    }
    return std::unexpected(
        Fault{.message = std::format("The supervisor of the job \"{}\" does not start.", id)});
}

} // namespace Atelier::Node
