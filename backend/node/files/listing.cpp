// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The requests that look at entries: list and stat.
#include "backend/node/files/faultlist.h"
#include "backend/node/files/filehandlers.h"
#include "backend/node/files/folderreader.h"
#include "backend/node/files/names.h"
#include "backend/node/protocol/payload.h"

#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <string>
#include <vector>

namespace Atelier::Node {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t batchSize = std::size_t{128} * 1024;
constexpr std::uint64_t firstBatchRows = 100; ///< soon on the screen
constexpr std::chrono::milliseconds longestWait{100};
constexpr std::int64_t deepestListing = 1000;

struct Pending
{
    std::string path; ///< relative to the folder that is listed
    std::int64_t depth;
};

/** Lists a folder and, as deep as asked, what is in it. */
class Listing final
{
public:
    Listing(Call &call, const Root &folder, std::int64_t depth)
        : m_call(call)
        , m_folder(folder)
        , m_depth(depth)
    {
    }

    Outcome<nlohmann::json> run()
    {
        m_pending.push_back({.path = {}, .depth = 1});
        while (!m_pending.empty()) {
            const Pending next = std::move(m_pending.back());
            m_pending.pop_back();
            if (!read(next)) {
                return std::unexpected(Fault{.code = FaultCode::Cancelled});
            }
        }
        if (!flush()) {
            return std::unexpected(Fault{.code = FaultCode::Cancelled});
        }
        nlohmann::json result{{"entries", m_count}};
        m_faults.writeTo(&result);
        return result;
    }

private:
    /** False: nobody wants more. */
    bool read(const Pending &pending)
    {
        auto folder = m_folder.openFolder(pending.path, Links::Refuse);
        if (!folder) {
            m_faults.add(std::move(folder).error());
            return true;
        }
        FolderReader reader(*std::move(folder));
        while (const auto name = reader.next()) {
            std::string path = pending.path;
            path.append(path.empty() ? "" : "/").append(*name);
            auto row = rowOf(reader.descriptor(), std::string(*name).c_str(), std::move(path));
            if (!row) {
                // What has vanished since its name was read is not in the folder any more.
                if (row.error().code != FaultCode::NotFound) {
                    m_faults.add(std::move(row).error());
                }
                continue;
            }
            if (row->kind == FileKind::Folder && pending.depth < m_depth) {
                m_pending.push_back({.path = row->path, .depth = pending.depth + 1});
            }
            if (!add(*row)) {
                return false;
            }
        }
        if (reader.error() != 0) {
            m_faults.add(systemFault(reader.error(), pending.path));
        }
        return true;
    }

    bool add(const FileRow &row)
    {
        if (row.path.size() > UINT16_MAX) {
            m_faults.add({.code = FaultCode::Limit, .message = "The path is too long."});
            return true;
        }
        appendRow(&m_rows, row);
        ++m_count;
        const bool isDue = m_count == firstBatchRows || m_rows.size() >= batchSize
                           || (m_count % 64 == 0 && Clock::now() - m_flushed >= longestWait);
        return (!isDue || flush()) && !m_call.stop.stop_requested();
    }

    bool flush()
    {
        const bool isWanted = m_rows.empty() || m_call.reply.data(m_rows);
        m_rows.clear();
        m_flushed = Clock::now();
        return isWanted;
    }

    Call &m_call;
    const Root &m_folder;
    const std::int64_t m_depth;
    std::vector<Pending> m_pending;
    std::string m_rows;
    std::uint64_t m_count = 0;
    Clock::time_point m_flushed = Clock::now();
    FaultList m_faults;
};

} // namespace

Outcome<nlohmann::json> listFolder(Call &call)
{
    const auto folder = requestedFolder(call.arguments);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const std::int64_t depth = std::clamp(
        numberIn(call.arguments, "depth").value_or(1), std::int64_t{1}, deepestListing);
    return Listing(call, *folder, depth).run();
}

Outcome<nlohmann::json> statFile(Call &call)
{
    const auto path = pathIn(call.arguments, "path");
    if (!path) {
        return std::unexpected(path.error());
    }
    auto root = rootOf(call.arguments);
    if (!root) {
        return std::unexpected(std::move(root).error());
    }
    const int follow = flagIn(call.arguments, "follow") ? 0 : O_NOFOLLOW;
    const auto file = root->openBeneath(*path, O_PATH | follow);
    if (!file) {
        return std::unexpected(file.error());
    }
    // A row's path is never empty, and here nobody reads it.
    auto row = rowOf(file->get(), "", path->empty() ? std::string("root") : *path);
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    std::string bytes;
    appendRow(&bytes, *row);
    if (!call.reply.data(bytes)) {
        return std::unexpected(Fault{.code = FaultCode::Cancelled});
    }
    return nlohmann::json::object();
}

} // namespace Atelier::Node
