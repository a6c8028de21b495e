// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwards.h"

#include "backend/client/controlplane.h"
#include "backend/forwards/forwardsmodel.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace Atelier::Forwards {

using Client::ControlPlane;

Forwards::Forwards(ForwardServices services, QObject *parent)
    : QObject(parent)
    , m_services(std::move(services))
    , m_records(m_services.store.load())
    , m_model(std::make_unique<ForwardsModel>())
{
    for (const Forward &forward : std::as_const(m_records.forwards)) {
        take(forward);
    }
    ControlPlane *plane = m_services.controlPlane;
    connect(plane, &ControlPlane::instanceAdded, this, &Forwards::instanceChanged);
    connect(plane, &ControlPlane::instanceChanged, this, &Forwards::instanceChanged);
    connect(plane, &ControlPlane::loaded, this, &Forwards::tellAll);
    connect(plane, &ControlPlane::instanceRemoved, this, [this](const QString &name) {
        for (const auto &run : m_runs) {
            if (run->forward().instance == name) {
                // An instance that is made again under its name finds it again.
                run->instanceGone();
            }
        }
    });
    connect(plane, &ControlPlane::linkChanged, this, [this](ControlPlane::Link link) {
        if (link == ControlPlane::Link::Online) {
            tellAll(); // what failed meanwhile is tried again
        }
    });
    for (const auto &run : m_runs) {
        if (run->forward().startsByItself) {
            run->start();
        }
    }
    tellAll();
}

Forwards::~Forwards()
{
    m_model->clear();
}

ForwardsModel *Forwards::model() const
{
    return m_model.get();
}

ForwardRun *Forwards::find(const QString &id) const
{
    const auto found = std::ranges::find_if(
        m_runs, [&id](const auto &run) { return run->forward().id == id; });
    return found == m_runs.end() ? nullptr : found->get();
}

ForwardRun *Forwards::leadingTo(const QString &instance, quint16 port) const
{
    const auto found = std::ranges::find_if(m_runs, [&](const auto &run) {
        const Forward &forward = run->forward();
        return forward.instance == instance && forward.port == port && forward.socket.isEmpty();
    });
    return found == m_runs.end() ? nullptr : found->get();
}

bool Forwards::runs(const QString &instance) const
{
    const Arm::ComputeInstance *known = m_services.controlPlane->instance(instance);
    return known != nullptr && Arm::allows(known->state, Arm::InstanceAction::OpenNotebook);
}

ForwardRun *Forwards::take(const Forward &forward)
{
    auto run = std::make_unique<ForwardRun>(forward, m_services.connectTo);
    ForwardRun *made = run.get();
    connect(made, &ForwardRun::portFound, this, &Forwards::save);
    m_runs.push_back(std::move(run));
    m_model->append(made);
    return made;
}

QString Forwards::add(Forward forward)
{
    forward.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    ForwardRun *run = take(forward);
    save();
    run->instanceRuns(runs(forward.instance));
    run->start();
    return forward.id;
}

void Forwards::change(const Forward &forward)
{
    if (ForwardRun *run = find(forward.id)) {
        run->setForward(forward);
        save();
    }
}

void Forwards::remove(const QString &id)
{
    const auto found = std::ranges::find_if(
        m_runs, [&id](const auto &run) { return run->forward().id == id; });
    if (found == m_runs.end()) {
        return;
    }
    m_model->remove(found->get());
    found->release()->deleteLater(); // it may be telling
    m_runs.erase(found);
    save();
}

void Forwards::start(const QString &id)
{
    if (ForwardRun *run = find(id)) {
        run->start();
    }
}

void Forwards::stop(const QString &id)
{
    if (ForwardRun *run = find(id)) {
        run->stop();
    }
}

void Forwards::restart(const QString &id)
{
    if (ForwardRun *run = find(id)) {
        run->restart();
    }
}

void Forwards::useAnotherPort(const QString &id)
{
    if (ForwardRun *run = find(id)) {
        Forward forward = run->forward();
        forward.localPort = 0;
        forward.usedPort = 0;
        run->setForward(forward);
        if (!run->isWanted()) {
            run->start();
        }
        save();
    }
}

bool Forwards::isDeclined(const QString &instance, quint16 port) const
{
    return m_records.declined.value(instance).contains(port);
}

void Forwards::decline(const QString &instance, quint16 port)
{
    m_records.declined[instance].insert(port);
    save();
}

void Forwards::instanceChanged(const Arm::ComputeInstance &instance)
{
    connectionReturned(instance.name);
}

void Forwards::connectionReturned(const QString &instance)
{
    for (const auto &run : m_runs) {
        if (run->forward().instance == instance) {
            run->instanceRuns(runs(instance));
        }
    }
}

void Forwards::tellAll()
{
    for (const Arm::ComputeInstance &instance : m_services.controlPlane->instances()) {
        instanceChanged(instance);
    }
}

void Forwards::save()
{
    m_records.forwards.clear();
    for (const auto &run : m_runs) {
        m_records.forwards.append(run->forward());
    }
    if (const auto saved = m_services.store.save(m_records); !saved) {
        Q_EMIT failed(saved.error());
    }
}

} // namespace Atelier::Forwards
