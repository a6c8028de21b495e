// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/instancegate.h"

#include "backend/arm/states.h"
#include "backend/client/controlplane.h"
#include "backend/core/async.h"

namespace Atelier::Notebook {

InstanceGate::InstanceGate(Client::ControlPlane *controlPlane, QString instance, QObject *parent)
    : QObject(parent)
    , m_controlPlane(controlPlane)
    , m_instance(std::move(instance))
{
    connect(controlPlane, &Client::ControlPlane::loaded, this, &InstanceGate::look);
    connect(controlPlane,
            &Client::ControlPlane::instanceChanged,
            this,
            [this](const Arm::ComputeInstance &changed) {
                if (changed.name == m_instance) {
                    look();
                }
            });
    connect(
        controlPlane, &Client::ControlPlane::instanceRemoved, this, [this](const QString &name) {
            if (name == m_instance) {
                look();
            }
        });
}

void InstanceGate::check()
{
    m_active = true;
    look();
}

void InstanceGate::cancel()
{
    m_active = false;
    m_starting = false;
}

void InstanceGate::start()
{
    m_active = true;
    m_starting = true;
    Q_EMIT waiting(Arm::toString(Arm::InstanceState::Starting));
    whenDone(m_controlPlane->start(m_instance), this, [this](const Result<void> &result) {
        m_starting = false;
        if (!m_active) {
            return;
        }
        if (!result) {
            m_active = false;
            Q_EMIT failed(result.error());
            return;
        }
        look();
    });
}

void InstanceGate::look()
{
    if (!m_active) {
        return;
    }
    const Arm::ComputeInstance *instance = m_controlPlane->instance(m_instance);
    if (instance == nullptr) {
        if (m_controlPlane->isLoaded()) {
            m_active = false;
            Q_EMIT failed(
                {.code = Error::Code::NotFound,
                 .message = tr("There is no instance named %1 any more.").arg(m_instance)});
        }
        return;
    }
    if (Arm::allows(instance->state, Arm::InstanceAction::OpenNotebook)) {
        m_active = false;
        Q_EMIT passed();
    } else if (Arm::isTransitional(instance->state) || m_starting) {
        Q_EMIT waiting(Arm::toString(instance->state));
    } else if (Arm::allows(instance->state, Arm::InstanceAction::Start)) {
        m_active = false;
        Q_EMIT stopped();
    } else {
        m_active = false;
        Q_EMIT failed({.code = Error::Code::Conflict,
                       .message = tr("The instance %1 can't be used: it is in the state %2.")
                                      .arg(m_instance, Arm::toString(instance->state)),
                       .detail = instance->errors.join(u'\n')});
    }
}

} // namespace Atelier::Notebook
