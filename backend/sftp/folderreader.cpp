// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/folderreader.h"

#include "backend/sftp/operations.h"

#include <algorithm>

namespace Atelier::Sftp {

namespace {

constexpr std::chrono::milliseconds nearRoundTrip{2};
constexpr int mostNear = 4;
constexpr int mostFar = 64;

} // namespace

FolderReader::FolderReader(WorkPointer work,
                           ChannelPointer channel,
                           QByteArray path,
                           OpenHandle handle)
    : m_work(std::move(work))
    , m_channel(std::move(channel))
    , m_path(std::move(path))
    , m_handle(std::move(handle))
{
}

Task<Result<std::shared_ptr<FolderReader>>> FolderReader::open(WorkPointer work,
                                                               ChannelPointer channel,
                                                               QByteArray path)
{
    auto handle = co_await Operations::openFolder(work, channel, path);
    if (!handle) {
        co_return failure(handle.error());
    }
    co_return std::make_shared<FolderReader>(work, channel, path, std::move(*handle));
}

Task<Done> FolderReader::ask(std::shared_ptr<FolderReader> self)
{
    PacketWriter packet(PacketType::ReadFolder);
    packet.text(self->m_handle.bytes());
    const auto reply = co_await Request(self->m_channel, self->m_work, packet);
    auto entries = reply ? entriesFrom(*reply, self->m_path)
                         : Result<std::optional<Entries>>(failure(reply.error()));
    --self->m_asked;
    if (!entries) {
        self->m_error = entries.error();
    } else if (!*entries) {
        self->m_atEnd = true;
    } else if (!self->m_atEnd) {
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
        self->m_ready.push_back(std::move(**entries));
    }
    self->m_changed.notify();
    co_return Done();
}

Task<Result<std::optional<Entries>>> FolderReader::next()
{
    const auto self = shared_from_this();
    while (true) {
        const int ready = static_cast<int>(m_ready.size());
        while (!m_atEnd && !m_error && m_asked + ready < m_wanted) {
            ++m_asked;
            static_cast<void>(ask(self));
        }
        if (!m_ready.empty()) {
            Entries entries = std::move(m_ready.front());
            m_ready.pop_front();
            const bool isNear = m_channel->roundTrip() < nearRoundTrip;
            m_wanted = std::min(m_wanted * 2, isNear ? mostNear : mostFar);
            co_return entries;
        }
        if (m_error) {
            co_return failure(*m_error);
        }
        if (m_atEnd) {
            co_return std::nullopt;
        }
        co_await m_changed.wait();
    }
}

} // namespace Atelier::Sftp
