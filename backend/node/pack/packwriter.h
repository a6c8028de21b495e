// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/pack/packformat.h"
#include "backend/node/protocol/outcome.h"

#include <functional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Writes a packed stream in pieces of about 256 KiB. Once the sink has returned false, nothing
 *  more is written. */
class PackWriter final
{
public:
    /** Takes bytes; false: they are not wanted any more. */
    using Sink = std::function<bool(std::string_view bytes)>;

    explicit PackWriter(Sink sink);

    void folder(const PackEntry &entry);
    void link(const PackEntry &entry);
    void beginFile(const PackEntry &entry);
    void fileData(std::string_view bytes);
    void endFile(FileState state);
    void leftOut(const Fault &fault);
    /** The stream's end, and all that is still held back. */
    void finish();

    [[nodiscard]] bool isWanted() const { return m_isWanted; }
    [[nodiscard]] const PackTotals &totals() const { return m_totals; }

private:
    void begin(PackKind kind, const std::string &path);
    void flushWhenFull();
    void flush();

    Sink m_sink;
    std::string m_buffer;
    PackTotals m_totals;
    bool m_isWanted = true;
};

} // namespace Atelier::Node
