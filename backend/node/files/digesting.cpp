// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The request digest.
#include "backend/node/files/filehandlers.h"
#include "backend/node/files/sha256.h"
#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace Atelier::Node {

namespace {

constexpr std::size_t digestBlock = std::size_t{256} * 1024;

Outcome<std::string> digestOf(const Root &root, const std::string &path, const Call &call)
{
    // O_NONBLOCK: a pipe's open would wait for its writer.
    const auto file = root.openBeneath(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!file) {
        return std::unexpected(file.error());
    }
    struct stat found{};
    if (::fstat(file->get(), &found) != 0) {
        return std::unexpected(systemFault(errno, path));
    }
    if (!S_ISREG(found.st_mode)) {
        return std::unexpected(
            Fault{.code = S_ISDIR(found.st_mode) ? FaultCode::IsAFolder : FaultCode::Unsupported,
                  .message = "Only files have a digest.",
                  .path = path});
    }
    static_cast<void>(::posix_fadvise(file->get(), 0, 0, POSIX_FADV_SEQUENTIAL));
    Sha256 digest;
    std::vector<char> block(digestBlock);
    while (!call.stop.stop_requested()) {
        const ssize_t count = ::read(file->get(), block.data(), block.size());
        if (count == 0) {
            return digest.result();
        }
        if (count < 0 && errno != EINTR) {
            return std::unexpected(systemFault(errno, path));
        }
        digest.add({block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))});
    }
    return std::unexpected(Fault{.code = FaultCode::Cancelled});
}

} // namespace

/** One item a path, in their order. */
Outcome<nlohmann::json> digestFiles(Call &call)
{
    const auto folder = requestedFolder(call.arguments);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const auto paths = call.arguments.find("paths");
    if (paths == call.arguments.end() || !paths->is_array()) {
        return std::unexpected(
            Fault{.code = FaultCode::Invalid, .message = "“paths” must be a list of paths."});
    }
    for (const nlohmann::json &entry : *paths) {
        const auto path = entry.is_string() ? pathFrom(entry.get_ref<const std::string &>())
                                            : std::nullopt;
        if (!path) {
            return std::unexpected(
                Fault{.code = FaultCode::Invalid, .message = "“paths” holds what is no path."});
        }
        const auto digest = digestOf(*folder, *path, call);
        if (!digest && digest.error().code == FaultCode::Cancelled) {
            return std::unexpected(digest.error());
        }
        nlohmann::json item{{"path", pathText(*path)}};
        if (digest) {
            item["sha256"] = *digest;
        } else {
            item["fault"] = jsonFrom(digest.error());
        }
        if (!call.reply.item(item)) {
            return std::unexpected(Fault{.code = FaultCode::Cancelled});
        }
    }
    return nlohmann::json{{"files", paths->size()}};
}

} // namespace Atelier::Node
