// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/local/nodefolder.h"

#include <QDateTime>
#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>

namespace Atelier::Engine {

/** What a person is told of the last time that a program of the node was ended for want of memory,
 * in this run of the node; nothing when there was none, or it was long before @p end. */
[[nodiscard]] QString lastExhaustion(const NodeFolder &folder, const QDateTime &end = {});

/**
 * Tells when the kernel has ended a program of a node for want of memory. The node's keeper counts
 * that and writes it down, also while no control plane runs; what it wrote before is told too, once
 * the node is watched. Lives in the engine's thread.
 */
class MemoryWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MemoryWatch)

public:
    explicit MemoryWatch(QObject *parent = nullptr);

    void watch(const QString &id, const NodeFolder &folder);
    void forget(const QString &id);

Q_SIGNALS:
    /** @p sentence is for the person, and the same each time for the same event. */
    void exhausted(const QString &id, const QString &sentence);

private:
    void read(const QString &id);

    QFileSystemWatcher m_watcher;
    QHash<QString, NodeFolder> m_folders; ///< by id
    QHash<QString, QString> m_told;       ///< the last sentence, by id
};

} // namespace Atelier::Engine
