// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QtTypes>

#include <optional>

namespace Atelier::Sftp {

struct Ownership
{
    quint32 user = 0;
    quint32 group = 0;
    bool operator==(const Ownership &) const = default;
};

/** Seconds since 1970; the protocol's version 3 has 32 bits without a sign. */
struct FileTimes
{
    quint32 accessed = 0;
    quint32 modified = 0;
    bool operator==(const FileTimes &) const = default;
};

/** What a server says of a file, each only when it does say it; or what is to be set. */
struct Attributes
{
    std::optional<quint64> size = {};
    std::optional<Ownership> ownership = {};
    std::optional<quint32> mode = {}; ///< type and permission bits, as in <sys/stat.h>
    std::optional<FileTimes> times = {};

    [[nodiscard]] bool isFolder() const { return isOfType(0040000); }
    [[nodiscard]] bool isFile() const { return isOfType(0100000); }
    [[nodiscard]] bool isLink() const { return isOfType(0120000); }
    /** Read, write and execute of owner, group and others: never set-user-ID, set-group-ID, sticky.
     */
    [[nodiscard]] quint32 permissions() const { return mode.value_or(0) & 0777U; }
    bool operator==(const Attributes &) const = default;

private:
    [[nodiscard]] bool isOfType(quint32 type) const { return mode && (*mode & 0170000U) == type; }
};

/** One entry of a folder. */
struct Entry
{
    QByteArray name; ///< as the server has it, any bytes: show it by shownName()
    Attributes attributes;
};
using Entries = QList<Entry>;

} // namespace Atelier::Sftp
