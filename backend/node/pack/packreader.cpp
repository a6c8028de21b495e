// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/pack/packreader.h"

#include "backend/node/files/names.h"
#include "backend/node/protocol/bytes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace Atelier::Node {

namespace {

/** A kind, a path, a target and the numbers: more can't stand before a file's first block. */
constexpr std::size_t longestEntry = std::size_t{140} * 1024;

std::optional<std::string_view> packText(ByteCursor *cursor)
{
    const auto size = cursor->number<std::uint16_t>();
    return size ? cursor->take(*size) : std::nullopt;
}

/** What follows an entry's path; false: bytes are missing. */
bool readFields(ByteCursor *cursor, PackKind kind, PackEntry *entry)
{
    if (kind == PackKind::Folder || kind == PackKind::File) {
        const auto mode = cursor->number<std::uint32_t>();
        if (!mode) {
            return false;
        }
        entry->mode = *mode & 07777U;
    }
    if (kind != PackKind::Fault) {
        const auto modified = cursor->number<std::uint64_t>();
        if (!modified) {
            return false;
        }
        entry->modified = static_cast<std::int64_t>(*modified);
    }
    if (kind == PackKind::File) {
        const auto size = cursor->number<std::uint64_t>();
        entry->size = size.value_or(0);
        return size.has_value();
    }
    if (kind == PackKind::Link || kind == PackKind::Fault) {
        const auto target = packText(cursor);
        entry->target = target.value_or("");
        return target.has_value();
    }
    return true;
}

bool isEntryKind(char kind)
{
    return std::string_view("dflx").contains(kind);
}

} // namespace

Outcome<void> PackReader::add(std::string_view bytes)
{
    // Blocks go through as they are; only what lies between them is put together.
    while (m_error.empty()) {
        if (!m_pending.empty() && m_state != State::Block) {
            m_pending.append(bytes);
            const std::string joined = std::exchange(m_pending, {});
            return add(joined);
        }
        const Step outcome = step(&bytes);
        if (outcome == Step::NeedMore) {
            m_pending = bytes;
            break;
        }
    }
    if (!m_error.empty()) {
        return std::unexpected(Fault{.code = FaultCode::Protocol, .message = m_error});
    }
    return {};
}

PackReader::Step PackReader::step(std::string_view *rest)
{
    switch (m_state) {
    case State::Magic:
        return readMagic(rest);
    case State::Entry:
        return readEntry(rest);
    case State::BlockSize:
        return readBlockSize(rest);
    case State::Block:
        return readBlock(rest);
    case State::FileEnd:
        return readFileEnd(rest);
    case State::Complete:
        break;
    }
    return rest->empty() ? Step::NeedMore : fail("Bytes follow the packed stream's end.");
}

PackReader::Step PackReader::readMagic(std::string_view *rest)
{
    if (!packMagic.starts_with(rest->substr(0, packMagic.size()))) {
        return fail("This is no packed stream of version 1.");
    }
    if (rest->size() < packMagic.size()) {
        return Step::NeedMore;
    }
    rest->remove_prefix(packMagic.size());
    m_state = State::Entry;
    return Step::Done;
}

PackReader::Step PackReader::readEntry(std::string_view *rest)
{
    if (rest->empty()) {
        return Step::NeedMore;
    }
    const auto kind = static_cast<PackKind>(rest->front());
    if (kind == PackKind::End) {
        return readEnd(rest);
    }
    if (!isEntryKind(rest->front())) {
        return fail("An entry's kind is unknown.");
    }
    ByteCursor cursor(rest->substr(1));
    PackEntry entry;
    const auto path = packText(&cursor);
    if (!path || !readFields(&cursor, kind, &entry)) {
        return rest->size() > longestEntry ? fail("An entry is too long.") : Step::NeedMore;
    }
    const auto names = namesIn(*path);
    // A fault may be about the whole, all others have a name.
    if (!names || (names->empty() && kind != PackKind::Fault)) {
        return fail("A path leads out of the folder, or is none.");
    }
    entry.path = *path;
    *rest = cursor.rest();
    ++m_totals.entries;
    visit(kind, entry);
    return Step::Done;
}

