// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

namespace Atelier::Posix {

/** A file descriptor that is closed at the end of its scope. */
class Descriptor final
{
public:
    Descriptor() = default;
    explicit Descriptor(int descriptor);
    ~Descriptor();
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    Descriptor(Descriptor &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept;

    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    void close();

private:
    int m_descriptor = -1;
};

/** Writes all of @p text; throws std::system_error. */
void writeAll(int descriptor, const std::string &text);

/** Replaces @p path so that after a crash either the old or the new content is there. */
void writeDurably(const std::string &path, const std::string &text);

/** The whole file; throws std::system_error. */
[[nodiscard]] std::string readAll(const std::string &path);

} // namespace Atelier::Posix
