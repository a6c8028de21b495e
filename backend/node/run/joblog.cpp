// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/joblog.h"

#include "backend/node/run/jobwatch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits>
#include <system_error>
#include <vector>

namespace Atelier::Node {

namespace {

constexpr std::size_t blockSize = std::size_t{256} * 1024;
constexpr std::chrono::milliseconds farInterval{5000};

Fault nobodyWants()
{
    return {.code = FaultCode::Cancelled, .message = "Nobody wants the output any more."};
}

/** One file of output, read on from a place. */
class LogFile final
{
public:
    LogFile(std::string path, const LogRange &range)
        : m_path(std::move(path))
        , m_offset(range.offset)
        , m_left(range.length.value_or(std::numeric_limits<std::uint64_t>::max()))
    {
    }

    [[nodiscard]] std::uint64_t offset() const { return m_offset; }
    [[nodiscard]] bool hasAll() const { return m_left == 0; }
    [[nodiscard]] std::uint64_t size() const
    {
        struct stat status = {};
        return m_file.isOpen() && ::fstat(m_file.get(), &status) == 0
                   ? static_cast<std::uint64_t>(status.st_size)
                   : 0;
    }

    /** Hands on all that is there now; false: nobody wants it. Throws std::system_error. */
    [[nodiscard]] bool readOn(const LogTaker &taker, const std::stop_token &stop)
    {
        if (!m_file.isOpen()) {
            m_file = Posix::Descriptor(::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
        }
        if (!m_file.isOpen()) {
            return errno == ENOENT || fail(); // the job has not begun
        }
        while (m_left > 0) {
            if (stop.stop_requested()) {
                return false;
            }
            const std::uint64_t length = size();
            // What has never been so long was not cut: it has yet to grow that far.
            m_longest = std::max(m_longest, length);
            if (length < m_offset && m_longest >= m_offset) {
                m_offset = m_longest = 0;
                if (!taker.cut()) {
                    return false;
                }
            }
            m_block.resize(blockSize);
            const ssize_t count = ::pread(m_file.get(),
                                          m_block.data(),
                                          std::min<std::uint64_t>(blockSize, m_left),
                                          static_cast<off_t>(m_offset));
            if (count < 0 && errno == EINTR) {
                continue;
            }
            if (count < 0) {
                return fail();
            }
            if (count == 0) {
                return true;
            }
            const auto size = static_cast<std::size_t>(count);
            m_offset += size;
            m_left -= size;
            if (!taker.take({m_block.data(), size})) {
                return false;
            }
        }
        return true;
    }

private:
    [[noreturn]] bool fail() const
    {
        throw std::system_error(errno, std::generic_category(), m_path);
    }

    std::string m_path;
    Posix::Descriptor m_file;
    std::vector<char> m_block;
    std::uint64_t m_offset;
    std::uint64_t m_longest = 0; ///< that the file has been
    std::uint64_t m_left;
};

} // namespace

Outcome<nlohmann::json> readJobLog(const JobStore &store,
                                   const std::string &id,
                                   const LogRange &range,
                                   const LogTaker &taker,
                                   const std::stop_token &stop)
{
    const auto folder = store.folderOf(id);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    if (range.stream != "stdout" && range.stream != "stderr") {
        return std::unexpected(Fault{.code = FaultCode::Invalid,
                                     .message = R"(The stream must be "stdout" or "stderr".)"});
    }
    try {
        LogFile file(folder->file(range.stream.c_str()), range);
        std::optional<JobWatch> watch;
        if (range.follow) {
            watch.emplace(*folder, range.stream.c_str());
        }
        const nlohmann::json state = store.stateOf(*folder).at("state");
        bool ended = state == "ended";
        // Nothing tells of what another machine writes.
        const auto longest = state == "elsewhere" ? std::optional(farInterval) : std::nullopt;
        while (true) {
            // Whether it has ended was known before reading: all that it wrote is there then.
            if (!file.readOn(taker, stop)) {
                return std::unexpected(nobodyWants());
            }
            if (ended || !range.follow || file.hasAll()) {
                return nlohmann::json{
                    {"offset", file.offset()}, {"size", file.size()}, {"ended", ended}};
            }
            const JobWatch::Woken woken = watch->wait(stop, longest);
            if (woken == JobWatch::Woken::Stopped) {
                return std::unexpected(nobodyWants());
            }
            if (woken == JobWatch::Woken::SupervisorGone) {
                ended = store.wait(id, stop).has_value();
            } else if (woken == JobWatch::Woken::TimeOver) {
                ended = store.stateOf(*folder).at("state") == "ended";
            } else {
                ended = folder->has(JobFolder::endName);
            }
            if (!ended && !folder->has(JobFolder::specName)) {
                return std::unexpected(store.folderOf(id).error()); // removed meanwhile
            }
        }
    } catch (const std::system_error &error) {
        return std::unexpected(systemFault(error.code().value(), folder->path()));
    }
}

} // namespace Atelier::Node
