// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/channel.h"

#include <functional>

namespace Atelier::Sftp {

/** A request to wait for: `const auto reply = co_await Request(channel, work, packet);`. The reply
 *  is valid until the next wait. */
class Request final
{
public:
    Request(ChannelPointer channel, WorkPointer work, PacketWriter packet)
        : m_channel(std::move(channel))
        , m_work(std::move(work))
        , m_packet(std::move(packet))
    {
    }
    Request(const Request &) = delete;
    Request &operator=(const Request &) = delete;
    ~Request() = default;

    /** The packet ends with @p bytes bytes that stand already where Channel::reserve() said. */
    Request &withReserved(std::size_t bytes)
    {
        m_reserved = bytes;
        return *this;
    }
    /** The server may take longer than its patience: it copies, or waits for a disk. */
    Request &slow()
    {
        m_isSlow = true;
        return *this;
    }

    // NOLINTBEGIN(readability-identifier-naming): the language's names
    [[nodiscard]] bool await_ready();
    void await_suspend(std::coroutine_handle<> handle);
    Result<Reply> await_resume() { return std::move(m_result); }
    // NOLINTEND(readability-identifier-naming)

    // For Channel
    [[nodiscard]] bool isStopped() const { return m_work->isStopped(); }
    [[nodiscard]] const PacketWriter &packet() const { return m_packet; }
    [[nodiscard]] std::size_t reserved() const { return m_reserved; }
    [[nodiscard]] bool isSlow() const { return m_isSlow; }
    /** Goes on with the coroutine; this object is gone afterwards. */
    void complete(Result<Reply> result);

private:
    ChannelPointer m_channel;
    WorkPointer m_work;
    PacketWriter m_packet;
    std::size_t m_reserved = 0;
    bool m_isSlow = false;
    std::coroutine_handle<> m_handle;
    Result<Reply> m_result;
};

/** Closes a handle in the end, without waiting. */
class OpenHandle final
{
public:
    OpenHandle() = default;
    OpenHandle(ChannelPointer channel, QByteArray handle)
        : m_channel(std::move(channel))
        , m_handle(std::move(handle))
    {
    }
    OpenHandle(OpenHandle &&other) noexcept
        : m_channel(std::move(other.m_channel))
        , m_handle(std::exchange(other.m_handle, {}))
    {
    }
    OpenHandle &operator=(OpenHandle &&other) noexcept
    {
        std::swap(m_channel, other.m_channel);
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    OpenHandle(const OpenHandle &) = delete;
    OpenHandle &operator=(const OpenHandle &) = delete;
    ~OpenHandle()
    {
        if (m_channel && !m_handle.isEmpty()) {
            m_channel->discard(m_handle);
        }
    }
    [[nodiscard]] const QByteArray &bytes() const { return m_handle; }
    /** For who closes it by a request of its own. */
    [[nodiscard]] QByteArray release() { return std::exchange(m_handle, {}); }

private:
    ChannelPointer m_channel;
    QByteArray m_handle;
};

} // namespace Atelier::Sftp
