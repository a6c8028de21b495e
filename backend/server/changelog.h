// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/store/records.h"

#include <QMap>
#include <QObject>
#include <QQueue>

#include <optional>

namespace Atelier::Server {

/**
 * What clients see: the instances as they are committed, the number of the last change, and the
 * changes before it as far back as they are kept. Follows the commit, never runs ahead of it.
 */
class ChangeLog final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeLog)

public:
    explicit ChangeLog(const Store::Snapshot &snapshot, QObject *parent = nullptr);

    /** Number of the last change: what list() is true for. */
    [[nodiscard]] qint64 sequence() const;
    struct Page
    {
        QList<QJsonObject> resources = {}; ///< sorted by name, without case
        QString last = {};                 ///< where the next page goes on; empty: that was all
    };
    /** Where a page begins: behind a name, so that what changes between two pages hides nothing
     * else, and then behind so many. */
    struct Start
    {
        QString last = {};
        qsizetype count = 0;
    };
    [[nodiscard]] Page page(const Start &start, qsizetype most) const;
    [[nodiscard]] std::optional<QJsonObject> find(const QString &name) const;
    /** The changes after @p sequence; nothing when they are no longer (or not yet) known. */
    [[nodiscard]] std::optional<QList<Store::ChangeRow>> since(qint64 sequence) const;

    void publish(const Store::ChangeRow &change);

Q_SIGNALS:
    void published(const Atelier::Store::ChangeRow &change);

private:
    void keep(const Store::ChangeRow &change);

    QMap<QString, QJsonObject> m_resources; ///< by lower-case name
    QList<Store::ChangeRow> m_changes;
    QQueue<qint64> m_sizes; ///< of the resources in them, as they are stored
    qint64 m_bytes = 0;     ///< the sum of these
    qint64 m_sequence = 0;
};

/** {"sequence","name","resource"}: one line of the change stream, with its end. */
[[nodiscard]] QByteArray lineOf(const Store::ChangeRow &change);

} // namespace Atelier::Server
