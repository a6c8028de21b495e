// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/pack/packformat.h"
#include "backend/node/protocol/outcome.h"

#include <string>
#include <string_view>

namespace Atelier::Node {

/** Receives what a PackReader finds, in the stream's order. */
class PackVisitor
{
public:
    virtual ~PackVisitor() = default;
    virtual void folder(const PackEntry &entry) = 0;
    virtual void link(const PackEntry &entry) = 0;
    virtual void beginFile(const PackEntry &entry) = 0;
    virtual void fileData(std::string_view bytes) = 0;
    /** The file that was begun last; Protocol when its blocks don't make up its size. */
    virtual void endFile(const Outcome<void> &outcome) = 0;
    virtual void leftOut(Fault fault) = 0;

protected:
    PackVisitor() = default;
    PackVisitor(const PackVisitor &) = default;
    PackVisitor &operator=(const PackVisitor &) = default;
};

/**
 * Takes a packed stream apart as it comes, whatever its pieces. Paths are relative and consist of
 * names, numbers are within their bounds, files end as they began, or add() says Protocol, and the
 * stream can't be read on. Holds no more than a block.
 */
class PackReader final
{
public:
    explicit PackReader(PackVisitor &visitor)
        : m_visitor(visitor)
    {
    }

    [[nodiscard]] Outcome<void> add(std::string_view bytes);
    /** Whether the stream's end has come; without it, something is missing. */
    [[nodiscard]] bool isComplete() const { return m_state == State::Complete; }
    [[nodiscard]] const PackTotals &totals() const { return m_totals; }

private:
    enum class State : std::uint8_t { Magic, Entry, BlockSize, Block, FileEnd, Complete };
    /** How a step came out. */
    enum class Step : std::uint8_t { Done, NeedMore, Broken };

    Step step(std::string_view *rest);
    Step readMagic(std::string_view *rest);
    Step readEntry(std::string_view *rest);
    Step readEnd(std::string_view *rest);
    Step readBlockSize(std::string_view *rest);
    Step readBlock(std::string_view *rest);
    Step readFileEnd(std::string_view *rest);
    void visit(PackKind kind, const PackEntry &entry);
    Step fail(std::string message);

    PackVisitor &m_visitor;
    State m_state = State::Magic;
    std::string m_pending; ///< an entry's beginning, or a number's
    PackTotals m_totals;
    std::uint64_t m_fileSize = 0;
    std::uint64_t m_fileRead = 0;
    std::uint32_t m_blockLeft = 0;
    std::string m_error;
};

} // namespace Atelier::Node
