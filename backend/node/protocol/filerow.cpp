// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/protocol/filerow.h"

#include "backend/node/files/names.h"

namespace Atelier::Node {

namespace {

std::optional<std::string_view> shortText(ByteCursor *cursor)
{
    const auto size = cursor->number<std::uint16_t>();
    return size ? cursor->take(*size) : std::nullopt;
}

std::optional<FileRow> rowAt(ByteCursor *cursor)
{
    const auto kind = cursor->number<std::uint8_t>();
    const auto mode = cursor->number<std::uint32_t>();
    const auto size = cursor->number<std::uint64_t>();
    const auto modified = cursor->number<std::uint64_t>();
    const auto path = shortText(cursor);
    const auto target = shortText(cursor);
    if (!kind || !mode || !size || !modified || !path || !target) {
        return std::nullopt;
    }
    const auto names = namesIn(*path);
    if (*kind > static_cast<std::uint8_t>(FileKind::Device) || !names || names->empty()) {
        return std::nullopt;
    }
    return FileRow{.path = std::string(*path),
                   .kind = static_cast<FileKind>(*kind),
                   .mode = *mode & 07777U,
                   .size = *size,
                   .modified = static_cast<std::int64_t>(*modified),
                   .target = std::string(*target)};
}

} // namespace

void appendRow(std::string *bytes, const FileRow &row)
{
    appendNumber(bytes, static_cast<std::uint8_t>(row.kind));
    appendNumber(bytes, row.mode);
    appendNumber(bytes, row.size);
    appendNumber(bytes, static_cast<std::uint64_t>(row.modified));
    appendNumber(bytes, static_cast<std::uint16_t>(row.path.size()));
    bytes->append(row.path);
    appendNumber(bytes, static_cast<std::uint16_t>(row.target.size()));
    bytes->append(row.target);
}

Outcome<std::vector<FileRow>> rowsIn(std::string_view bytes)
{
    std::vector<FileRow> rows;
    ByteCursor cursor(bytes);
    while (!cursor.rest().empty()) {
        auto row = rowAt(&cursor);
        if (!row) {
            return std::unexpected(
                Fault{.code = FaultCode::Protocol, .message = "A row of the listing is broken."});
        }
        rows.push_back(*std::move(row));
    }
    return rows;
}

} // namespace Atelier::Node
