// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** The protocol that this build speaks, and the oldest that it still understands. */
inline constexpr int protocolVersion = 1;
inline constexpr int oldestProtocol = 1;

enum class FrameType : std::uint8_t {
    Request = 1, ///< to the node: {"request":NAME, …}; its id names the request from now on
    Item = 2,    ///< from the node: a part of the answer, JSON
    Data = 3,    ///< either way: raw bytes
    Finish = 4,  ///< to the node: no more Data
    Done = 5,    ///< from the node: the end of the answer, JSON
    Failure = 6, ///< from the node: a Fault; the end, too. Id 0: of the connection
    Cancel = 7,  ///< to the node
    Credit = 8,  ///< either way: u32, so many more bytes of Item and Data may come
};

inline constexpr std::size_t frameHeaderSize = 9;
/** Bytes in one frame's payload. */
inline constexpr std::size_t largestPayload = std::size_t{1} << 20U;
/** What may be sent for a request, each way, before its receiver gives credit. A frame may go as
 *  long as any credit is left, so that a receiver holds at most a window and a frame. */
inline constexpr std::int64_t creditWindow = std::int64_t{4} << 20U;

struct FrameView
{
    FrameType type = FrameType::Request;
    std::uint32_t id = 0;
    std::string_view payload = {}; ///< valid until the reader's next add()
};

using FrameHeader = std::array<char, frameHeaderSize>;

/** u32 payload size, u8 type, u32 id; numbers are big-endian. */
[[nodiscard]] FrameHeader frameHeader(FrameType type, std::uint32_t id, std::size_t size);
[[nodiscard]] std::string frameText(FrameType type,
                                    std::uint32_t id,
                                    std::string_view payload = {});

[[nodiscard]] std::array<char, 4> creditPayload(std::uint32_t bytes);
/** Nothing when it isn't four bytes. */
[[nodiscard]] std::optional<std::uint32_t> creditFrom(std::string_view payload);

/** Cuts a stream of bytes into frames. After a fault the stream can't be read on. */
class FrameReader final
{
public:
    void add(std::string_view bytes);
    /** The next whole frame; nothing: more bytes are wanted. Protocol: an unknown type, or too much
     * in it. */
    [[nodiscard]] Outcome<std::optional<FrameView>> next();

private:
    std::string m_buffer;
    std::size_t m_begin = 0;
};

} // namespace Atelier::Node
