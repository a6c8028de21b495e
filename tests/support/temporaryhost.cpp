// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/temporaryhost.h"

#include <QTest>

#include <csignal>

namespace Atelier {

namespace {

constexpr int patience = 20'000;

} // namespace

TemporaryHost::TemporaryHost()
    : m_client(std::make_unique<Client::ControlPlane>())
{
    const QList<std::pair<const char *, QString>> folders{
        {"ATELIER_DATA", QStringLiteral("data")},
        {"ATELIER_CONFIG", QStringLiteral("config")},
        {"ATELIER_CACHE", QStringLiteral("cache")},
        {"ATELIER_WORKSPACE", QStringLiteral("workspace")},
    };
    for (const auto &[variable, name] : folders) {
        qputenv(variable, path(name).toUtf8());
    }
    m_launcher = std::make_unique<Client::Launcher>(dataFolder());
    QObject::connect(m_launcher.get(),
                     &Client::Launcher::started,
                     m_launcher.get(),
                     [this](qint64 pid) { m_started.append(pid); });
}

TemporaryHost::~TemporaryHost()
{
    removeInstances();
    for (const qint64 pid : std::as_const(m_started)) {
        end(pid);
    }
}

void TemporaryHost::end(qint64 pid)
{
    const auto isGone = [pid] { return !Client::DetachedProcess::isAlive(pid); };
    for (const int signal : {SIGTERM, SIGKILL}) {
        if (isGone()) {
            return;
        }
        ::kill(static_cast<pid_t>(pid), signal);
        if (!QTest::qWaitFor(isGone, patience)) {
            qWarning("the control plane survives signal %d", signal);
        }
    }
}

bool TemporaryHost::connectClient()
{
    return follow(m_launcher->ensure());
}

bool TemporaryHost::replaceControlPlane()
{
    return follow(m_launcher->replace());
}

bool TemporaryHost::follow(const QFuture<Result<Client::Endpoint>> &answer)
{
    if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }, patience)) {
        return false;
    }
    if (!answer.result()) {
        qWarning() << answer.result().error().message << answer.result().error().detail;
        return false;
    }
    m_endpoint = *answer.result();
    m_client->follow(m_endpoint);
    return QTest::qWaitFor(
        [this] { return m_client->link() == Client::ControlPlane::Link::Online; }, patience);
}

bool TemporaryHost::createRunning(const QString &name)
{
    const auto created = m_client->create({.name = name, .vmSize = QStringLiteral("Local_C1_M2")});
    if (!QTest::qWaitFor([&created] { return created.isFinished(); }, patience)) {
        return false;
    }
    if (!created.result()) {
        qWarning() << created.result().error().message << created.result().error().detail;
        return false;
    }
    return QTest::qWaitFor([this, &name] { return stateOf(name) == u"Running"; }, patience);
}

void TemporaryHost::killControlPlane()
{
    ::kill(static_cast<pid_t>(m_endpoint.pid), SIGKILL);
    if (!QTest::qWaitFor([this] { return !Client::DetachedProcess::isAlive(m_endpoint.pid); },
                         patience)) {
        qWarning("the control plane survives SIGKILL");
    }
}

QString TemporaryHost::stateOf(const QString &name) const
{
    const Arm::ComputeInstance *instance = m_client->instance(name);
    return instance != nullptr ? Arm::toString(instance->state) : QString();
}

void TemporaryHost::removeInstances()
{
    // Also when the test ended badly, with the control plane gone: nothing may stay behind.
    if (m_endpoint.pid == 0 || m_client->instances().isEmpty() || !connectClient()) {
        return;
    }
    QStringList names;
    for (const Arm::ComputeInstance &instance : m_client->instances()) {
        names.append(instance.name);
    }
    for (const QString &name : std::as_const(names)) {
        const auto removed = m_client->remove(name);
        if (!QTest::qWaitFor([&removed] { return removed.isFinished(); }, patience)) {
            qWarning() << name << "is not removed";
        }
    }
}

} // namespace Atelier
