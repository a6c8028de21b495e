// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace Atelier::Daemon {

/** The one control plane of a data folder: holds DIR/lock while it lives, also against itself. */
class FolderLock final
{
    Q_DISABLE_COPY_MOVE(FolderLock)

public:
    struct Holder
    {
        qint64 pid = 0;
        QDateTime since = {};
    };

    FolderLock() = default;
    ~FolderLock();

    /** Makes @p folder where it is missing (0700) and locks it; who holds it is named on failure.
     *  A network file system is refused: there the lock may be void. */
    [[nodiscard]] Result<void> take(const QString &folder);

    /** Who holds @p folder at this moment; nothing when nobody does. */
    [[nodiscard]] static std::optional<Holder> holderOf(const QString &folder);

private:
    int m_descriptor = -1;
};

} // namespace Atelier::Daemon
