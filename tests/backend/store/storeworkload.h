// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/store/statestore.h"

#include <QList>
#include <QMap>
#include <QString>

#include <functional>

namespace Atelier::Test {

/** What the control plane relies on being stored: the state of each compute, the number of the last
 *  change, and how many operations and keys there are. */
struct StoredModel
{
    QMap<QString, QString> computes = {};
    qint64 sequence = 0;
    qsizetype operations = 0;
    qsizetype keys = 0;

    bool operator==(const StoredModel &) const = default;
    void apply(const Store::Batch &batch);
    [[nodiscard]] static StoredModel of(const Store::Snapshot &snapshot);
    [[nodiscard]] QString text() const;
};

/** What a day with a few instances writes, in the order in which it is asked for; those of one list
 *  are handed over together. */
[[nodiscard]] QList<QList<Store::Batch>> aDaysWrites();

/** The model after those writes that were answered with success. @p answered hears it after each.
 */
[[nodiscard]] StoredModel writeAll(Store::StateStore *store,
                                   StoredModel model,
                                   const std::function<void(const StoredModel &)> &answered = {});

/** Opens a folder's database with SQLite alone: the result of its own integrity check. */
[[nodiscard]] QString integrityOf(const QString &file);

/** Copies the files of a folder as a crash leaves them: without the index in shared memory. */
void copyAsAfterACrash(const QString &from, const QString &to);

} // namespace Atelier::Test
