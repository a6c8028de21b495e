// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshtrust.h"

#include "backend/ssh/login/hostverification.h"
#include "backend/ssh/trust/knownhosts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace Atelier::Ssh {

namespace {

Result<void> writeFile(const QString &path, const QByteArray &content)
{
    // An ssh(1) of an earlier connection may be reading what was there.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()
        || !file.commit()) {
        return failure({.code = Error::Code::Exhausted,
                        .message = QCoreApplication::translate("Ssh::OpenSshCommandLine",
                                                               "The file %1 can't be written: %2.")
                                       .arg(path, file.errorString())});
    }
    return {};
}

QByteArray keyLines(const QString &alias, const QList<HostKey> &keys)
{
    QByteArray lines;
    for (const HostKey &key : keys) {
        lines += alias.toLatin1() + ' ' + key.type.toLatin1() + ' ' + key.blob.toBase64() + '\n';
    }
    return lines;
}

/** @p jump with what it takes over, as a Session has it. */
Destination hopOn(const Destination &destination, const Destination &jump)
{
    Destination hop = jump;
    if (hop.hostKeys.isEmpty() && !hop.knownHosts) {
        hop.knownHosts = destination.knownHosts;
    }
    return hop;
}

/** Whether @p name, which begins with no "-", has but letters and digits of ASCII and @p others. */
bool isPlain(const QString &name, QStringView others)
{
    return !name.startsWith(u'-') && std::ranges::all_of(name, [others](QChar letter) {
        return (letter.unicode() < 0x80 && letter.isLetterOrNumber()) || others.contains(letter);
    });
}

/** ssh(1) puts the name of a server, and a ProxyCommand may put the user, into a line for a shell;
 * not all versions look at what they put there. */
bool isSafe(const Destination &server)
{
    return isPlain(server.host, u".-_:%") && isPlain(server.user, u".-_:@+\\")
           && !server.user.endsWith(u'\\');
}

/** ssh_config(5) has no way to write these in the name of a file: ssh(1) puts variables in. */
bool isWritable(const Destination &server)
{
    const QStringList words = server.identityFiles + QStringList{server.agentSocket};
    return std::ranges::none_of(words, [](const QString &word) {
        return word.contains(QLatin1String("${")) || std::ranges::any_of(word, [](QChar letter) {
                   return letter.category() == QChar::Other_Control;
               });
    });
}

Result<void> checkServer(const Destination &server)
{
    if (!isSafe(server)) {
        return failure(
            {.code = Error::Code::InvalidArgument,
             .message = QCoreApplication::translate(
                            "Ssh::OpenSshCommandLine",
                            "The server %1 can't be told to OpenSSH: its name may hold letters, "
                            "digits and \".-_:%\", and its user \".-_:@+\\\" likewise.")
                            .arg(server.host.simplified()),
             .target = server.host});
    }
    if (!isWritable(server)) {
        return failure(
            {.code = Error::Code::InvalidArgument,
             .message = QCoreApplication::translate(
                            "Ssh::OpenSshCommandLine",
                            "The server %1 can't be told to OpenSSH: the names of its key files "
                            "and of its agent's socket may hold no control characters and no "
                            "\"${\".")
                            .arg(server.host),
             .target = server.host});
    }
    return {};
}

/** What ssh(1) is to read of the user's own @p file when it is not about a jump host. It takes the
 * name for a pattern, and newer versions expand it. */
Result<QByteArray> inclusionOf(const QString &file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    const bool isPlainPath = std::ranges::none_of(path, [](QChar letter) {
        return QStringView(u"*?[]{}\"\\%").contains(letter)
               || letter.category() == QChar::Other_Control;
    });
    if (!isPlainPath) {
        return failure(
            {.code = Error::Code::InvalidArgument,
             .message = QCoreApplication::translate(
                            "Ssh::OpenSshCommandLine",
                            "The file %1 can't be told to OpenSSH: with jump hosts its name may "
                            "hold no control characters and none of *?[]{}\"\\%.")
                            .arg(path.simplified()),
             .target = path});
    }
    return "Host * !" + targetKeyAlias().toUtf8() + "-hop-*\nInclude \"" + path.toUtf8() + "\"\n";
}

