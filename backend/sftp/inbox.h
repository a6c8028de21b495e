// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/sftp/packettype.h"

#include <QByteArrayView>

#include <memory>
#include <optional>
#include <span>

namespace Atelier::Sftp {

/** Cuts what a server sends into packets. Takes a fixed amount of memory, whatever lengths the
 *  server claims. */
class Inbox final
{
public:
    Inbox();

    /** Where the next bytes go, never empty; earlier packets are no longer valid. */
    [[nodiscard]] std::span<char> room();
    void commit(std::size_t count) { m_end += count; }

    /** The next whole packet from its type byte on; nothing: more bytes are needed. The first one
     *  must be the server's Version, and text in its place is told as a chatty shell's. */
    [[nodiscard]] Result<std::optional<QByteArrayView>> next();
    /** No packet was begun. */
    [[nodiscard]] bool isEmpty() const { return m_begin == m_end; }

private:
    [[nodiscard]] QByteArrayView unread() const
    {
        return {m_bytes.get() + m_begin, static_cast<qsizetype>(m_end - m_begin)};
    }
    [[nodiscard]] Error wrongStart() const;

    std::unique_ptr<char[]> m_bytes; // NOLINT: 1 MiB that need not be zeroed
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    bool m_hasStarted = false;
};

} // namespace Atelier::Sftp
