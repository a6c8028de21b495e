// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/nodesession.h"

#include "backend/client/controlplane.h"
#include "backend/core/async.h"
#include "backend/notebook/studiokey.h"
#include "backend/ssh/pool/pool.h"

#include <utility>

namespace Atelier::Notebook {

namespace {

Ssh::Destination destinationFrom(const Arm::NodeAccess &access, const QString &keyFile)
{
    Ssh::Destination destination{.host = access.address,
                                 .port = access.port,
                                 .user = access.user,
                                 .identityFiles = {keyFile}};
    for (const Arm::HostKey &key : access.hostKeys) {
        destination.hostKeys.append({.type = key.type, .blob = key.blob});
    }
    return destination;
}

} // namespace

NodeSession::NodeSession(Client::ControlPlane *controlPlane,
                         StudioKey *key,
                         Ssh::Pool *pool,
                         QString name)
    : m_controlPlane(controlPlane)
    , m_key(key)
    , m_pool(pool)
    , m_name(std::move(name))
{
}

NodeSession::~NodeSession() = default;

bool NodeSession::isUsable(const Arm::ComputeInstance &instance)
{
    return Arm::allows(instance.state, Arm::InstanceAction::OpenNotebook);
}

bool NodeSession::isComing(const Arm::ComputeInstance &instance)
{
    using enum Arm::InstanceState;
    const Arm::InstanceState state = instance.state;
    return state == Creating || state == Starting || state == Restarting || state == SettingUp
           || state == UserSettingUp || state == Resizing;
}

Error NodeSession::notRunning(const QString &name)
{
    return {.code = Error::Code::Conflict,
            .message = tr("“%1” is not running. Start it first.").arg(name),
            .target = name};
}

Ssh::Connection *NodeSession::session() const
{
    return m_session.get();
}

QFuture<Result<Ssh::Connection *>> NodeSession::ask()
{
    if (m_isOpen && m_session->state() == Ssh::SessionState::Ready) {
        return QtFuture::makeReadyValueFuture(Result<Ssh::Connection *>(m_session.get()));
    }
    SessionPromise &promise = m_waiting.emplace_back();
    promise.start();
    const QFuture<Result<Ssh::Connection *>> future = promise.future();
    const Arm::ComputeInstance *instance = m_controlPlane->instance(m_name);
    if (instance != nullptr && isUsable(*instance)) {
        prepare();
    }
    return future;
}

void NodeSession::instanceChanged(const Arm::ComputeInstance &instance)
{
    if (!isUsable(instance)) {
        leave();
        if (!isComing(instance)) {
            answer(failure(notRunning(m_name)));
        }
        return;
    }
    const bool isWanted = m_session || !m_waiting.empty();
    // Another run than the session's, though nobody saw the instance stop: the link was down.
    if (isWanted && m_stateSince != instance.local.stateSince) {
        leave();
        prepare();
    }
}

void NodeSession::instanceRemoved()
{
    leave();
    answer(failure({.code = Error::Code::NotFound,
                    .message = tr("“%1” was deleted.").arg(m_name),
                    .target = m_name}));
}

void NodeSession::revive()
{
    const Arm::ComputeInstance *instance = m_controlPlane->instance(m_name);
    const bool isShut = m_session
                        && (!m_isOpen || m_session->state() == Ssh::SessionState::Disconnected
                            || m_session->state() == Ssh::SessionState::Failed);
    if (isShut && instance != nullptr && isUsable(*instance)) {
        prepare();
    }
}

void NodeSession::prepare()
{
    if (m_isPreparing) {
        return;
    }
    m_isPreparing = true;
    const int attempt = ++m_attempt;
    if (const Arm::ComputeInstance *instance = m_controlPlane->instance(m_name)) {
        m_stateSince = instance->local.stateSince;
    }
    whenDone(m_key->registerWith(m_controlPlane), this, [this, attempt](const Result<void> &done) {
        if (attempt != m_attempt) {
            return;
        }
        // Without the control plane a session that was open before may still be had.
        if (done || (m_session && done.error().code == Error::Code::Unreachable)) {
            askAccess(attempt);
        } else {
            answer(failure(done.error()));
        }
    });
}

void NodeSession::askAccess(int attempt)
{
    whenDone(m_controlPlane->access(m_name),
             this,
             [this, attempt](const Result<Arm::NodeAccess> &access) {
                 if (attempt != m_attempt) {
                     return;
                 }
                 if (access) {
                     connectTo(*access);
                 } else if (m_session && access.error().code == Error::Code::Unreachable) {
                     open(); // where it was the last time
                 } else {
                     answer(failure(access.error()));
                 }
             });
}

void NodeSession::connectTo(const Arm::NodeAccess &access)
{
    const Ssh::Destination destination = destinationFrom(access, m_key->file());
    if (m_session) {
        m_session->setDestination(destination);
    } else {
        m_session = m_pool->connection(destination);
        m_session->setReconnecting(true);
    }
    open();
}

void NodeSession::open()
{
    whenDone(m_session->open(), this, [this, attempt = m_attempt](const Result<void> &done) {
        if (attempt != m_attempt) {
            return;
        }
        m_isOpen = true;
        if (done) {
            answer(m_session.get());
            Q_EMIT opened();
            return;
        }
        if (done.error().code == Error::Code::AuthenticationRefused) {
            m_key->forgetRegistration(); // the control plane may have lost it
        }
        answer(failure(done.error()));
    });
}

void NodeSession::leave()
{
    ++m_attempt;
    m_isPreparing = false;
    m_isOpen = false;
    m_stateSince = {};
    if (m_session) {
        m_session->close();
    }
}

void NodeSession::answer(const Result<Ssh::Connection *> &result)
{
    m_isPreparing = false;
    auto waiting = std::exchange(m_waiting, {});
    for (SessionPromise &promise : waiting) {
        promise.addResult(result);
        promise.finish();
    }
}

} // namespace Atelier::Notebook
