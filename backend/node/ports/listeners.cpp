// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/ports/listeners.h"

#include "backend/node/ports/socketdiag.h"
#include "backend/posix/durablefile.h"
#include "backend/posix/processtree.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <system_error>

namespace Atelier::Node {

namespace {

struct ProcFolderCloser
{
    void operator()(DIR *folder) const { static_cast<void>(::closedir(folder)); }
};
using ProcFolder = std::unique_ptr<DIR, ProcFolderCloser>;

constexpr std::string_view listenState = "0A"; // TCP_LISTEN

template<typename Number>
std::optional<Number> numberFrom(std::string_view text, int base)
{
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

/** Words of 32 bits in the machine's order, each as eight digits. */
std::optional<std::string> addressFrom(std::string_view digits, bool isV6)
{
    const std::size_t words = isV6 ? 4 : 1;
    if (digits.size() != words * 8) {
        return {};
    }
    std::array<std::uint32_t, 4> binary{};
    for (std::size_t word = 0; word < words; ++word) {
        const auto number = numberFrom<std::uint32_t>(digits.substr(word * 8, 8), 16);
        if (!number) {
            return {};
        }
        binary.at(word) = *number;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(isV6 ? AF_INET6 : AF_INET, binary.data(), text.data(), text.size())
                   != nullptr
               ? std::optional<std::string>(text.data())
               : std::nullopt;
}

/** "  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 12345 …" */
std::optional<ListeningSocket> socketFrom(std::string_view line, bool isV6)
{
    std::array<std::string_view, 10> fields;
    for (std::string_view &field : fields) {
        const std::size_t begin = line.find_first_not_of(' ');
        if (begin == std::string_view::npos) {
            return {};
        }
        line.remove_prefix(begin);
        field = line.substr(0, line.find(' '));
        line.remove_prefix(field.size());
    }
    const std::size_t colon = fields[1].find(':');
    if (fields[3] != listenState || colon == std::string_view::npos) {
        return {};
    }
    const auto address = addressFrom(fields[1].substr(0, colon), isV6);
    const auto port = numberFrom<std::uint16_t>(fields[1].substr(colon + 1), 16);
    const auto user = numberFrom<uid_t>(fields[7], 10);
    const auto inode = numberFrom<std::uint64_t>(fields[9], 10);
    if (!address || !port || !user || !inode) {
        return {};
    }
    return ListeningSocket{.inode = *inode, .port = *port, .user = *user, .address = *address};
}

/** "socket:[12345]" */
std::optional<std::uint64_t> socketBehind(const std::string &path)
{
    std::array<char, 64> target{};
    const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
    std::string_view text(target.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    if (!text.starts_with("socket:[") || !text.ends_with(']')) {
        return {};
    }
    text.remove_prefix(8);
    text.remove_suffix(1);
    return numberFrom<std::uint64_t>(text, 10);
}

} // namespace

std::vector<ListeningSocket> listeningSockets(std::string_view text, bool isV6)
{
    std::vector<ListeningSocket> result;
    for (const auto part : std::views::split(text, '\n')) {
        if (auto socket = socketFrom(std::string_view(part), isV6)) {
            result.push_back(std::move(*socket));
        }
    }
    return result;
}

std::vector<ListeningSocket> listeningSockets(uid_t user)
{
    std::vector<ListeningSocket> result;
    for (const bool isV6 : {false, true}) {
        if (auto sockets = askForListeners(isV6)) {
            std::ranges::move(*sockets, std::back_inserter(result));
            continue;
        }
        try {
            const std::string text = Posix::readAll(isV6 ? "/proc/net/tcp6" : "/proc/net/tcp");
            std::ranges::move(listeningSockets(text, isV6), std::back_inserter(result));
        } catch (const std::system_error &) { // NOLINT(bugprone-empty-catch): no IPv6 here
        }
    }
    std::erase_if(result, [user](const ListeningSocket &socket) { return socket.user != user; });
    return result;
}

std::unordered_map<std::uint64_t, pid_t> ownersOf(const std::unordered_set<std::uint64_t> &inodes)
{
    std::unordered_map<std::uint64_t, pid_t> owners;
    std::vector<Posix::Process> all = Posix::allProcesses();
    std::ranges::sort(all, {}, &Posix::Process::startTime);
    for (const Posix::Process &process : all) {
        const std::string path = "/proc/" + std::to_string(process.pid) + "/fd";
        const ProcFolder folder(::opendir(path.c_str())); // another user's can't be opened
        while (const dirent *entry = folder ? ::readdir(folder.get()) : nullptr) {
            const auto inode = socketBehind(path + '/' + static_cast<const char *>(entry->d_name));
            if (inode && inodes.contains(*inode)) {
                owners.emplace(*inode, process.pid);
            }
        }
        if (owners.size() == inodes.size()) {
            break;
        }
    }
    return owners;
}

} // namespace Atelier::Node
