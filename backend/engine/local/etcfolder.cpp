// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/etcfolder.h"

#include "backend/engine/local/nodefolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <tuple>
#include <utility>

namespace Atelier::Engine {

namespace {

/** What programs read from the host's /etc as it is; names may hold wildcards. */
QStringList boundFromHost()
{
    return {QStringLiteral("ld.so.cache"),
            QStringLiteral("ld.so.conf"),
            QStringLiteral("ld.so.conf.d"),
            QStringLiteral("alternatives"),
            QStringLiteral("ssl"),
            QStringLiteral("pki"),
            QStringLiteral("ca-certificates"),
            QStringLiteral("ca-certificates.conf"),
            QStringLiteral("crypto-policies"),
            QStringLiteral("fonts"),
            QStringLiteral("mime.types"),
            QStringLiteral("magic"),
            QStringLiteral("services"),
            QStringLiteral("protocols"),
            QStringLiteral("host.conf"),
            QStringLiteral("gai.conf"),
            QStringLiteral("inputrc"),
            QStringLiteral("python3*"),
            QStringLiteral("jupyter"),
            QStringLiteral("ipython"),
            QStringLiteral("terminfo"),
            QStringLiteral("vim"),
            QStringLiteral("nanorc"),
            QStringLiteral("ImageMagick*"),
            QStringLiteral("OpenCL"),
            QStringLiteral("R"),
            QStringLiteral("java*"),
            QStringLiteral("texmf"),
            QStringLiteral("debian_version"),
            QStringLiteral("papersize")};
}

constexpr auto bashrcText = R"txt(# Read by interactive bash shells.
[ -z "$PS1" ] && return
shopt -s checkwinsize
PS1='\u@\h:\w\$ '
[ -r /usr/share/bash-completion/bash_completion ] && . /usr/share/bash-completion/bash_completion
)txt";

constexpr auto sshConfigText = R"txt(Host *
    SendEnv LC_* COLORTERM
    HashKnownHosts yes
)txt";

QByteArray passwdFor(const NodeLayout &layout)
{
    const QString shell = QFileInfo::exists(QStringLiteral("/bin/bash"))
                              ? QStringLiteral("/bin/bash")
                              : QStringLiteral("/bin/sh");
    const QString text = QStringLiteral(
        "root:x:0:0:root:/root:/usr/sbin/nologin\n"
        "%1:x:1000:1000:%1:%2:%3\n"
        "sshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
    return text.arg(layout.user, layout.home, shell).toUtf8();
}

QByteArray groupFor(const NodeLayout &layout)
{
    // No group "tty": sshd would give a terminal to it, which can't be done to a group that is not
    // mapped into the user namespace, and end the login (pty_setowner() in OpenSSH's sshpty.c).
    return QStringLiteral("root:x:0:\nusers:x:100:\n%1:x:1000:\nnogroup:x:65534:\n")
        .arg(layout.user)
        .toUtf8();
}

/** For shells that an empty environment started; every other has it from the SSH server. */
QByteArray profileFor(const Variables &variables)
{
    QByteArray text = "# Read by login shells.\nif [ -z \"$VIRTUAL_ENV\" ]; then\n";
    for (const QString &name : {QStringLiteral("PATH"),
                                QStringLiteral("VIRTUAL_ENV"),
                                QStringLiteral("XDG_RUNTIME_DIR"),
                                QStringLiteral("PIP_CACHE_DIR"),
                                QStringLiteral("UV_CACHE_DIR")}) {
        text += "    export " + name.toUtf8() + "='" + variables.value(name).toUtf8() + "'\n";
    }
    return text
           + "fi\nif [ -n \"$BASH_VERSION\" ] && [ -r /etc/bash.bashrc ]; then\n    . "
             "/etc/bash.bashrc\nfi\n";
}

/** The host's order for host names; users and the rest are the files made here. */
QByteArray nsswitch()
{
    QByteArray hosts = "hosts: files dns";
    const QList<QByteArray> lines = contentOf(QStringLiteral("/etc/nsswitch.conf")).split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("hosts:")) {
            hosts = line;
        }
    }
    return "passwd: files\ngroup: files\nshadow: files\n" + hosts
           + "\nnetworks: files\nprotocols: files\nservices: files\n";
}

