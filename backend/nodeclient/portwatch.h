// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/nodeclient/listeningport.h"

#include <QObject>

namespace Atelier::NodeClient {

/**
 * Tells of the ports at which programs begin and cease to listen on a node, from its construction
 * to its destruction; those that are there at the beginning appear too. watchPorts() makes one.
 * Lives in the caller's thread.
 */
class PortWatch : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void appeared(const Atelier::NodeClient::ListeningPort &port);
    void gone(quint16 port);
    /** The last signal: the connection is lost, or the node can't tell. */
    void failed(const Atelier::Error &error);
};

} // namespace Atelier::NodeClient
