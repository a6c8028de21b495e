// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/nodesessions.h"

#include "backend/client/controlplane.h"
#include "backend/notebook/nodesession.h"
#include "backend/notebook/studiokey.h"
#include "backend/ssh/pool/pool.h"

#include <map>

namespace Atelier::Notebook {

class NodeSessions::Private
{
public:
    Private(Client::ControlPlane *client, const QString &configFolder)
        : controlPlane(client)
        , key(configFolder)
    {
    }

    [[nodiscard]] NodeSession *find(const QString &name) const
    {
        const auto found = sessions.find(name);
        return found != sessions.end() ? found->second.get() : nullptr;
    }

    void linkChanged(Client::ControlPlane::Link link)
    {
        if (link == Client::ControlPlane::Link::Connecting) {
            key.forgetRegistration(); // it may be another control plane
        } else if (link == Client::ControlPlane::Link::Online) {
            for (const auto &[name, session] : sessions) {
                session->revive();
            }
        }
    }

    Client::ControlPlane *controlPlane;
    StudioKey key;
    Ssh::Pool pool;
    std::map<QString, std::unique_ptr<NodeSession>> sessions; // last: they use key and pool
};

NodeSessions::NodeSessions(Client::ControlPlane *controlPlane,
                           const QString &configFolder,
                           QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(controlPlane, configFolder))
{
    using Client::ControlPlane;
    const auto instanceChanged = [this](const Arm::ComputeInstance &instance) {
        if (NodeSession *session = d->find(instance.name)) {
            session->instanceChanged(instance);
        }
    };
    connect(controlPlane, &ControlPlane::instanceAdded, this, instanceChanged);
    connect(controlPlane, &ControlPlane::instanceChanged, this, instanceChanged);
    connect(controlPlane, &ControlPlane::instanceRemoved, this, [this](const QString &name) {
        if (NodeSession *session = d->find(name)) {
            session->instanceRemoved();
        }
    });
    connect(controlPlane, &ControlPlane::linkChanged, this, [this](ControlPlane::Link link) {
        d->linkChanged(link);
    });
}

NodeSessions::~NodeSessions() = default;

QFuture<Result<Ssh::Connection *>> NodeSessions::session(const QString &instance)
{
    const auto refuse = [](Error error) {
        return QtFuture::makeReadyValueFuture(Result<Ssh::Connection *>(failure(std::move(error))));
    };
    const Arm::ComputeInstance *known = d->controlPlane->instance(instance);
    if (known == nullptr) {
        return refuse({.code = Error::Code::NotFound,
                       .message = tr("There is no instance named “%1”.").arg(instance),
                       .target = instance});
    }
    if (!NodeSession::isUsable(*known) && !NodeSession::isComing(*known)) {
        return refuse(NodeSession::notRunning(instance));
    }
    std::unique_ptr<NodeSession> &session = d->sessions[instance];
    if (!session) {
        session = std::make_unique<NodeSession>(d->controlPlane, &d->key, &d->pool, instance);
        connect(session.get(), &NodeSession::opened, this, [this, instance] {
            Q_EMIT opened(instance);
        });
    }
    return session->ask();
}

Ssh::Connection *NodeSessions::existing(const QString &instance) const
{
    const NodeSession *session = d->find(instance);
    return session != nullptr ? session->session() : nullptr;
}

QFuture<Result<void>> NodeSessions::registerKey()
{
    return d->key.registerWith(d->controlPlane);
}

QString NodeSessions::keyFile() const
{
    return d->key.file();
}

} // namespace Atelier::Notebook
