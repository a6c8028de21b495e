// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/usertools/sshhosts.h"

#include <QDateTime>
#include <QMap>
#include <QString>

namespace Atelier::UserTools {

/** How an instance is reached, and for which of its runs that was asked. */
struct KnownHost
{
    Arm::NodeAccess access = {};
    QString run = {}; ///< differs when the instance was made or started anew
    bool operator==(const KnownHost &) const = default;
};

/**
 * The studio's folder `ssh` with what OpenSSH reads (`config`, `known_hosts`) and what the studio
 * itself remembers (`hosts.json`), so that an instance keeps its name while it is stopped and the
 * studio is closed. Every file is replaced as a whole, with mode 0600, and only when it changes.
 */
class SshIncludeFolder final
{
public:
    explicit SshIncludeFolder(QString folder);

    [[nodiscard]] QString configFile() const;
    [[nodiscard]] QString knownHostsFile() const;

    /** What was remembered; empty when nothing was, or nothing that can be read. */
    [[nodiscard]] QMap<QString, KnownHost> load() const;
    /** @p hosts are checked here: one that is not fit to be written is left out. */
    [[nodiscard]] Result<void> save(const QMap<QString, KnownHost> &known,
                                    const QList<SshHost> &hosts,
                                    const QString &keyFile) const;

private:
    QString m_folder;
};

} // namespace Atelier::UserTools
