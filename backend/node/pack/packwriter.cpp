// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/pack/packwriter.h"

#include "backend/node/protocol/bytes.h"

#include <utility>

namespace Atelier::Node {

namespace {

constexpr std::size_t flushSize = std::size_t{256} * 1024;

void appendText(std::string *bytes, std::string_view text)
{
    appendNumber(bytes, static_cast<std::uint16_t>(text.size()));
    bytes->append(text);
}

} // namespace

PackWriter::PackWriter(Sink sink)
    : m_sink(std::move(sink))
    , m_buffer(packMagic)
{
}

void PackWriter::begin(PackKind kind, const std::string &path)
{
    ++m_totals.entries;
    m_buffer += static_cast<char>(kind);
    appendText(&m_buffer, path);
}

void PackWriter::folder(const PackEntry &entry)
{
    begin(PackKind::Folder, entry.path);
    appendNumber(&m_buffer, entry.mode);
    appendNumber(&m_buffer, static_cast<std::uint64_t>(entry.modified));
    flushWhenFull();
}

void PackWriter::link(const PackEntry &entry)
{
    begin(PackKind::Link, entry.path);
    appendNumber(&m_buffer, static_cast<std::uint64_t>(entry.modified));
    appendText(&m_buffer, entry.target);
    flushWhenFull();
}

void PackWriter::beginFile(const PackEntry &entry)
{
    begin(PackKind::File, entry.path);
    appendNumber(&m_buffer, entry.mode);
    appendNumber(&m_buffer, static_cast<std::uint64_t>(entry.modified));
    appendNumber(&m_buffer, entry.size);
}

void PackWriter::fileData(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::string_view block = bytes.substr(0, largestPackBlock);
        bytes.remove_prefix(block.size());
        m_totals.bytes += block.size();
        appendNumber(&m_buffer, static_cast<std::uint32_t>(block.size()));
        m_buffer.append(block);
        flushWhenFull();
    }
}

void PackWriter::endFile(FileState state)
{
    appendNumber(&m_buffer, std::uint32_t{0});
    appendNumber(&m_buffer, static_cast<std::uint8_t>(state));
    flushWhenFull();
}

void PackWriter::leftOut(const Fault &fault)
{
    begin(PackKind::Fault, fault.path);
    appendText(&m_buffer, nameOf(fault.code));
    flushWhenFull();
}

void PackWriter::finish()
{
    m_buffer += static_cast<char>(PackKind::End);
    appendNumber(&m_buffer, m_totals.entries);
    appendNumber(&m_buffer, m_totals.bytes);
    flush();
}

void PackWriter::flushWhenFull()
{
    if (m_buffer.size() >= flushSize) {
        flush();
    }
}

void PackWriter::flush()
{
    m_isWanted = m_isWanted && m_sink(m_buffer);
    m_buffer.clear();
}

} // namespace Atelier::Node
