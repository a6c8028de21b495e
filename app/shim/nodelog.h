// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/posix/durablefile.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace Atelier::Shim {

/** "2025-11-20T12:48:20.123Z" */
[[nodiscard]] std::string utcNow();

/** What the node's SSH server says, with times, in a file of bounded size. */
class NodeLog final
{
public:
    explicit NodeLog(std::string path);

    /** Takes what was read from the server and returns the lines that it completed. */
    std::vector<std::string> add(std::string_view bytes);
    void note(const std::string &line);

    /** The last lines, for the record of a start that failed. */
    [[nodiscard]] const std::deque<std::string> &tail() const { return m_tail; }

private:
    void open();

    std::string m_path;
    Posix::Descriptor m_file;
    std::string m_partial;
    std::size_t m_size = 0;
    std::deque<std::string> m_tail;
};

} // namespace Atelier::Shim
