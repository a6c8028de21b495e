// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/sshcommands.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>

namespace Atelier::Client {

namespace {

using namespace Qt::StringLiterals;

/** The host as known_hosts names it: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
QByteArray knownHost(const Arm::NodeAccess &access)
{
    const QString host = access.port == 22 ? access.address
                                           : u"[%1]:%2"_s.arg(access.address).arg(access.port);
    return host.toLatin1();
}

/** An option whose value is a path: ssh splits values at blanks unless they are quoted. */
QString pathOption(const QString &option, const QString &path)
{
    const bool blank = path.contains(u' ');
    return shellWord(option + u'=' + (blank ? u'"' + path + u'"' : path));
}

} // namespace

QString shellWord(const QString &text)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_@%+=:,./~-]+$"_s);
    if (plain.match(text).hasMatch() && !text.startsWith(u'~')) {
        return text;
    }
    QString quoted = text;
    quoted.replace(u'\'', u"'\\''"_s);
    return u'\'' + quoted + u'\'';
}

SshCommands sshCommands(const Arm::NodeAccess &access,
                        const QString &keyFile,
                        const QString &knownHostsFile)
{
    // Only this key: an agent with many keys would use up the server's attempts.
    const QString options =
        u" -i %1 -o IdentitiesOnly=yes -o %2 -o StrictHostKeyChecking=yes "_s.arg(
            shellWord(keyFile), pathOption(u"UserKnownHostsFile"_s, knownHostsFile));
    const QString target = access.user + u'@' + access.address;
    const QString copyHost = access.address.contains(u':') ? u'[' + access.address + u']'
                                                           : access.address;
    const QString port = QString::number(access.port);
    return {.ssh = u"ssh -p "_s + port + options + u"-- "_s + shellWord(target),
            .scp = u"scp -P "_s + port + options + u"-- ./* "_s
                   + shellWord(access.user + u'@' + copyHost + u':')};
}

Result<void> checkAccess(const Arm::NodeAccess &access)
{
    static const QRegularExpression login(u"\\A[A-Za-z_][A-Za-z0-9_.-]{0,254}\\z"_s);
    static const QRegularExpression address(u"\\A[A-Za-z0-9:][A-Za-z0-9.:%_-]*\\z"_s);
    static const QRegularExpression keyType(u"\\A[A-Za-z0-9][A-Za-z0-9@.-]*\\z"_s);
    const auto refused = [](const QString &sentence, const QString &value) {
        return failure(
            {.code = Error::Code::InvalidArgument, .message = sentence, .detail = value});
    };
    if (!login.match(access.user).hasMatch()) {
        return refused(
            QCoreApplication::translate("SshCommands",
                                        "The instance names a user that is not a valid login name, "
                                        "so no line to paste is shown."),
            access.user);
    }
    if (!address.match(access.address).hasMatch()) {
        return refused(QCoreApplication::translate("SshCommands",
                                                   "The instance names an address that is not "
                                                   "valid, so no line to paste is shown."),
                       access.address);
    }
    for (const Arm::HostKey &key : access.hostKeys) {
        if (!keyType.match(key.type).hasMatch()) {
            return refused(QCoreApplication::translate("SshCommands",
                                                       "The instance names a host key that is not "
                                                       "valid, so no line to paste is shown."),
                           key.type);
        }
    }
    return {};
}

Result<void> rememberHostKeys(const QString &file, const Arm::NodeAccess &access)
{
    if (auto valid = checkAccess(access); !valid) {
        return valid;
    }
    const QByteArray host = knownHost(access);
    const QByteArray prefix = host + ' ';
    QByteArray before;
    if (QFile old(file); old.open(QIODevice::ReadOnly)) {
        before = old.readAll();
    }
    QByteArray text;
    for (const QByteArray &line : before.split('\n')) {
        if (!line.isEmpty() && !line.startsWith(prefix)) {
            text += line + '\n';
        }
    }
    for (const Arm::HostKey &key : access.hostKeys) {
        text += prefix + key.type.toLatin1() + ' ' + key.blob.toBase64() + '\n';
    }
    if (text == before) {
        return {};
    }
    QDir().mkpath(QFileInfo(file).path());
    QSaveFile out(file);
    const bool written = out.open(QIODevice::WriteOnly)
                         && out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
                         && out.write(text) == text.size() && out.commit();
    if (!written) {
        return failure(
            {.code = Error::Code::PermissionDenied,
             .message = QCoreApplication::translate(
                            "SshCommands", "The file “%1” with the host keys can't be written.")
                            .arg(file),
             .detail = out.errorString()});
    }
    return {};
}

} // namespace Atelier::Client
