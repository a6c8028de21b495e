// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/committer.h"

#include <QFuture>

#include <functional>

namespace Atelier::Server {

/** The keys that studios have registered as their own, for every instance; ordered by when they
 * were last registered. */
class StudioKeyring final
{
    Q_DISABLE_COPY_MOVE(StudioKeyring)

public:
    /** @p changed is called after each change, when it is on the disk. */
    StudioKeyring(Committer *committer,
                  QList<Store::StudioKeyRow> rows,
                  std::function<void()> changed);

    [[nodiscard]] const QList<Store::StudioKeyRow> &rows() const;
    /** Nothing when no key has this id. */
    [[nodiscard]] std::optional<Store::StudioKeyRow> find(const QString &id) const;
    [[nodiscard]] QFuture<Result<void>> put(const QString &id, const QString &publicKey);
    /** Whether there was one. */
    [[nodiscard]] QFuture<Result<bool>> remove(const QString &id);

private:
    void forget(const QString &id);

    Committer *m_committer;
    QList<Store::StudioKeyRow> m_rows;
    std::function<void()> m_changed;
};

} // namespace Atelier::Server
