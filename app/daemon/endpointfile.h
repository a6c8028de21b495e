// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QString>

namespace Atelier::Daemon {

/** DIR/endpoint.json: tells the studio of this user where to call, and with which token. */
class EndpointFile final
{
    Q_DISABLE_COPY_MOVE(EndpointFile)

public:
    explicit EndpointFile(const QString &folder);

    /** Token and port of a control plane that was killed here: taken again, so that its clients
     * find this one by themselves. Empty and 0 when there was none. */
    [[nodiscard]] QByteArray formerToken() const;
    [[nodiscard]] quint16 formerPort() const;

    /** Written under a temporary name, readable by its owner only, and renamed when whole. */
    [[nodiscard]] Result<void> write(quint16 port, const QByteArray &token) const;
    void remove() const;

private:
    QString m_path;
    QByteArray m_formerToken;
    quint16 m_formerPort = 0;
};

/** 64 hexadecimal digits from the system's random source. */
[[nodiscard]] QByteArray newToken();

} // namespace Atelier::Daemon
