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
    QByteArray part = {}; ///< the token in the partial file's name
    QByteArray boot = {}; ///< the run of the computer that has the partial file; empty: not known
    /** Bytes from the beginning that were written: certain as long as that run lasts. */
    quint64 done = 0;
    /** Bytes from the beginning that the disk has: certain after a power failure too. */
    quint64 durable = 0;

    [[nodiscard]] bool isOfSameSource(const TransferNote &other) const
    {
        return source == other.source && size == other.size && modified == other.modified;
    }
    /** The computer that has the partial file runs on since; one that doesn't tell may not. */
    [[nodiscard]] bool isOfSameRun(const TransferNote &other) const
    {
        return !boot.isEmpty() && boot == other.boot;
    }
    [[nodiscard]] QByteArray toJson() const;
    /** Nothing for what is no note, or names no part. */
    [[nodiscard]] static std::optional<TransferNote> fromJson(const QByteArray &json);
};

/** A smaller file is sent again rather than resumed. */
inline constexpr quint64 worthResuming = quint64{8} * 1024 * 1024;
/** So much of a partial's end is compared with the source before it is continued. */
inline constexpr quint32 comparedBytes = 32 * 1024;
/** A local note is renewed after so many bytes. */
inline constexpr quint64 noteEvery = quint64{8} * 1024 * 1024;
/** After so many bytes a local partial is made durable. */
inline constexpr quint64 syncEvery = quint64{64} * 1024 * 1024;

} // namespace Atelier::Sftp
