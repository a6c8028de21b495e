// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/sshhosts.h"

#include "backend/client/sshcommands.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>
#include <QRegularExpression>

namespace Atelier::UserTools {

namespace {

using namespace Qt::StringLiterals;

/** ssh splits at blanks and takes quotes and backslashes away: argv_split() in OpenSSH's misc.c. */
QByteArray inQuotes(QByteArray text)
{
    text.replace('\\', R"(\\)");
    text.replace('"', R"(\")");
    return '"' + text + '"';
}

QByteArray hostKeyAlias(const SshHost &host)
{
    return "atelier-" + host.instance.toLatin1();
}

QByteArray block(const SshHost &host, const QByteArray &keyFile, const QByteArray &knownHostsFile)
{
    QByteArray address = host.access.address.toLatin1();
    address.replace('%', "%%");
    QByteArray text = "Host " + host.alias.toLatin1() + '\n';
    const auto add = [&text](const QByteArray &keyword, const QByteArray &value) {
        text += "    " + keyword + ' ' + value + '\n';
    };
    add("HostName", address);
    add("Port", QByteArray::number(host.access.port));
    add("User", host.access.user.toLatin1());
    add("IdentityFile", keyFile);
    // An agent with many keys would use up the server's attempts.
    add("IdentitiesOnly", "yes");
    add("HostKeyAlias", hostKeyAlias(host));
    add("UserKnownHostsFile", knownHostsFile);
    add("StrictHostKeyChecking", "yes");
    add("UpdateHostKeys", "no");
    if (QHostAddress(host.access.address).isLoopback()) {
        // What a person has set for all hosts leads away from this computer.
        add("ProxyJump", "none");
    }
    return text;
}

} // namespace

Result<void> checkHost(const SshHost &host)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\z"_s);
    if (!plain.match(host.instance).hasMatch() || !plain.match(host.alias).hasMatch()) {
        return failure({.code = Error::Code::InvalidArgument,
                        .message = QCoreApplication::translate(
                            "SshHosts",
                            "The instance has a name that can't stand in a configuration of SSH; "
                            "letters, digits, dots, dashes and underscores can."),
                        .detail = host.instance});
    }
    if (host.access.port == 0) {
        return failure(
            {.code = Error::Code::InvalidArgument,
             .message = QCoreApplication::translate("SshHosts", "“%1” has no SSH port yet.")
                            .arg(host.instance),
             .target = host.instance});
    }
    return Client::checkAccess(host.access);
}

Result<void> checkPath(const QString &path)
{
    if (path.contains(u'\n') || path.contains(u'\r') || path.contains(u"${"_s)) {
        return failure(
            {.code = Error::Code::InvalidArgument,
             .message = QCoreApplication::translate(
                            "SshHosts",
                            "The path “%1” can't be written in a configuration of SSH: it must not "
                            "contain a line break or “${”.")
                            .arg(path),
             .target = path});
    }
    return {};
}

QByteArray fileArgument(const QString &path)
{
    QByteArray name = QFile::encodeName(path);
    name.replace('%', "%%");
    return inQuotes(name);
}

QByteArray includeArgument(const QString &path)
{
    QByteArray pattern;
    for (const char character : QFile::encodeName(path)) {
        switch (character) {
        case '*':
        case '?':
        case '[':
        case ']':
        case '\\':
            pattern += '\\';
            pattern += character;
            break;
        // Newer versions expand what begins so, older ones don't; both find a file by a wildcard.
        case '%':
        case '$':
            pattern += '?';
            break;
        default:
            pattern += character;
        }
    }
    return inQuotes(pattern);
}

QByteArray sshConfigText(const QList<SshHost> &hosts,
                         const QString &keyFile,
                         const QString &knownHostsFile)
{
    QByteArray text = "# Written by Atelier: one name for each instance. Changes here are lost.\n";
    for (const SshHost &host : hosts) {
        text += '\n' + block(host, fileArgument(keyFile), fileArgument(knownHostsFile));
    }
    return text;
}

QByteArray knownHostsText(const QList<SshHost> &hosts)
{
    QByteArray text;
    for (const SshHost &host : hosts) {
        for (const Arm::HostKey &key : host.access.hostKeys) {
            text += hostKeyAlias(host) + ' ' + key.type.toLatin1() + ' ' + key.blob.toBase64()
                    + '\n';
        }
    }
    return text;
}

} // namespace Atelier::UserTools
