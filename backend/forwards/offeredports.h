// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/portwatch.h"

#include <QList>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QString>

#include <functional>
#include <map>
#include <memory>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Forwards {

class Forwards;

/** A port on which something began to listen in an instance. */
struct OfferedPort
{
    QString instance = {};
    NodeClient::ListeningPort port = {};
    bool operator==(const OfferedPort &) const = default;
};

/** "TensorBoard", or what the program is called. Nothing of it is markup or a line break. */
[[nodiscard]] QString toolName(const NodeClient::ListeningPort &port);

/** Watches the ports of an instance over a session that is open already; null when none is. */
using WatchPorts = std::function<std::unique_ptr<NodeClient::PortWatch>(const QString &instance)>;

/**
 * The ports that are offered: those at which something began to listen while one looked, that lead
 * nowhere yet, and that were not declined. An instance is watched while somebody wants it to be and
 * a session to it is open; nothing is connected for it, and nothing polls. Lives in the GUI thread.
 */
class OfferedPorts final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OfferedPorts)

public:
    OfferedPorts(Client::ControlPlane *controlPlane,
                 Forwards *forwards,
                 WatchPorts watchPorts,
                 QObject *parent = nullptr);
    ~OfferedPorts() override;

    /** A session to @p instance is open, or is so again: watch it from now on. */
    void watch(const QString &instance);

    [[nodiscard]] QList<OfferedPort> offers() const { return m_offers; }
    [[nodiscard]] QList<OfferedPort> offersOf(const QString &instance) const;

    /** It stands before the person's eyes, in the details of its instance, or does so no longer.
     * Nothing is to be said twice: who tells of offers elsewhere leaves those out. */
    void setInSight(const OfferedPort &offer, bool isInSight);
    [[nodiscard]] QList<OfferedPort> outOfSight() const;

    /** Forwards it, to the same port of this computer where that is free; gives the forward's id.
     * The offer is gone. */
    QString accept(const OfferedPort &offer);
    /** Not now: until it begins to listen again. */
    void dismiss(const OfferedPort &offer);
    /** Never again at this port of this instance. */
    void decline(const OfferedPort &offer);

Q_SIGNALS:
    void changed();
    void sightChanged();

private:
    void appeared(const QString &instance, const NodeClient::ListeningPort &port);
    void gone(const QString &instance, quint16 port);
    void forget(const QString &instance);
    [[nodiscard]] bool isWorthAnOffer(const QString &instance,
                                      const NodeClient::ListeningPort &port) const;

    Client::ControlPlane *m_controlPlane = nullptr;
    Forwards *m_forwards = nullptr;
    WatchPorts m_watchPorts;
    QList<OfferedPort> m_offers;
    QList<OfferedPort> m_dismissed; ///< told of again by every new watch
    QList<OfferedPort> m_inSight;
    std::map<QString, std::unique_ptr<NodeClient::PortWatch>> m_watches;
};

} // namespace Atelier::Forwards
