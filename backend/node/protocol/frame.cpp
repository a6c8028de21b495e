// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/protocol/frame.h"

#include "backend/node/protocol/bytes.h"

#include <algorithm>

namespace Atelier::Node {

FrameHeader frameHeader(FrameType type, std::uint32_t id, std::size_t size)
{
    std::string text;
    appendNumber(&text, static_cast<std::uint32_t>(size));
    appendNumber(&text, static_cast<std::uint8_t>(type));
    appendNumber(&text, id);
    FrameHeader header{};
    std::ranges::copy(text, header.begin());
    return header;
}

std::string frameText(FrameType type, std::uint32_t id, std::string_view payload)
{
    const FrameHeader header = frameHeader(type, id, payload.size());
    std::string text;
    text.reserve(header.size() + payload.size());
    text.append(header.data(), header.size());
    text.append(payload);
    return text;
}

std::array<char, 4> creditPayload(std::uint32_t bytes)
{
    std::string text;
    appendNumber(&text, bytes);
    std::array<char, 4> payload{};
    std::ranges::copy(text, payload.begin());
    return payload;
}

std::optional<std::uint32_t> creditFrom(std::string_view payload)
{
    return payload.size() == 4 ? ByteCursor(payload).number<std::uint32_t>() : std::nullopt;
}

void FrameReader::add(std::string_view bytes)
{
    m_buffer.erase(0, m_begin);
    m_begin = 0;
    m_buffer.append(bytes);
}

Outcome<std::optional<FrameView>> FrameReader::next()
{
    ByteCursor cursor(std::string_view(m_buffer).substr(m_begin));
    const auto size = cursor.number<std::uint32_t>();
    const auto type = size ? cursor.number<std::uint8_t>() : std::nullopt;
    const auto id = type ? cursor.number<std::uint32_t>() : std::nullopt;
    if (size && *size > largestPayload) {
        return std::unexpected(Fault{.code = FaultCode::Protocol,
                                     .message = "A frame of " + std::to_string(*size)
                                                + " bytes is larger than 1 MiB."});
    }
    if (type
        && (*type < static_cast<std::uint8_t>(FrameType::Request)
            || *type > static_cast<std::uint8_t>(FrameType::Credit))) {
        return std::unexpected(
            Fault{.code = FaultCode::Protocol,
                  .message = "Frames of type " + std::to_string(*type) + " are not known."});
    }
    if (!id) {
        return std::nullopt;
    }
    const auto payload = cursor.take(*size);
    if (!payload) {
        return std::nullopt;
    }
    m_begin += frameHeaderSize + payload->size();
    return FrameView{.type = static_cast<FrameType>(*type), .id = *id, .payload = *payload};
}

} // namespace Atelier::Node