QByteArray hostsFor(const QString &hostName)
{
    QByteArray text = contentOf(QStringLiteral("/etc/hosts"));
    if (!text.contains("localhost")) {
        text += "\n127.0.0.1 localhost\n::1 localhost\n";
    }
    return text + "\n127.0.1.1 " + hostName.toUtf8() + '\n';
}

void link(const QString &target, const QString &path)
{
    QFile::remove(path);
    // What is missing then, its reader notices; no node fails for it.
    std::ignore = QFile::link(target, path);
}

/** Links are made anew rather than bound, so that they lead where they lead on the host. */
void makeLinks(const QString &folder)
{
    link(QStringLiteral("../proc/self/mounts"), folder + QStringLiteral("/mtab"));
    link(QStringLiteral("../usr/lib/os-release"), folder + QStringLiteral("/os-release"));
    const QFileInfo zone(QStringLiteral("/etc/localtime"));
    if (zone.exists()) {
        link(zone.canonicalFilePath(), folder + QStringLiteral("/localtime"));
    }
}

Result<QStringList> makePlacesToBind(const QString &folder)
{
    QStringList result;
    const QFileInfoList entries = QDir(QStringLiteral("/etc"))
                                      .entryInfoList(boundFromHost(),
                                                     QDir::AllEntries | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const QString place = folder + QLatin1Char('/') + entry.fileName();
        if (!entry.isReadable() || entry.canonicalFilePath().isEmpty()) {
            continue;
        }
        if (entry.isDir()) {
            if (auto made = makeFolder(place); !made) {
                return failure(made.error());
            }
        } else if (!QFileInfo::exists(place)) {
            if (auto made = writeFile(place, {}, readableByAll); !made) {
                return failure(made.error());
            }
        }
        result.append(entry.absoluteFilePath());
    }
    return result;
}

} // namespace

Result<void> writeResolvConf(const QString &etc, const QByteArray &content)
{
    return writeFile(etc + QStringLiteral("/resolv.conf"), content, readableByAll);
}

Result<QStringList> composeEtc(const QString &folder,
                               const QString &hostName,
                               const NodeLayout &layout,
                               const HostEnvironment &host,
                               const QByteArray &resolvConf)
{
    for (const char *name : {"/ssh", "/uv"}) {
        if (auto made = makeFolder(folder + QLatin1String(name)); !made) {
            return failure(made.error());
        }
    }
    const QByteArray machineId =
        QCryptographicHash::hash(layout.id.toUtf8(), QCryptographicHash::Sha256).toHex().first(32);
    const QList<std::pair<QLatin1String, QByteArray>> files{
        {QLatin1String("/passwd"), passwdFor(layout)},
        {QLatin1String("/group"), groupFor(layout)},
        {QLatin1String("/profile"), profileFor(nodeVariables(layout, host))},
        {QLatin1String("/bash.bashrc"), bashrcText},
        {QLatin1String("/shells"), "/bin/sh\n/bin/bash\n/usr/bin/sh\n/usr/bin/bash\n"},
        {QLatin1String("/ssh/ssh_config"), sshConfigText},
        {QLatin1String("/nsswitch.conf"), nsswitch()},
        {QLatin1String("/hosts"), hostsFor(hostName)},
        {QLatin1String("/hostname"), hostName.toUtf8() + '\n'},
        {QLatin1String("/machine-id"), machineId + '\n'},
        {QLatin1String("/pip.conf"), host.pipConfig},
        {QLatin1String("/uv/uv.toml"), host.uvConfig},
        {QLatin1String("/resolv.conf"), resolvConf},
    };
    for (const auto &[name, content] : files) {
        if (auto written = writeFile(folder + name, content, readableByAll); !written) {
            return failure(written.error());
        }
    }
    makeLinks(folder);
    return makePlacesToBind(folder);
}

} // namespace Atelier::Engine
