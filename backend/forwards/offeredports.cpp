// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/offeredports.h"

#include "backend/client/controlplane.h"
#include "backend/forwards/forwards.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Atelier::Forwards {

using Client::ControlPlane;

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype longestTool = 32;

/** What listens and is not for a browser: the way in itself, and what notebooks' kernels and
 * debuggers talk through. */
constexpr std::array silent{"sshd", "sshd-session", "ssh", "sftp-server", "atelier-node"};
/** Ports from here on are taken at random, by kernels and workers for one another. */
constexpr quint16 firstRandomPort = 32768;

} // namespace

QString toolName(const NodeClient::ListeningPort &port)
{
    QString name;
    for (const QChar character : port.label.isEmpty() ? port.program : port.label) {
        name += character.isPrint() ? character : u' ';
    }
    name = name.simplified().left(longestTool);
    return name.isEmpty() ? OfferedPorts::tr("A program") : name;
}

OfferedPorts::OfferedPorts(ControlPlane *controlPlane,
                           Forwards *forwards,
                           WatchPorts watchPorts,
                           QObject *parent)
    : QObject(parent)
    , m_controlPlane(controlPlane)
    , m_forwards(forwards)
    , m_watchPorts(std::move(watchPorts))
{
    connect(controlPlane, &ControlPlane::instanceRemoved, this, &OfferedPorts::forget);
    connect(controlPlane,
            &ControlPlane::instanceChanged,
            this,
            [this](const Arm::ComputeInstance &instance) {
                if (!m_forwards->runs(instance.name)) {
                    forget(instance.name);
                }
            });
}

OfferedPorts::~OfferedPorts() = default;

void OfferedPorts::watch(const QString &instance)
{
    if (m_watches.contains(instance) || !m_forwards->runs(instance) || !m_watchPorts) {
        return;
    }
    auto watch = m_watchPorts(instance);
    if (!watch) {
        return;
    }
    NodeClient::PortWatch *made = watch.get();
    m_watches.emplace(instance, std::move(watch));
    connect(made,
            &NodeClient::PortWatch::appeared,
            this,
            [this, instance](const NodeClient::ListeningPort &port) { appeared(instance, port); });
    connect(made, &NodeClient::PortWatch::gone, this, [this, instance](quint16 port) {
        gone(instance, port);
    });
    // It says so once; the next session to the instance begins another.
    connect(made, &NodeClient::PortWatch::failed, this, [this, instance] { forget(instance); });
}

bool OfferedPorts::isWorthAnOffer(const QString &instance,
                                  const NodeClient::ListeningPort &port) const
{
    const bool isSilent = std::ranges::any_of(silent, [&port](const char *program) {
        return port.program == QLatin1StringView(program);
    });
    const bool isKnownTool = !port.label.isEmpty();
    return !isSilent && (isKnownTool || port.port < firstRandomPort)
           && !m_dismissed.contains({.instance = instance, .port = port})
           && !m_forwards->isDeclined(instance, port.port)
           && m_forwards->leadingTo(instance, port.port) == nullptr;
}

void OfferedPorts::appeared(const QString &instance, const NodeClient::ListeningPort &port)
{
    const bool isOffered = std::ranges::any_of(m_offers, [&](const OfferedPort &offer) {
        return offer.instance == instance && offer.port.port == port.port;
    });
    if (!isOffered && isWorthAnOffer(instance, port)) {
        m_offers.append({.instance = instance, .port = port});
        Q_EMIT changed();
    }
}

void OfferedPorts::gone(const QString &instance, quint16 port)
{
    const auto isIt = [&](const OfferedPort &offer) {
        return offer.instance == instance && offer.port.port == port;
    };
    m_dismissed.removeIf(isIt);
    if (m_offers.removeIf(isIt) > 0) {
        Q_EMIT changed();
    }
}

void OfferedPorts::forget(const QString &instance)
{
    if (const auto found = m_watches.find(instance); found != m_watches.end()) {
        found->second.release()->deleteLater(); // it may be the one that tells
        m_watches.erase(found);
    }
    const auto removed = m_offers.removeIf(
        [&](const OfferedPort &offer) { return offer.instance == instance; });
    if (removed > 0) {
        Q_EMIT changed();
    }
}

QList<OfferedPort> OfferedPorts::offersOf(const QString &instance) const
{
    QList<OfferedPort> result;
    std::ranges::copy_if(m_offers, std::back_inserter(result), [&](const OfferedPort &offer) {
        return offer.instance == instance;
    });
    return result;
}

void OfferedPorts::setInSight(const OfferedPort &offer, bool isInSight)
{
    if (m_inSight.contains(offer) == isInSight) {
        return;
    }
    if (isInSight) {
        m_inSight.append(offer);
    } else {
        m_inSight.removeAll(offer);
    }
    Q_EMIT sightChanged();
}

QList<OfferedPort> OfferedPorts::outOfSight() const
{
    QList<OfferedPort> result = m_offers;
    result.removeIf([this](const OfferedPort &offer) { return m_inSight.contains(offer); });
    return result;
}

QString OfferedPorts::accept(const OfferedPort &offer)
{
    const Forward forward{.instance = offer.instance,
                          .name = toolName(offer.port),
                          .port = offer.port.port,
                          // Asked for first, and then any: below 1024 it can't be had.
                          .usedPort = offer.port.port < 1024 ? quint16{0} : offer.port.port,
                          .startsByItself = false};
    dismiss(offer);
    return m_forwards->add(forward);
}

void OfferedPorts::dismiss(const OfferedPort &offer)
{
    // It may be the one in the list.
    const OfferedPort kept = offer; // NOLINT(performance-unnecessary-copy-initialization)
    if (m_offers.removeAll(kept) > 0) {
        m_dismissed.append(kept);
        Q_EMIT changed();
    }
}

void OfferedPorts::decline(const OfferedPort &offer)
{
    m_forwards->decline(offer.instance, offer.port.port);
    dismiss(offer);
}

} // namespace Atelier::Forwards
