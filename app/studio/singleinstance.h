// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QLocalServer>
#include <QObject>
#include <QString>

namespace Atelier::Studio {

/**
 * One window a config folder. The first start holds a lock on the folder's lock file, which the
 * kernel lets go of however the process ends, and listens on a socket in the user's runtime folder;
 * a second start finds the lock taken and asks the first to come to the front. So a socket left
 * behind by a crash is never in the way.
 */
class SingleInstance final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SingleInstance)

public:
    explicit SingleInstance(const QString &configFolder, QObject *parent = nullptr);
    ~SingleInstance() override;

    /** True when this is the first; false when another holds the lock. */
    [[nodiscard]] Result<bool> claim();
    /** The first: begins to listen for later starts. */
    [[nodiscard]] Result<void> listen();
    /** A later start: asks the first to show its window, handing over the desktop's activation
     * token. */
    [[nodiscard]] Result<void> raiseFirst() const;

Q_SIGNALS:
    /** Another start wants the window; @p activationToken is what the desktop gave it, often empty.
     */
    void raiseRequested(const QByteArray &activationToken);

private:
    void answer();

    QString m_lockFile;
    QString m_socketPath;
    QLocalServer m_server;
    int m_lock = -1;
};

} // namespace Atelier::Studio
