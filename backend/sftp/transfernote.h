// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace Atelier::Sftp {

/** What a partial file is a part of. */
struct TransferNote
{
    QByteArray source; ///< its path
    quint64 size = 0;
    quint64 modified = 0; ///< seconds since 1970
    quint64 done = 0;     ///< bytes from the beginning that are certain

    [[nodiscard]] bool isOfSameSource(const TransferNote &other) const
    {
        return source == other.source && size == other.size && modified == other.modified;
    }
    [[nodiscard]] QByteArray toJson() const;
    /** Nothing for what is no note. */
    [[nodiscard]] static std::optional<TransferNote> fromJson(const QByteArray &json);
};

/** A smaller file is sent again rather than resumed. */
inline constexpr quint64 worthResuming = quint64{8} * 1024 * 1024;
/** So much of a partial's end is compared with the source before it is continued. */
inline constexpr quint32 comparedBytes = 32 * 1024;
/** A note is renewed after so many bytes. */
inline constexpr quint64 noteEvery = quint64{64} * 1024 * 1024;

} // namespace Atelier::Sftp
