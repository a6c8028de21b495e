// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shim/nodelog.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdio>
#include <format>
#include <system_error>

namespace Atelier::Shim {

namespace {

constexpr std::size_t largestLog = 1U << 20U;
constexpr std::size_t longestLine = 8192;
constexpr std::size_t tailLines = 8;

} // namespace

std::string utcNow()
{
    const auto now = std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
    return std::format("{:%Y-%m-%dT%H:%M:%S}Z", now);
}

NodeLog::NodeLog(std::string path)
    : m_path(std::move(path))
{
    open();
}

void NodeLog::open()
{
    m_file = Posix::Descriptor(
        ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    struct stat status{};
    m_size = m_file.isOpen() && ::fstat(m_file.get(), &status) == 0
                 ? static_cast<std::size_t>(status.st_size)
                 : 0;
}

std::vector<std::string> NodeLog::add(std::string_view bytes)
{
    std::vector<std::string> lines;
    for (const char byte : bytes) {
        if (byte == '\n' || m_partial.size() >= longestLine) {
            while (!m_partial.empty() && m_partial.back() == '\r') {
                m_partial.pop_back();
            }
            note(m_partial);
            lines.push_back(std::move(m_partial));
            m_partial.clear();
        } else {
            m_partial.push_back(byte);
        }
    }
    return lines;
}

void NodeLog::note(const std::string &line)
{
    m_tail.push_back(line);
    if (m_tail.size() > tailLines) {
        m_tail.pop_front();
    }
    if (m_size > largestLog) {
        // A failed rename only means that the file goes on growing.
        if (std::rename(m_path.c_str(), (m_path + ".1").c_str()) == 0) {
            open();
        }
    }
    if (!m_file.isOpen()) {
        return;
    }
    const std::string text = utcNow() + ' ' + line + '\n';
    try {
        Posix::writeAll(m_file.get(), text);
        m_size += text.size();
    } catch (const std::system_error &) {
        // A full disk must not end a node.
        m_file.close();
    }
}

} // namespace Atelier::Shim
