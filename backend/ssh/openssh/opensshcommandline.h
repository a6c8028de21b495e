// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/stream.h"

#include <QString>
#include <QStringList>

namespace Atelier::Ssh {

/** What of the user's own set-up OpenSSH's client may use. */
struct OpenSshOptions
{
    QString program = QStringLiteral("ssh");
    /** A file in the format of ssh_config(5), for ProxyCommand, certificates and the like; empty:
     * none. */
    QString configFile = {};
    /** Bulk streams get a connection, process and core of their own, which logs in once more. */
    bool isBulkApart = true;
    /** How long a stream may take to open, the time without a connection included; as with a
     * Session. */
    std::chrono::milliseconds openingTime{20'000};
};

/** The arguments of ssh(1) for one destination. No shell sees them; what the destination says is
 * never read as an option. */
class OpenSshCommandLine final
{
public:
    /** Puts what ssh(1) wants as files into @p folder, which only the user may enter. */
    [[nodiscard]] static Result<OpenSshCommandLine> make(const Destination &destination,
                                                         const OpenSshOptions &options,
                                                         const QString &folder);

    [[nodiscard]] QString program() const { return m_program; }
    /** A connection that others' channels go through, by the control socket @p path. */
    [[nodiscard]] QStringList shared(const QString &path, const QString &log) const;
    /** A connection for @p target alone. */
    [[nodiscard]] QStringList single(const StreamTarget &target, const QString &log) const;

private:
    OpenSshCommandLine() = default;

    QString m_program;
    QString m_host;
    QStringList m_common;
};

} // namespace Atelier::Ssh
