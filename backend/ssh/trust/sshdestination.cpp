// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/sshdestination.h"

#include "backend/ssh/trust/knownhosts.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace Atelier::Ssh {

namespace {

constexpr qsizetype longestName = 1024; // NI_MAXHOST, and more than any address

/** What would be silently left out if it were passed over, although it decides whom is reached or
 * trusted. */
constexpr std::array unsupported{
    std::pair{"proxycommand", "ProxyCommand"},
    std::pair{"bindaddress", "BindAddress"},
    std::pair{"bindinterface", "BindInterface"},
    std::pair{"revokedhostkeys", "RevokedHostKeys"},
};

Error badName(const QString &text)
{
    QString shown;
    for (const QChar character : text.left(100)) {
        shown += character.isPrint() ? character : QChar(u'?');
    }
    return {.code = Error::Code::InvalidArgument,
            .message = QCoreApplication::translate(
                           "Ssh::Config",
                           "“%1” is not the name of a machine. Allowed are a host name, an address "
                           "or an alias of ~/.ssh/config, also as user@host:port; it does not "
                           "begin with “-” and has no blanks.")
                           .arg(shown),
            .target = shown};
}

Error onlyOpenSsh(const QString &alias, const char *option)
{
    return {.code = Error::Code::InvalidArgument,
            .message = QCoreApplication::translate("Ssh::Config",
                                                   "The SSH configuration for %1 uses %2, which "
                                                   "only OpenSSH's own client can do.")
                           .arg(alias, QString::fromLatin1(option)),
            .target = QString::fromLatin1(option)};
}

bool isPlain(const QString &text)
{
    return !text.isEmpty() && text.size() <= longestName && !text.startsWith(u'-')
           && std::ranges::all_of(
               text, [](QChar character) { return character.isPrint() && !character.isSpace(); });
}

/** "host:port" and "[host]:port"; a bare IPv6 address has several colons. */
bool splitPort(HostName &name)
{
    const bool isBracketed = name.host.startsWith(u'[');
    const qsizetype end = isBracketed ? name.host.indexOf(u']') : -1;
    if (isBracketed && end < 0) {
        return false;
    }
    QString port;
    if (isBracketed) {
        port = name.host.sliced(end + 1);
        name.host = name.host.sliced(1, end - 1);
        if (!port.isEmpty() && !port.startsWith(u':')) {
            return false;
        }
        port = port.sliced(std::min<qsizetype>(1, port.size()));
    } else if (name.host.count(u':') == 1) {
        port = name.host.section(u':', 1);
        name.host = name.host.section(u':', 0, 0);
        if (port.isEmpty()) {
            return false;
        }
    }
    if (!port.isEmpty()) {
        bool isNumber = false;
        name.port = port.toUShort(&isNumber);
        return isNumber && name.port != 0;
    }
    return true;
}

bool mayUse(const SshOptions &options, const char *method)
{
    const QString preferred = options.value("preferredauthentications");
    return preferred.isEmpty() || preferred.split(u',').contains(QLatin1StringView(method));
}

/** Those that are there, or whose public half is: then the agent may have the other. */
QStringList identityFiles(const SshOptions &options, const QString &alias)
{
    QStringList files;
    for (const QString &value : options.values("identityfile")) {
        const QString file = options.expanded(value, alias);
        if (value != QLatin1String("none") && !files.contains(file)
            && (QFileInfo(file).isFile() || QFileInfo(file + QLatin1String(".pub")).isFile())) {
            files += file;
        }
    }
    return files;
}

QString agentSocket(const SshOptions &options, const QString &alias)
{
    const QString value = options.value("identityagent");
    if (value == QLatin1String("none")) {
        return {};
    }
    if (value.isEmpty() || value == QLatin1String("SSH_AUTH_SOCK")) {
        return qEnvironmentVariable("SSH_AUTH_SOCK");
    }
    if (value.startsWith(u'$') && !value.startsWith(QLatin1String("${"))) {
        return qEnvironmentVariable(value.sliced(1).toLocal8Bit().constData());
    }
    return options.expanded(value, alias);
}

void addCredentials(Destination &destination, const SshOptions &options, const QString &alias)
{
    if (options.isOn("pubkeyauthentication") && mayUse(options, "publickey")) {
        destination.identityFiles = identityFiles(options, alias);
        destination.agentSocket = agentSocket(options, alias);
    }
    destination.identitiesOnly = options.isOn("identitiesonly");
    const bool mayAsk = !options.isOn("batchmode");
    destination.mayAskPassword = mayAsk && options.isOn("passwordauthentication")
                                 && mayUse(options, "password");
    destination.mayAskInteractive = mayAsk && options.isOn("kbdinteractiveauthentication")
                                    && mayUse(options, "keyboard-interactive");
}

} // namespace

Result<HostName> HostName::parse(const QString &text)
{
    constexpr QLatin1StringView scheme("ssh://");
    QString rest = text.trimmed();
    if (rest.startsWith(scheme)) {
        rest = rest.sliced(scheme.size());
        if (rest.endsWith(u'/')) {
            rest.chop(1);
        }
    }
    HostName name{.host = rest};
    if (const qsizetype at = rest.lastIndexOf(u'@'); at >= 0) {
        name.user = rest.first(at);
        name.host = rest.sliced(at + 1);
        if (!isPlain(name.user)) {
            return failure(badName(text));
        }
    }
    if (!splitPort(name) || !isPlain(name.host)) {
        return failure(badName(text));
    }
    return name;
}

Result<Destination> destinationFrom(const SshOptions &options, const QString &alias)
{
    for (const auto &[name, shown] : unsupported) {
        if (options.isOn(name)) {
            return failure(onlyOpenSsh(alias, shown));
        }
    }
    Destination destination{.host = options.value("hostname"), .user = options.value("user")};
    bool isNumber = false;
    destination.port = options.value("port").toUShort(&isNumber);
    if (destination.host.isEmpty() || !isNumber || destination.port == 0) {
        return failure({.code = Error::Code::Protocol,
                        .message = QCoreApplication::translate(
                                       "Ssh::Config",
                                       "OpenSSH's ssh did not say how to reach %1: the answer to "
                                       "“ssh -G” has no host name or port.")
                                       .arg(alias),
                        .target = alias});
    }
    addCredentials(destination, options, alias);
    destination.hostKeyAlias = options.value("hostkeyalias");
    destination.knownHosts = std::make_shared<KnownHosts>(
        KnownHosts::Files{.user = options.paths("userknownhostsfile"),
                          .global = options.paths("globalknownhostsfile"),
                          .hashNames = options.isOn("hashknownhosts")});
    // "0" and "none" leave Atelier's own times.
    if (const int seconds = options.value("connecttimeout").toInt(); seconds > 0) {
        destination.connectTimeout = std::chrono::seconds(std::min(seconds, 600));
    }
    if (const int seconds = options.value("serveraliveinterval").toInt(); seconds > 0) {
        destination.keepAlive = std::chrono::seconds(std::min(seconds, 3600));
    }
    return destination;
}

Result<QList<HostName>> jumpsOf(const SshOptions &options)
{
    QList<HostName> jumps;
    if (options.isOn("proxyjump")) {
        for (const QString &text : options.value("proxyjump").split(u',', Qt::SkipEmptyParts)) {
            auto jump = HostName::parse(text);
            if (!jump) {
                return failure(jump.error());
            }
            jumps += std::move(*jump);
        }
    }
    return jumps;
}

} // namespace Atelier::Ssh
