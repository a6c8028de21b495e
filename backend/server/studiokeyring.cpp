// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/studiokeyring.h"

#include "backend/server/later.h"
#include "backend/server/publickey.h"

#include <algorithm>
#include <utility>

namespace Atelier::Server {

using namespace Qt::StringLiterals;

StudioKeyring::StudioKeyring(Committer *committer,
                             QList<Store::StudioKeyRow> rows,
                             std::function<void()> changed)
    : m_committer(committer)
    , m_rows(std::move(rows))
    , m_changed(std::move(changed))
{
}

const QList<Store::StudioKeyRow> &StudioKeyring::rows() const
{
    return m_rows;
}

std::optional<Store::StudioKeyRow> StudioKeyring::find(const QString &id) const
{
    const auto row = std::ranges::find(m_rows, id, &Store::StudioKeyRow::id);
    return row == m_rows.end() ? std::nullopt : std::optional(*row);
}

QFuture<Result<void>> StudioKeyring::put(const QString &id, const QString &publicKey)
{
    const Store::StudioKeyRow row{.id = id, .publicKey = publicKey.trimmed()};
    if (auto valid = checkPublicKey(row.publicKey, u"publicKey"_s); !valid) {
        return ready<void>(valid);
    }
    if (m_rows.contains(row)) {
        return ready<void>({});
    }
    const Later<void> later;
    m_committer->saveStudioKey(row, [this, row, later](const Result<void> &saved) {
        if (saved) {
            forget(row.id);
            m_rows.append(row);
            m_changed();
        }
        later.fulfil(saved);
    });
    return later.future();
}

QFuture<Result<bool>> StudioKeyring::remove(const QString &id)
{
    if (!find(id)) {
        return ready<bool>(false);
    }
    const Later<bool> later;
    m_committer->removeStudioKey(id, [this, id, later](const Result<void> &removed) {
        if (removed) {
            forget(id);
            m_changed();
        }
        later.fulfil(removed.transform([] { return true; }));
    });
    return later.future();
}

void StudioKeyring::forget(const QString &id)
{
    m_rows.removeIf([&id](const Store::StudioKeyRow &row) { return row.id == id; });
}

} // namespace Atelier::Server
