// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/runfolder.h"

#include "backend/engine/local/scripts.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <unistd.h>

#include <utility>

namespace Atelier::Engine {

namespace {

constexpr int keyTimeout = 30000;

/** Quotes an argument of sshd_config(5), where "%" begins a token in file names. */
QString quoted(QString text)
{
    return QLatin1Char('"')
           + text.replace(QLatin1Char('\\'), QLatin1String("\\\\"))
                 .replace(QLatin1Char('"'), QLatin1String("\\\""))
           + QLatin1Char('"');
}

QString quotedPath(const QString &folder, const char *name)
{
    const QString path = folder + QLatin1Char('/') + QLatin1String(name);
    return quoted(QString(path).replace(QLatin1Char('%'), QLatin1String("%%")));
}

QString sessionVariables(const NodeLayout &layout, const HostEnvironment &host)
{
    QStringList result;
    const Variables variables = nodeVariables(layout, host);
    for (const auto &[name, value] : variables.asKeyValueRange()) {
        if (!value.contains(QLatin1Char('\n'))) {
            result.append(quoted(name + QLatin1Char('=') + value));
        }
    }
    // One line: of several only the first would count.
    return QStringLiteral("SetEnv ") + result.join(QLatin1Char(' '));
}

QByteArray sshdConfig(const NodeLayout &layout,
                      const HostEnvironment &host,
                      const NodePrograms &programs)
{
    QStringList lines{
        QStringLiteral("ListenAddress 127.0.0.1"),
        QStringLiteral("HostKey ")
            + quoted(layout.instance + QStringLiteral("/ssh_host_ed25519_key")),
        QStringLiteral("AuthorizedKeysFile ") + quotedPath(layout.instance, "authorized_keys"),
        // The files lie outside the home, in a folder that only this user writes.
        QStringLiteral("StrictModes no"),
        QStringLiteral("PidFile none"),
        QStringLiteral("UsePAM no"),
        QStringLiteral("PasswordAuthentication no"),
        QStringLiteral("KbdInteractiveAuthentication no"),
        QStringLiteral("PermitRootLogin prohibit-password"),
        QStringLiteral("AllowUsers ") + quoted(layout.user),
        // Everybody comes from the loopback address: one wrong key must not lock out all.
        QStringLiteral("PerSourcePenalties no"),
        QStringLiteral("MaxStartups 100"),
        QStringLiteral("MaxSessions 100"),
        QStringLiteral("PrintMotd no"),
        QStringLiteral("PrintLastLog no"),
        QStringLiteral("StreamLocalBindUnlink yes"),
        QStringLiteral("AcceptEnv LC_* COLORTERM TERM_PROGRAM"),
        sessionVariables(layout, host)};
    if (layout.isolated) {
        lines.append(QStringLiteral("Subsystem sftp internal-sftp"));
    } else {
        lines.append(QStringLiteral("Subsystem sftp ") + programs.sftpServer);
        lines.append(
            QStringLiteral("ForceCommand ")
            + QString::fromUtf8(Scripts::shellQuoted(layout.instance + QStringLiteral("/enter"))));
    }
    return lines.join(QLatin1Char('\n')).toUtf8() + '\n';
}

Result<void> makeHostKey(const NodeFolder &folder, const QString &sshKeygen)
{
    if (QFileInfo::exists(folder.hostKey() + QStringLiteral(".pub"))) {
        return {};
    }
    QFile::remove(folder.hostKey()); // half a pair of an interrupted attempt
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(sshKeygen,
                  {QStringLiteral("-q"),
                   QStringLiteral("-t"),
                   QStringLiteral("ed25519"),
                   QStringLiteral("-N"),
                   QString(),
                   QStringLiteral("-C"),
                   QStringLiteral("atelier"),
                   QStringLiteral("-f"),
                   folder.hostKey()});
    if (!process.waitForFinished(keyTimeout) || process.exitCode() != 0) {
        return failure(
            {.code = Error::Code::Internal,
             .message = QCoreApplication::translate(
                 "Atelier::Engine", "The instance's SSH host key could not be made."),
             .detail = QString::fromLocal8Bit(process.readAll()) + process.errorString()});
    }
    return {};
}

} // namespace

NodePrograms findPrograms()
{
    const QStringList folders{QStringLiteral("/usr/sbin"),
                              QStringLiteral("/usr/bin"),
                              QStringLiteral("/usr/local/sbin"),
                              QStringLiteral("/usr/local/bin"),
                              QStringLiteral("/sbin"),
                              QStringLiteral("/bin")};
    const auto find = [&folders](const char *name) {
        return QStandardPaths::findExecutable(QString::fromLatin1(name), folders);
    };
    return {.bwrap = find("bwrap"),
            .sshd = find("sshd"),
            .sshKeygen = find("ssh-keygen"),
            .sftpServer = QStandardPaths::findExecutable(QStringLiteral("sftp-server"),
                                                         {QStringLiteral("/usr/lib/openssh"),
                                                          QStringLiteral("/usr/lib/ssh"),
                                                          QStringLiteral("/usr/libexec/openssh"),
                                                          QStringLiteral("/usr/libexec")}),
            .python = QStringLiteral("python3")};
}

Result<void> composeRun(const NodeFolder &folder,
                        const NodeLayout &layout,
                        const HostEnvironment &host,
                        const NodePrograms &programs)
{
    if (programs.sshd.isEmpty() || programs.sshKeygen.isEmpty()) {
        return failure({.code = Error::Code::Unavailable,
                        .message = QCoreApplication::translate(
                            "Atelier::Engine",
                            "Instances need an SSH server: install the package openssh-server."),
                        .detail = QStringLiteral("sshd or ssh-keygen not found")});
    }
    if (!layout.isolated && ::geteuid() == 0) {
        // Only root's server locks its unprivileged part up, and only there.
        if (auto made = makeFolder(QStringLiteral("/run/sshd")); !made) {
            return made;
        }
    }
    const QString run = folder.run();
    if (auto made = makeFolder(run + QStringLiteral("/bin")); !made) {
        return made;
    }
    struct File
    {
        QLatin1String name;
        QByteArray content;
        QFileDevice::Permissions mode;
    };
    const QList<File> files{
        {.name = QLatin1String("/sshd_config"),
         .content = sshdConfig(layout, host, programs),
         .mode = ownerOnly},
        {.name = QLatin1String("/start"),
         .content = Scripts::start(layout, programs.sshd),
         .mode = executableByAll},
        {.name = QLatin1String("/setup"),
         .content = Scripts::setup(layout, programs.python),
         .mode = executableByAll},
        {.name = QLatin1String("/setup.py"),
         .content = Scripts::setupPython(),
         .mode = readableByAll},
        {.name = QLatin1String("/enter"), .content = Scripts::enter(), .mode = executableByAll},
        {.name = QLatin1String("/bin/sudo"), .content = Scripts::sudo(), .mode = executableByAll},
        {.name = QLatin1String("/pip.conf"), .content = host.pipConfig, .mode = ownerOnly},
        {.name = QLatin1String("/uv.toml"), .content = host.uvConfig, .mode = ownerOnly},
    };
    for (const File &file : files) {
        if (auto written = writeFile(run + file.name, file.content, file.mode); !written) {
            return written;
        }
    }
    return makeHostKey(folder, programs.sshKeygen);
}

Result<void> writeAuthorizedKeys(const NodeFolder &folder, const QStringList &keys)
{
    QByteArray text;
    for (const QString &key : keys) {
        // One line each, whatever came: a second line would be a key that nobody looked at.
        const QString line = key.simplified();
        if (!line.isEmpty()) {
            text += line.toUtf8() + '\n';
        }
    }
    return writeFile(folder.authorizedKeys(), text, ownerOnly);
}

} // namespace Atelier::Engine
