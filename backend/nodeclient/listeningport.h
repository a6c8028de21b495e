// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

namespace Atelier::NodeClient {

/** A TCP port on a node at which a program of the same user listens. */
struct ListeningPort
{
    quint16 port = 0;
    QString address; ///< at which it listens: "127.0.0.1", "0.0.0.0", "::1", "::"
    QString program; ///< what the process is called: "tensorboard", "python3"
    QString label;   ///< a known tool's name, "TensorBoard"; empty for others
    qint64 pid = 0;

    bool operator==(const ListeningPort &) const = default;
};

} // namespace Atelier::NodeClient

Q_DECLARE_METATYPE(Atelier::NodeClient::ListeningPort)
