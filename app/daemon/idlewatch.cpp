// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/idlewatch.h"

#include <chrono>

namespace Atelier::Daemon {

namespace {

/** Tests shorten it. */
std::chrono::milliseconds patience()
{
    bool valid = false;
    const int milliseconds = qEnvironmentVariableIntValue("ATELIER_IDLE_MS", &valid);
    return valid ? std::chrono::milliseconds(milliseconds) : std::chrono::seconds(60);
}

} // namespace

IdleWatch::IdleWatch(const Server::InstanceRegistry *registry,
                     const Server::ApiServer *server,
                     QObject *parent)
    : QObject(parent)
    , m_registry(registry)
    , m_server(server)
{
    m_minute.setSingleShot(true);
    m_minute.setInterval(patience());
    connect(&m_minute, &QTimer::timeout, this, &IdleWatch::idle);
    connect(registry, &Server::InstanceRegistry::activityChanged, this, &IdleWatch::look);
    connect(&server->streams(), &Server::Streams::countChanged, this, &IdleWatch::look);
    look();
}

void IdleWatch::look()
{
    if (m_registry->isActive() || m_server->streams().count() > 0) {
        m_minute.stop();
    } else if (!m_minute.isActive()) {
        m_minute.start();
    }
}

} // namespace Atelier::Daemon
