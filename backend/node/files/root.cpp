// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/files/root.h"

#include "backend/node/files/names.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

namespace Atelier::Node {

namespace {

constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
constexpr int mostRaces = 32;

/** Not again once the kernel, or a sandbox's filter, has said that it has no openat2. */
std::atomic<bool> &openat2IsMissing()
{
    static std::atomic<bool> isMissing{false};
    return isMissing;
}

int openat2(int folder, const char *path, int flags, Links links)
{
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    if (links == Links::Refuse) {
        how.resolve |= RESOLVE_NO_SYMLINKS;
    }
    int descriptor = -1;
    // EAGAIN: something was renamed on the way, and whether ".." still stays below is unknown.
    for (int attempt = 0; attempt < mostRaces; ++attempt) {
        descriptor = static_cast<int>(::syscall(SYS_openat2, folder, path, &how, sizeof how));
        if (descriptor >= 0 || (errno != EAGAIN && errno != EINTR)) {
            break;
        }
    }
    return descriptor;
}

} // namespace

Outcome<Root> Root::open(std::string_view path)
{
    std::string whole(path);
    if (!path.starts_with('/')) {
        const char *home = std::getenv("HOME");
        if (home == nullptr || *home != '/') {
            return std::unexpected(Fault{.code = FaultCode::NotFound,
                                         .message = "The environment names no home folder."});
        }
        whole = std::string(home) + '/' + whole;
    }
    UniqueFd folder(::open(whole.c_str(), folderFlags));
    if (!folder.isValid()) {
        return std::unexpected(systemFault(errno, path));
    }
    return Root(std::move(folder));
}

Outcome<UniqueFd> Root::openBeneath(std::string_view path, int flags, Links links) const
{
    if (const auto names = namesIn(path); !names) {
        return std::unexpected(names.error());
    }
    if (m_byName || openat2IsMissing()) {
        return openByName(path, flags);
    }
    const std::string text(path.empty() ? "." : path);
    UniqueFd found(openat2(m_folder.get(), text.c_str(), flags, links));
    if (!found.isValid() && (errno == ENOSYS || errno == EPERM)) {
        // EPERM may be the file's own answer, or that of a filter that knows no openat2.
        const bool isTheCall = !UniqueFd(openat2(m_folder.get(), ".", O_PATH, links)).isValid();
        if (isTheCall) {
            openat2IsMissing() = true;
            return openByName(path, flags);
        }
        errno = EPERM;
    }
    if (!found.isValid()) {
        return std::unexpected(systemFault(errno, path));
    }
    return found;
}

Outcome<UniqueFd> Root::openByName(std::string_view path, int flags) const
{
    const auto names = namesIn(path);
    if (!names) {
        return std::unexpected(names.error());
    }
    if (names->empty()) {
        UniqueFd itself(::openat(m_folder.get(), ".", flags | O_CLOEXEC));
        return itself.isValid() ? Outcome<UniqueFd>(std::move(itself))
                                : std::unexpected(systemFault(errno, path));
    }
    UniqueFd folder;
    int from = m_folder.get();
    for (std::size_t i = 0; i < names->size(); ++i) {
        const std::string name((*names)[i]);
        const bool isLast = i + 1 == names->size();
        UniqueFd next(::openat(
            from, name.c_str(), (isLast ? flags : O_PATH | O_DIRECTORY) | O_NOFOLLOW | O_CLOEXEC));
        if (!next.isValid()) {
            return std::unexpected(systemFault(errno, path));
        }
        folder = std::move(next);
        from = folder.get();
    }
    return folder;
}

Outcome<UniqueFd> Root::openFolder(std::string_view path, Links links) const
{
    return openBeneath(path, folderFlags, links);
}

Outcome<void> Root::makeFolders(std::string_view path) const
{
    const auto names = namesIn(path);
    if (!names) {
        return std::unexpected(names.error());
    }
    std::string done;
    for (const std::string_view name : *names) {
        const auto folder = openBeneath(done, O_PATH | O_DIRECTORY);
        if (!folder) {
            return std::unexpected(folder.error());
        }
        if (::mkdirat(folder->get(), std::string(name).c_str(), 0777) != 0 && errno != EEXIST) {
            return std::unexpected(systemFault(errno, path));
        }
        done.append(done.empty() ? "" : "/").append(name);
    }
    return {};
}

Outcome<Root> Root::at(std::string_view path) const
{
    auto folder = openFolder(path);
    if (!folder) {
        return std::unexpected(std::move(folder).error());
    }
    Root root(*std::move(folder));
    root.m_byName = m_byName;
    return root;
}

} // namespace Atelier::Node