QByteArray blockOf(const QString &alias, const Destination &hop, const QString &knownHosts)
{
    QStringList lines{
        QLatin1String("Host ") + alias,
        QLatin1String("HostName ") + configWord(hop.host),
        QLatin1String("Port ") + QString::number(hop.port),
        QLatin1String("HostKeyAlias ") + alias,
        QLatin1String("UserKnownHostsFile ") + configPath(knownHosts),
        QStringLiteral("GlobalKnownHostsFile /dev/null"),
        QStringLiteral("KnownHostsCommand none"),
        QStringLiteral("StrictHostKeyChecking yes"),
        QStringLiteral("UpdateHostKeys no"),
        QStringLiteral("VerifyHostKeyDNS no"),
        QStringLiteral("CheckHostIP no"),
        QStringLiteral("BatchMode yes"),
        QStringLiteral("PermitLocalCommand no"),
        QStringLiteral("ForwardAgent no"),
        QStringLiteral("ControlMaster no"),
        QStringLiteral("ControlPath none"),
        QStringLiteral("ProxyCommand none"), // the way to a further one is told by the last
        QLatin1String("ConnectTimeout ") + wholeSeconds(hop.connectTimeout),
        QLatin1String("ServerAliveInterval ") + wholeSeconds(hop.keepAlive),
        QStringLiteral("ServerAliveCountMax 1"),
        QLatin1String("IdentityAgent ")
            + (hop.agentSocket.isEmpty() ? QStringLiteral("none") : configPath(hop.agentSocket)),
        QLatin1String("IdentitiesOnly ")
            + (hop.identitiesOnly || hop.agentSocket.isEmpty() ? QLatin1String("yes")
                                                               : QLatin1String("no"))};
    if (!hop.user.isEmpty()) {
        lines += QLatin1String("User ") + configWord(hop.user);
    }
    if (hop.identityFiles.isEmpty()) {
        lines += QStringLiteral("IdentityFile none");
    }
    for (const QString &file : hop.identityFiles) {
        lines += QLatin1String("IdentityFile ") + configPath(file);
    }
    return lines.join(u'\n').toUtf8() + '\n';
}

} // namespace

QString targetKeyAlias()
{
    return QStringLiteral("atelier");
}

QString configWord(const QString &value)
{
    QString word = value;
    word.replace(u'\\', QLatin1String("\\\\")).replace(u'"', QLatin1String("\\\""));
    word.replace(u'%', QLatin1String("%%"));
    return u'"' + word + u'"';
}

QString configPath(const QString &path)
{
    return configWord(QDir::isAbsolutePath(path) ? path : QString(QLatin1String("./") + path));
}

QString wholeSeconds(std::chrono::milliseconds span)
{
    return QString::number(std::max<qint64>(1, (span.count() + 999) / 1000));
}

QList<HostKey> acceptedHostKeys(const Destination &destination)
{
    if (!destination.hostKeys.isEmpty() || !destination.knownHosts) {
        return destination.hostKeys;
    }
    const auto [name, port] = recordedName(destination);
    QList<HostKey> accepted;
    // A key of the bare name may count for a port of its own.
    for (const HostKey &key :
         destination.knownHosts->keysFor(name, port) + destination.knownHosts->keysFor(name, 0)) {
        const auto verdict = destination.knownHosts->check(name, port, key);
        if (verdict && verdict->kind == KnownHosts::Verdict::Kind::Known
            && !accepted.contains(key)) {
            accepted += key;
        }
    }
    return accepted;
}

Result<OpenSshTrust> OpenSshTrust::write(const Destination &destination,
                                         const QString &userConfig,
                                         const QString &folder)
{
    OpenSshTrust trust{.knownHosts = folder + QLatin1String("/known_hosts")};
    if (const auto checked = checkServer(destination); !checked) {
        return failure(checked.error());
    }
    QByteArray keys = keyLines(targetKeyAlias(), acceptedHostKeys(destination));
    QByteArray config;
    for (const Destination &jump : destination.jumps) {
        const Destination hop = hopOn(destination, jump);
        if (const auto checked = checkServer(hop); !checked) {
            return failure(checked.error());
        }
        trust.hops += targetKeyAlias() + QLatin1String("-hop-")
                      + QString::number(trust.hops.size() + 1);
        keys += keyLines(trust.hops.constLast(), acceptedHostKeys(hop));
        config += blockOf(trust.hops.constLast(), hop, trust.knownHosts);
    }
    if (const auto written = writeFile(trust.knownHosts, keys); !written) {
        return failure(written.error());
    }
    if (!trust.hops.isEmpty()) {
        if (!userConfig.isEmpty()) {
            const auto inclusion = inclusionOf(userConfig);
            if (!inclusion) {
                return failure(inclusion.error());
            }
            config += *inclusion;
        }
        trust.config = folder + QLatin1String("/config");
        if (const auto written = writeFile(trust.config, config); !written) {
            return failure(written.error());
        }
    }
    return trust;
}

} // namespace Atelier::Ssh
