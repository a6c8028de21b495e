// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/controlplane.h"

#include "app/daemon/logfile.h"
#include "backend/core/async.h"
#include "backend/core/paths.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;

QByteArray hashOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

/** Without its database every instance would count as a stray, whose folder is set aside. */
Result<void> checkDatabasePresent(const QString &dataFolder, const QString &file)
{
    const QString nodes = dataFolder + u"/nodes"_s;
    if (QFileInfo(file).size() > 0 || QFileInfo(file + u"-wal"_s).size() > 0
        || QDir(nodes).isEmpty(QDir::Dirs | QDir::NoDotAndDotDot)) {
        return {};
    }
    return failure({
        .code = Error::Code::Conflict,
        .message = QCoreApplication::translate(
                       "Daemon",
                       "The database “%1” is missing, but instances are in “%2”. Put a backup of "
                       "the database in its place, or move that folder away.")
                       .arg(file, nodes),
    });
}

} // namespace

ControlPlane::ControlPlane(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_endpoint(m_options.dataFolder)
{
}

ControlPlane::~ControlPlane()
{
    if (m_published) {
        m_endpoint.remove(); // before the port closes: nobody is sent to a closed door
    }
}

Result<void> ControlPlane::start()
{
    if (auto locked = m_lock.take(m_options.dataFolder); !locked) {
        return locked;
    }
    if (auto logging = startLog(m_options.dataFolder); !logging) {
        return logging;
    }
    const QString file = m_options.dataFolder + u"/atelier.sqlite"_s;
    if (auto present = checkDatabasePresent(m_options.dataFolder, file); !present) {
        return present;
    }
    auto store = Store::StateStore::open(file);
    if (!store) {
        return failure(store.error());
    }
    m_store = *std::move(store);
    m_engine = std::make_unique<Engine::LocalEngine>(m_options.dataFolder);
    m_registry = std::make_unique<Server::InstanceRegistry>(
        m_store.get(), m_engine.get(), m_options.dataFolder);
    adopt();
    return {};
}

void ControlPlane::adopt()
{
    whenDone(m_registry->adopt(), this, [this](const Result<void> &adopted) {
        if (adopted) {
            registerToken();
        } else {
            Q_EMIT failed(adopted.error());
        }
    });
}

void ControlPlane::registerToken()
{
    const QString owner = u"owner"_s;
    const QByteArray former = m_endpoint.formerToken();
    for (const Store::PrincipalRow &principal : m_store->snapshot().principals) {
        if (!former.isEmpty() && principal.name == owner && principal.tokenHash == hashOf(former)) {
            m_token = former;
            listen();
            return;
        }
    }
    m_token = newToken();
    const Store::PrincipalRow principal{.name = owner, .tokenHash = hashOf(m_token)};
    whenDone(m_store->write({.principal = principal}), this, [this](const Result<qint64> &written) {
        if (written) {
            listen();
        } else {
            Q_EMIT failed(written.error());
        }
    });
}

Result<quint16> ControlPlane::listenSomewhere()
{
    if (m_options.port != 0) {
        return m_server->listen(m_options.port);
    }
    auto port = m_server->listen(m_endpoint.formerPort());
    return port ? port : m_server->listen(0);
}

void ControlPlane::listen()
{
    m_server = std::make_unique<Server::ApiServer>(Server::Services{
        .registry = m_registry.get(),
        .engine = m_engine.get(),
        .workspaceFolder = Paths::workspaceFolder(),
        .tokenHashes = {hashOf(m_token)},
    });
    const auto port = listenSomewhere();
    if (!port) {
        Q_EMIT failed(port.error());
        return;
    }
    if (auto written = m_endpoint.write(*port, m_token); !written) {
        Q_EMIT failed(written.error());
        return;
    }
    m_published = true;
    if (m_options.exitWhenIdle) {
        m_idle = std::make_unique<IdleWatch>(m_registry.get(), m_server.get());
        connect(m_idle.get(), &IdleWatch::idle, this, &ControlPlane::idle);
    }
    qInfo("Listening on port %d.", *port);
    Q_EMIT ready();
}

} // namespace Atelier::Daemon
