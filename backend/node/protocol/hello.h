// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Which end speaks. */
enum class Role : std::uint8_t { Node, Studio };

/** What an end says of itself in its first line, "ATELIER-NODE 1 0.1.0". */
struct Hello
{
    int protocol = 0;
    std::string version = {};
};

/** The line with its end. A node's starts with a line feed of its own: what a chatty login shell
 *  wrote before it may lack its own. */
[[nodiscard]] std::string helloLine(Role role);

/** The protocol that both ends speak, the lower number of the two; Version when one of them is too
 *  old for that. */
[[nodiscard]] Outcome<int> commonProtocol(int theirs);

/** Finds the other end's first line in a stream of bytes. */
class HelloReader final
{
public:
    /** A node's line may have text before it, a studio's stands first. */
    explicit HelloReader(Role from)
        : m_from(from)
    {
    }

    /** Nothing: more bytes are wanted. Protocol: not a hello, or more than @ref most before it. */
    [[nodiscard]] Outcome<std::optional<Hello>> add(std::string_view bytes);
    /** What came behind the line. */
    [[nodiscard]] const std::string &rest() const { return m_buffer; }
    /** What stood before it, or all that came so far. */
    [[nodiscard]] const std::string &skipped() const { return m_skipped; }

    static constexpr std::size_t most = std::size_t{64} * 1024;

private:
    [[nodiscard]] std::size_t lineBegin() const;

    Role m_from;
    std::string m_buffer;
    std::string m_skipped;
};

} // namespace Atelier::Node
