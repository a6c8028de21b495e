// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/sshaccess.h"

#include "backend/client/controlplane.h"
#include "backend/core/async.h"
#include "backend/usertools/userhosts.h"

#include <QPromise>

#include <memory>
#include <utility>

namespace Atelier::UserTools {

using Client::ControlPlane;

namespace {

using namespace Qt::StringLiterals;

QString runOf(const Arm::ComputeInstance &instance)
{
    // A port alone is no sign: the same one may be another instance's of the same name.
    return instance.createdOn.toString(Qt::ISODateWithMs) + u' '
           + (instance.ssh.port == 0 ? QString()
                                     : instance.local.stateSince.toString(Qt::ISODateWithMs))
           + u' ' + QString::number(instance.ssh.port);
}

bool isSameInstance(const QString &run, const Arm::ComputeInstance &instance)
{
    return run.section(u' ', 0, 0) == instance.createdOn.toString(Qt::ISODateWithMs);
}

} // namespace

SshAccess::SshAccess(SshAccessServices services, QObject *parent)
    : QObject(parent)
    , m_services(std::move(services))
    , m_folder(m_services.folder)
    , m_known(m_folder.load())
{
    m_writing.setSingleShot(true);
    m_writing.setInterval(0);
    connect(&m_writing, &QTimer::timeout, this, &SshAccess::write);
    follow();
}

SshAccess::~SshAccess()
{
    if (m_writing.isActive()) {
        write();
    }
}

void SshAccess::follow()
{
    ControlPlane *plane = m_services.controlPlane;
    connect(plane, &ControlPlane::instanceAdded, this, &SshAccess::look);
    connect(plane, &ControlPlane::instanceChanged, this, &SshAccess::look);
    connect(plane, &ControlPlane::instanceRemoved, this, [this](const QString &name) {
        m_asked.remove(name);
        if (m_known.remove(name) > 0) {
            m_writing.start();
        }
    });
    connect(plane, &ControlPlane::loaded, this, &SshAccess::removeMissing);
    connect(plane, &ControlPlane::linkChanged, this, [this, plane](ControlPlane::Link link) {
        if (link == ControlPlane::Link::Online) {
            m_asked.clear(); // what was asked while nobody answered
            for (const Arm::ComputeInstance &instance : plane->instances()) {
                look(instance);
            }
        }
    });
    if (plane->isLoaded()) {
        removeMissing();
    }
}

void SshAccess::removeMissing()
{
    const qsizetype before = m_known.size();
    m_known.removeIf([this](const std::pair<const QString &, KnownHost &> &entry) {
        return m_services.controlPlane->instance(entry.first) == nullptr;
    });
    if (m_known.size() != before || !m_known.isEmpty()) {
        m_writing.start();
    }
    for (const Arm::ComputeInstance &instance : m_services.controlPlane->instances()) {
        look(instance);
    }
}

void SshAccess::look(const Arm::ComputeInstance &instance)
{
    const auto known = m_known.constFind(instance.name);
    const bool isKnown = known != m_known.cend() && isSameInstance(known->run, instance);
    if (known != m_known.cend() && !isKnown) {
        m_known.remove(instance.name); // another of the same name, whose key differs
        m_writing.start();
    }
    // While it does not listen, what was known of it stays good.
    const QString run = runOf(instance);
    const bool isOpen = instance.ssh.port != 0;
    const bool isCurrent = isKnown && (!isOpen || m_known.value(instance.name).run == run);
    if (!isCurrent && isOpen && m_asked.value(instance.name) != run) {
        m_asked.insert(instance.name, run);
        ask(instance.name, run);
    }
}

void SshAccess::ask(const QString &instance, const QString &run)
{
    whenDone(m_services.letIn(), this, [this](const Result<void> &done) {
        if (!done && done.error().code != Error::Code::Unreachable
            && done.error().code != Error::Code::Cancelled) {
            Q_EMIT failed(done.error());
        }
    });
    whenDone(m_services.controlPlane->access(instance),
             this,
             [this, instance, run](const Result<Arm::NodeAccess> &access) {
                 if (m_asked.value(instance) != run) {
                     return;
                 }
                 m_asked.remove(instance);
                 if (access && access->port != 0) {
                     m_known.insert(instance, {.access = *access, .run = run});
                     m_writing.start();
                 }
             });
}

void SshAccess::write()
{
    m_writing.stop();
    const UserHosts own = UserHosts::read(m_services.userConfig, configFile());
    QList<SshHost> hosts;
    m_aliases.clear();
    for (auto entry = m_known.cbegin(); entry != m_known.cend(); ++entry) {
        const SshHost host{
            .instance = entry.key(), .alias = own.aliasFor(entry.key()), .access = entry->access};
        if (checkHost(host)) {
            hosts.append(host);
            m_aliases.insert(host.instance, host.alias);
        }
    }
    const auto saved = m_folder.save(m_known, hosts, m_services.keyFile);
    const QString fault = saved ? QString() : saved.error().message;
    if (!saved && fault != m_fault) {
        Q_EMIT failed(saved.error());
    }
    m_fault = fault;
    Q_EMIT changed();
}

QString SshAccess::configFile() const
{
    return m_folder.configFile();
}

QString SshAccess::alias(const QString &instance) const
{
    return m_aliases.value(instance);
}

QFuture<Result<QString>> SshAccess::prepare(const QString &instance)
{
    auto promise = std::make_shared<QPromise<Result<QString>>>();
    promise->start();
    const auto finish = [promise](const Result<QString> &result) {
        promise->addResult(result);
        promise->finish();
    };
    const auto giveAlias = [this, finish, instance] {
        write();
        if (const QString name = alias(instance); !name.isEmpty() && m_fault.isEmpty()) {
            finish(name);
        } else {
            finish(failure({.code = Error::Code::Unavailable,
                            .message = m_fault.isEmpty()
                                           ? tr("“%1” can't be reached by SSH yet.").arg(instance)
                                           : m_fault,
                            .target = instance}));
        }
    };
    const auto fetch = [this, finish, giveAlias, instance] {
        whenDone(m_services.controlPlane->access(instance),
                 this,
                 [this, finish, giveAlias, instance](const Result<Arm::NodeAccess> &access) {
                     const Arm::ComputeInstance *now = m_services.controlPlane->instance(instance);
                     if (access && now != nullptr) {
                         m_known.insert(instance, {.access = *access, .run = runOf(*now)});
                     } else if (!access && !m_known.contains(instance)) {
                         finish(failure(access.error()));
                         return;
                     }
                     giveAlias();
                 });
    };
    whenDone(m_services.letIn(), this, [finish, fetch](const Result<void> &done) {
        // Without the control plane the key may be let in all the same, from before.
        if (done || done.error().code == Error::Code::Unreachable) {
            fetch();
        } else {
            finish(failure(done.error()));
        }
    });
    return promise->future();
}

SshUserConfig SshAccess::userConfig() const
{
    return {m_services.userConfig, configFile()};
}

bool SshAccess::isIncluded() const
{
    return userConfig().hasLine();
}

Result<void> SshAccess::include(bool isWanted)
{
    if (isWanted) {
        write(); // there before it is included
    }
    auto done = isWanted ? userConfig().addLine() : userConfig().removeLine();
    Q_EMIT changed();
    return done;
}

} // namespace Atelier::UserTools
