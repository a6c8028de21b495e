// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/resolvconf.h"

#include "backend/engine/local/nodefolder.h"

#include <QDir>
#include <QFileInfo>

#include <chrono>

namespace Atelier::Engine {

namespace {

/** Network managers write several times in a row. */
constexpr std::chrono::milliseconds settleTime{100};
constexpr int mostLinks = 8;

} // namespace

ResolvConf::ResolvConf(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_content(contentOf(path))
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleTime);
    connect(&m_settle, &QTimer::timeout, this, &ResolvConf::compare);
    // Not begun anew by each change: in a busy folder it would never come to its end.
    const auto settle = [this] {
        if (!m_settle.isActive()) {
            m_settle.start();
        }
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, settle);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, settle);
    watch();
}

QByteArray ResolvConf::content() const
{
    return contentOf(m_path);
}

void ResolvConf::watch()
{
    // Every link on the way may be replaced: the folder of each is watched, and the file at the
    // end.
    QStringList places;
    QString path = m_path;
    for (int links = 0; links < mostLinks; ++links) {
        const QFileInfo entry(path);
        places.append(entry.absolutePath());
        if (!entry.isSymLink()) {
            break;
        }
        path = entry.symLinkTarget();
    }
    if (QFileInfo::exists(path)) {
        places.append(path);
    }
    const QStringList before = m_watcher.files() + m_watcher.directories();
    for (const QString &place : before) {
        if (!places.contains(place)) {
            m_watcher.removePath(place);
        }
    }
    for (const QString &place : std::as_const(places)) {
        if (!before.contains(place) && QFileInfo::exists(place)) {
            m_watcher.addPath(place);
        }
    }
}

void ResolvConf::compare()
{
    watch();
    const QByteArray now = content();
    if (now != m_content) {
        m_content = now;
        Q_EMIT changed(now);
    }
}

} // namespace Atelier::Engine
