// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/changelog.h"

#include "backend/store/retention.h"

#include <QJsonDocument>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

} // namespace

ChangeLog::ChangeLog(const Store::Snapshot &snapshot, QObject *parent)
    : QObject(parent)
    , m_sequence(snapshot.sequence)
{
    for (const Store::ComputeRow &row : snapshot.computes) {
        m_resources.insert(row.name.toLower(), row.json);
    }
    for (const Store::ChangeRow &change : snapshot.changes) {
        keep(change);
    }
}

qint64 ChangeLog::sequence() const
{
    return m_sequence;
}

ChangeLog::Page ChangeLog::page(const Start &start, qsizetype most) const
{
    Page page;
    auto resource = start.last.isEmpty() ? m_resources.begin()
                                         : m_resources.upperBound(start.last.toLower());
    for (qsizetype left = start.count; left > 0 && resource != m_resources.end(); --left) {
        ++resource;
    }
    for (; resource != m_resources.end() && page.resources.size() < most; ++resource) {
        page.resources.append(*resource);
        page.last = resource.key();
    }
    if (resource == m_resources.end()) {
        page.last.clear();
    }
    return page;
}

std::optional<QJsonObject> ChangeLog::find(const QString &name) const
{
    const auto resource = m_resources.find(name.toLower());
    return resource == m_resources.end() ? std::nullopt : std::optional(*resource);
}

std::optional<QList<Store::ChangeRow>> ChangeLog::since(qint64 sequence) const
{
    if (sequence == m_sequence) {
        return QList<Store::ChangeRow>{};
    }
    // A number from the future belongs to a database that is gone.
    if (sequence > m_sequence || m_changes.isEmpty()
        || sequence + 1 < m_changes.constFirst().sequence) {
        return {};
    }
    QList<Store::ChangeRow> later;
    for (const Store::ChangeRow &change : m_changes) {
        if (change.sequence > sequence) {
            later.append(change);
        }
    }
    return later;
}

void ChangeLog::publish(const Store::ChangeRow &change)
{
    m_sequence = change.sequence;
    if (change.resource) {
        m_resources.insert(change.name.toLower(), *change.resource);
    } else {
        m_resources.remove(change.name.toLower());
    }
    keep(change);
    Q_EMIT published(change);
}

/** Within the same bounds as the database does. */
void ChangeLog::keep(const Store::ChangeRow &change)
{
    m_changes.append(change);
    m_sizes.enqueue(change.resource
                        ? QJsonDocument(*change.resource).toJson(QJsonDocument::Compact).size()
                        : 0);
    m_bytes += m_sizes.constLast();
    while (m_changes.size() > Store::retainedChanges
           || (m_bytes > Store::retainedChangeBytes && !m_changes.isEmpty())) {
        m_changes.removeFirst();
        m_bytes -= m_sizes.dequeue();
    }
}

QByteArray lineOf(const Store::ChangeRow &change)
{
    const QJsonObject json{
        {u"sequence"_s, change.sequence},
        {u"name"_s, change.name},
        {u"resource"_s, change.resource ? QJsonValue(*change.resource) : QJsonValue()},
    };
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace Atelier::Server