void PackReader::visit(PackKind kind, const PackEntry &entry)
{
    if (kind == PackKind::Folder) {
        m_visitor.folder(entry);
    } else if (kind == PackKind::Link) {
        m_visitor.link(entry);
    } else if (kind == PackKind::Fault) {
        m_visitor.leftOut({.code = faultCodeFrom(entry.target),
                           .message = "The other side left it out.",
                           .path = entry.path});
    } else {
        m_fileSize = entry.size;
        m_fileRead = 0;
        m_state = State::BlockSize;
        m_visitor.beginFile(entry);
    }
}

PackReader::Step PackReader::readEnd(std::string_view *rest)
{
    ByteCursor cursor(rest->substr(1));
    const auto entries = cursor.number<std::uint64_t>();
    const auto bytes = cursor.number<std::uint64_t>();
    if (!entries || !bytes) {
        return Step::NeedMore;
    }
    if (*entries != m_totals.entries || *bytes != m_totals.bytes) {
        return fail("The packed stream's end counts other entries or bytes than came.");
    }
    *rest = cursor.rest();
    m_state = State::Complete;
    return Step::Done;
}

PackReader::Step PackReader::readBlockSize(std::string_view *rest)
{
    ByteCursor cursor(*rest);
    const auto size = cursor.number<std::uint32_t>();
    if (!size) {
        return Step::NeedMore;
    }
    if (*size > largestPackBlock) {
        return fail("A block is larger than 256 KiB.");
    }
    *rest = cursor.rest();
    m_blockLeft = *size;
    m_state = *size == 0 ? State::FileEnd : State::Block;
    return Step::Done;
}

PackReader::Step PackReader::readBlock(std::string_view *rest)
{
    if (rest->empty()) {
        return Step::NeedMore;
    }
    const std::string_view bytes = rest->substr(0, m_blockLeft);
    rest->remove_prefix(bytes.size());
    m_blockLeft -= static_cast<std::uint32_t>(bytes.size());
    m_fileRead += bytes.size();
    m_totals.bytes += bytes.size();
    if (m_fileRead <= m_fileSize) {
        m_visitor.fileData(bytes);
    }
    if (m_blockLeft == 0) {
        m_state = State::BlockSize;
    }
    return Step::Done;
}

PackReader::Step PackReader::readFileEnd(std::string_view *rest)
{
    ByteCursor cursor(*rest);
    const auto state = cursor.number<std::uint8_t>();
    if (!state) {
        return Step::NeedMore;
    }
    if (*state > static_cast<std::uint8_t>(FileState::Unreadable)) {
        return fail("A file's end is of an unknown kind.");
    }
    *rest = cursor.rest();
    m_state = State::Entry;
    if (*state == static_cast<std::uint8_t>(FileState::Changed)) {
        m_visitor.endFile(std::unexpected(
            Fault{.code = FaultCode::Changed, .message = "It became shorter while it was read."}));
    } else if (*state == static_cast<std::uint8_t>(FileState::Unreadable)) {
        m_visitor.endFile(std::unexpected(
            Fault{.code = FaultCode::Failed, .message = "It could not be read to its end."}));
    } else if (m_fileRead != m_fileSize) {
        m_visitor.endFile(std::unexpected(
            Fault{.code = FaultCode::Protocol,
                  .message = "It was announced with " + std::to_string(m_fileSize) + " bytes, and "
                             + std::to_string(m_fileRead) + " came."}));
    } else {
        m_visitor.endFile({});
    }
    return Step::Done;
}

PackReader::Step PackReader::fail(std::string message)
{
    m_error = std::move(message);
    return Step::Broken;
}

} // namespace Atelier::Node
