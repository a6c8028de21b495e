// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshcommandline.h"

#include "backend/ssh/openssh/opensshtrust.h"

namespace Atelier::Ssh {

namespace {

QString option(const char *name, const QString &value)
{
    return QLatin1String("-o") + QLatin1String(name) + QLatin1Char('=') + value;
}

QStringList hostKeyArguments(const Destination &destination, const QString &file, bool hasConfig)
{
    QStringList arguments{option("StrictHostKeyChecking", QStringLiteral("yes")),
                          option("UpdateHostKeys", QStringLiteral("no")),
                          option("VerifyHostKeyDNS", QStringLiteral("no"))};
    // Only with the user's own configuration do their own files count.
    if (!destination.hostKeys.isEmpty() || !hasConfig) {
        arguments += {option("UserKnownHostsFile", configPath(file)),
                      option("GlobalKnownHostsFile", QStringLiteral("/dev/null")),
                      option("KnownHostsCommand", QStringLiteral("none")),
                      option("HostKeyAlias", targetKeyAlias()),
                      option("CheckHostIP", QStringLiteral("no"))};
    } else if (!destination.hostKeyAlias.isEmpty()) {
        arguments += option("HostKeyAlias", destination.hostKeyAlias);
    }
    return arguments;
}

QStringList loginArguments(const Destination &destination, bool hasConfig)
{
    QStringList arguments;
    if (!destination.user.isEmpty()) {
        arguments += {QStringLiteral("-l"), destination.user};
    }
    for (const QString &file : destination.identityFiles) {
        arguments += option("IdentityFile", configPath(file));
    }
    if (destination.identityFiles.isEmpty() && !hasConfig) {
        arguments += option("IdentityFile", QStringLiteral("none"));
    }
    if (!destination.agentSocket.isEmpty()) {
        arguments += option("IdentityAgent", configPath(destination.agentSocket));
    } else if (!hasConfig) {
        arguments += option("IdentityAgent", QStringLiteral("none"));
    }
    if (destination.identitiesOnly || (destination.agentSocket.isEmpty() && !hasConfig)) {
        arguments += option("IdentitiesOnly", QStringLiteral("yes"));
    }
    return arguments;
}

/**
 * What tells how far a channel is, without a line for each window: what the log says at level
 * DEBUG2 of these functions alone (LogVerbose of ssh_config(5), since OpenSSH 8.5).
 */
QStringList logArguments()
{
    return {option("LogLevel", QStringLiteral("DEBUG1")),
            option("LogVerbose",
                   QStringLiteral("*:channel_input_status_confirm():*,"
                                  "*:channel_input_open_confirmation():*"))};
}

} // namespace

Result<OpenSshCommandLine> OpenSshCommandLine::make(const Destination &destination,
                                                    const OpenSshOptions &options,
                                                    const QString &folder)
{
    const auto trust = OpenSshTrust::write(destination, options.configFile, folder);
    if (!trust) {
        return failure(trust.error());
    }
    const bool hasConfig = !options.configFile.isEmpty();
    const QString config = hasConfig ? options.configFile : QStringLiteral("none");
    OpenSshCommandLine line;
    line.m_program = options.program;
    line.m_host = destination.host;
    line.m_common = QStringList{QStringLiteral("-F"),
                                trust->config.isEmpty() ? config : trust->config,
                                QStringLiteral("-T"),
                                QStringLiteral("-x"),
                                QStringLiteral("-a"),
                                QStringLiteral("-p"),
                                QString::number(destination.port),
                                option("BatchMode", QStringLiteral("yes")),
                                option("EscapeChar", QStringLiteral("none")),
                                option("ClearAllForwardings", QStringLiteral("yes")),
                                option("PermitLocalCommand", QStringLiteral("no")),
                                option("RemoteCommand", QStringLiteral("none")),
                                option("ControlPersist", QStringLiteral("no")),
                                option("ServerAliveCountMax", QStringLiteral("1")),
                                option("ServerAliveInterval", wholeSeconds(destination.keepAlive)),
                                option("ConnectTimeout", wholeSeconds(destination.connectTimeout))}
                    + logArguments() + hostKeyArguments(destination, trust->knownHosts, hasConfig)
                    + loginArguments(destination, hasConfig);
    if (!trust->hops.isEmpty()) {
        line.m_common += {QStringLiteral("-J"), trust->hops.join(u',')};
    }
    if (!hasConfig) {
        // Twice as fast as OpenSSH's own first choice where the processor knows AES.
        line.m_common += option("Ciphers", QStringLiteral("^aes128-gcm@openssh.com"));
    }
    return line;
}

QStringList OpenSshCommandLine::shared(const QString &path, const QString &log) const
{
    return m_common
           + QStringList{QStringLiteral("-E"),
                         log,
                         QStringLiteral("-M"),
                         QStringLiteral("-S"),
                         path,
                         QStringLiteral("-N"),
                         QStringLiteral("--"),
                         m_host};
}

QStringList OpenSshCommandLine::single(const StreamTarget &target, const QString &log) const
{
    QStringList arguments =
        m_common
        + QStringList{QStringLiteral("-E"), log, QStringLiteral("-S"), QStringLiteral("none")};
    switch (target.kind) {
    case StreamTarget::Kind::Command:
        return arguments << QStringLiteral("--") << m_host << target.name;
    case StreamTarget::Kind::Subsystem:
        return arguments << QStringLiteral("-s") << QStringLiteral("--") << m_host << target.name;
    case StreamTarget::Kind::Socket:
        return arguments << QStringLiteral("-W") << target.name << QStringLiteral("--") << m_host;
    case StreamTarget::Kind::Port:
        break;
    }
    const QString host = target.name.contains(u':') ? QString(u'[' + target.name + u']')
                                                    : target.name;
    return arguments << QStringLiteral("-W")
                     << host + QLatin1Char(':') + QString::number(target.port)
                     << QStringLiteral("--") << m_host;
}

} // namespace Atelier::Ssh
