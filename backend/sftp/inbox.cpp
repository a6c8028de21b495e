// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/inbox.h"

#include "backend/sftp/errors.h"

#include <QtEndian>

#include <cstring>

namespace Atelier::Sftp {

namespace {

constexpr std::size_t capacity = std::size_t{1024} * 1024;
/** Reading goes on behind what is there as long as this much room is left. */
constexpr std::size_t worthReading = std::size_t{320} * 1024;
constexpr qsizetype longestWords = 120;

bool isWritten(char byte)
{
    return (byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\r' || byte == '\t'
           || byte == '\x1b' || static_cast<uchar>(byte) >= 0xC2;
}

} // namespace

Inbox::Inbox()
    : m_bytes(std::make_unique_for_overwrite<char[]>(capacity)) // NOLINT
{
}

std::span<char> Inbox::room()
{
    if (isEmpty()) {
        m_begin = 0;
        m_end = 0;
    } else if (capacity - m_end < worthReading) {
        std::memmove(m_bytes.get(), m_bytes.get() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    return {m_bytes.get() + m_end, capacity - m_end};
}

Error Inbox::wrongStart() const
{
    QByteArrayView words = unread().first(std::min(unread().size(), longestWords));
    if (const qsizetype end = words.indexOf('\0'); end >= 0) {
        words = words.first(end);
    }
    if (!words.isEmpty() && std::ranges::all_of(words, isWritten)) {
        return chattyShellError(words.trimmed().toByteArray());
    }
    return protocolError({}, QStringLiteral("no Version packet at the beginning"));
}

Result<std::optional<QByteArrayView>> Inbox::next()
{
    const QByteArrayView bytes = unread();
    if (bytes.size() < 4) {
        return std::nullopt;
    }
    const auto length = qFromBigEndian<quint32>(bytes.data());
    if (!m_hasStarted) {
        const bool isVersion = bytes.size() < 5
                               || bytes.at(4) == static_cast<char>(PacketType::Version);
        if (length < 5 || length > largestPacket || !isVersion) {
            return failure(wrongStart());
        }
    }
    if (length < 5 || length > largestPacket + packetOverhead) {
        return failure(protocolError({}, QStringLiteral("packet of %1 bytes").arg(length)));
    }
    if (bytes.size() - 4 < length) {
        return std::nullopt;
    }
    m_hasStarted = true;
    m_begin += 4U + length;
    return bytes.sliced(4, length);
}

} // namespace Atelier::Sftp
