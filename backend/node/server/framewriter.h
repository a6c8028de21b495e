// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/frame.h"

#include <atomic>
#include <mutex>
#include <string_view>

namespace Atelier::Node {

/** Writes frames to a descriptor, whole ones, from any thread. */
class FrameWriter final
{
public:
    explicit FrameWriter(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    /** False: the other end has gone. */
    [[nodiscard]] bool write(FrameType type, std::uint32_t id, std::string_view payload = {});
    /** What isn't a frame: the hello. */
    [[nodiscard]] bool writeRaw(std::string_view bytes);

private:
    [[nodiscard]] bool writeBoth(std::string_view first, std::string_view second);

    int m_descriptor;
    std::mutex m_mutex;
    bool m_isBroken = false;
};

} // namespace Atelier::Node
