// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/core/uniquefd.h"

#include <QByteArray>

#include <sys/stat.h>

#include <memory>
#include <optional>
#include <vector>

namespace Atelier::Sftp {

/**
 * A folder of this computer by its descriptor. Every call takes the name of one entry, follows no
 * link, and refuses what is no entry's name: nothing outside the folder that was opened first can
 * be reached, whoever exchanges folders and links meanwhile. Any thread.
 */
class LocalFolder final
{
public:
    using Pointer = std::shared_ptr<const LocalFolder>;
    enum class Replace { No, Yes };

    /** The folder that a person has chosen; links on the way are theirs. */
    [[nodiscard]] static Result<Pointer> open(const QByteArray &path);
    /** A folder in this one; with @p makes made (mode 0700 until it is done) if need be. */
    [[nodiscard]] Result<Pointer> subfolder(const QByteArray &name, bool makes) const;

    /** @p flags are open(2)'s. */
    [[nodiscard]] Result<UniqueFd> openFile(const QByteArray &name,
                                            int flags,
                                            mode_t mode = 0) const;
    /** Of the entry itself, not of a link's target; nothing when there is none. */
    [[nodiscard]] std::optional<struct stat> status(const QByteArray &name) const;
    [[nodiscard]] Result<void> rename(const QByteArray &from,
                                      const QByteArray &to,
                                      Replace replace) const;
    /** Nothing to remove is fine. */
    [[nodiscard]] Result<void> remove(const QByteArray &name) const;
    [[nodiscard]] Result<void> makeLink(const QByteArray &target, const QByteArray &name) const;
    [[nodiscard]] Result<QByteArray> readLink(const QByteArray &name) const;
    [[nodiscard]] Result<std::vector<QByteArray>> names() const;
    /** Names that differ only in case are the same here. */
    [[nodiscard]] bool foldsCase() const;
    /** Permission bits and times of the folder itself. */
    void finish(std::optional<quint32> permissions, std::optional<quint32> modified) const;

    [[nodiscard]] const QByteArray &path() const { return m_path; }
    [[nodiscard]] int descriptor() const { return m_descriptor.get(); }
    [[nodiscard]] QByteArray pathOf(const QByteArray &name) const;

    LocalFolder(UniqueFd descriptor, QByteArray path);

private:
    UniqueFd m_descriptor;
    QByteArray m_path; ///< for messages only
};

} // namespace Atelier::Sftp
