// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshcommandline.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** The name under which the accepted host keys stand in the private file. */
constexpr auto keyAlias = "atelier";

QString option(const char *name, const QString &value)
{
    return QLatin1String("-o") + QLatin1String(name) + QLatin1Char('=') + value;
}

/** ssh(1) counts in whole seconds, and takes 0 for no limit. */
QString wholeSeconds(std::chrono::milliseconds span)
{
    return QString::number(std::max<qint64>(1, (span.count() + 999) / 1000));
}

Result<void> writeHostKeys(const QList<HostKey> &keys, const QString &path)
{
    QByteArray lines;
    for (const HostKey &key : keys) {
        lines += QByteArray(keyAlias) + ' ' + key.type.toLatin1() + ' ' + key.blob.toBase64()
                 + '\n';
    }
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(lines) != lines.size()
        || !file.flush()) {
        return failure({.code = Error::Code::Exhausted,
                        .message = QCoreApplication::translate("Ssh::OpenSshCommandLine",
                                                               "The file %1 can't be written: %2.")
                                       .arg(path, file.errorString())});
    }
    return {};
}

QStringList hostKeyArguments(const Destination &destination, const QString &file, bool hasConfig)
{
    QStringList arguments{option("StrictHostKeyChecking", QStringLiteral("yes")),
                          option("UpdateHostKeys", QStringLiteral("no")),
                          option("VerifyHostKeyDNS", QStringLiteral("no"))};
    // Without any rule nobody is trusted, not even whom the user's own files know.
    if (!destination.hostKeys.isEmpty() || (!destination.knownHosts && !hasConfig)) {
        arguments += {option("UserKnownHostsFile", file),
                      option("GlobalKnownHostsFile", QStringLiteral("/dev/null")),
                      option("KnownHostsCommand", QStringLiteral("none")),
                      option("HostKeyAlias", QLatin1String(keyAlias)),
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
        arguments += {QStringLiteral("-i"), file};
    }
    if (!destination.agentSocket.isEmpty()) {
        arguments += option("IdentityAgent", destination.agentSocket);
    } else if (!hasConfig) {
        arguments += option("IdentityAgent", QStringLiteral("none"));
    }
    if (destination.identitiesOnly || (destination.agentSocket.isEmpty() && !hasConfig)) {
        arguments += option("IdentitiesOnly", QStringLiteral("yes"));
    }
    QStringList jumps;
    for (const Destination &jump : destination.jumps) {
        const QString user = jump.user.isEmpty() ? QString() : jump.user + QLatin1Char('@');
        const bool isNumeric6 = jump.host.contains(u':');
        jumps += QLatin1String("ssh://") + user
                 + (isNumeric6 ? QString(u'[' + jump.host + u']') : jump.host) + QLatin1Char(':')
                 + QString::number(jump.port);
    }
    if (!jumps.isEmpty()) {
        arguments += {QStringLiteral("-J"), jumps.join(QLatin1Char(','))};
    }
    return arguments;
}

} // namespace

Result<OpenSshCommandLine> OpenSshCommandLine::make(const Destination &destination,
                                                    const OpenSshOptions &options,
                                                    const QString &folder)
{
    const QString keys = folder + QLatin1String("/known_hosts");
    const auto written = writeHostKeys(destination.hostKeys, keys);
    if (!written) {
        return failure(written.error());
    }
    const bool hasConfig = !options.configFile.isEmpty();
    OpenSshCommandLine line;
    line.m_program = options.program;
    line.m_host = destination.host;
    line.m_common = QStringList{QStringLiteral("-F"),
                                hasConfig ? options.configFile : QStringLiteral("none"),
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
                                option("ConnectTimeout", wholeSeconds(destination.connectTimeout)),
                                option("LogLevel", QStringLiteral("DEBUG2"))}
                    + hostKeyArguments(destination, keys, hasConfig)
                    + loginArguments(destination, hasConfig);
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
