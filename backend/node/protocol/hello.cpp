// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/protocol/hello.h"

#include "backend/node/protocol/frame.h"

#include <algorithm>
#include <charconv>

namespace Atelier::Node {

namespace {

constexpr std::size_t longestHelloLine = 80;

std::string_view magicOf(Role role)
{
    return role == Role::Node ? "ATELIER-NODE " : "ATELIER-STUDIO ";
}

bool isVersionCharacter(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z')
           || (character >= 'A' && character <= 'Z') || character == '.' || character == '-'
           || character == '+' || character == '~';
}

std::optional<Hello> helloIn(std::string_view line)
{
    Hello hello;
    const auto [end,
                error] = std::from_chars(line.data(), line.data() + line.size(), hello.protocol);
    const std::string_view rest = line.substr(static_cast<std::size_t>(end - line.data()));
    if (error != std::errc() || hello.protocol < 1 || rest.size() < 2 || rest.front() != ' ') {
        return std::nullopt;
    }
    hello.version = rest.substr(1);
    return std::ranges::all_of(hello.version, isVersionCharacter) ? std::optional(hello)
                                                                  : std::nullopt;
}

Fault noHello(std::string message)
{
    return {.code = FaultCode::Protocol, .message = std::move(message)};
}

} // namespace

std::string helloLine(Role role)
{
    return std::string(role == Role::Node ? "\n" : "").append(magicOf(role))
           + std::to_string(protocolVersion) + " " ATELIER_VERSION "\n";
}

Outcome<int> commonProtocol(int theirs)
{
    const int common = std::min(theirs, protocolVersion);
    if (common < oldestProtocol) {
        return std::unexpected(Fault{.code = FaultCode::Version,
                                     .message = "The other side speaks protocol "
                                                + std::to_string(theirs) + ", and "
                                                + std::to_string(oldestProtocol)
                                                + " is the oldest that this one understands."});
    }
    return common;
}

std::size_t HelloReader::lineBegin() const
{
    const std::string_view magic = magicOf(m_from);
    if (m_from == Role::Studio || m_buffer.starts_with(magic)) {
        return 0;
    }
    const std::size_t found = m_buffer.find(std::string("\n").append(magic));
    return found == std::string::npos ? found : found + 1;
}

Outcome<std::optional<Hello>> HelloReader::add(std::string_view bytes)
{
    m_buffer.append(bytes);
    const std::string_view magic = magicOf(m_from);
    const std::size_t begin = lineBegin();
    const std::string_view compared = std::string_view(m_buffer).substr(0, magic.size());
    if (m_from == Role::Studio && !magic.starts_with(compared)) {
        return std::unexpected(noHello("The first line doesn't start with ATELIER-STUDIO."));
    }
    if (begin > most) { // npos is greater than anything
        m_skipped = m_buffer.substr(0, most);
        return m_buffer.size() > most
                   ? std::unexpected(
                         noHello("No line starts with ATELIER-NODE in the first 64 KiB."))
                   : Outcome<std::optional<Hello>>(std::nullopt);
    }
    const std::size_t end = m_buffer.find('\n', begin);
    if (end == std::string::npos) {
        return m_buffer.size() - begin > longestHelloLine
                   ? std::unexpected(noHello("The first line is longer than 80 characters."))
                   : Outcome<std::optional<Hello>>(std::nullopt);
    }
    const std::string_view line = std::string_view(m_buffer).substr(begin, end - begin);
    std::optional<Hello> hello = line.size() > longestHelloLine
                                     ? std::nullopt
                                     : helloIn(line.substr(magic.size()));
    if (!hello) {
        return std::unexpected(noHello("The first line isn't the name, a number and a version."));
    }
    m_skipped = m_buffer.substr(0, begin);
    m_buffer.erase(0, end + 1);
    return hello;
}

} // namespace Atelier::Node
