// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/engine/enginetestbed.h"

#include "backend/engine/local/nodebuilder.h"
#include "backend/engine/local/nodesurvey.h"
#include "backend/engine/local/sandboxcommand.h"
#include "backend/engine/local/strays.h"

#include <QDir>
#include <QFile>

#include <tuple>

namespace Atelier::Engine {

namespace {

constexpr int commandTimeout = 60000;

} // namespace

EngineTestbed::EngineTestbed()
{
    QDir().mkpath(workspace());
    makeKey(QStringLiteral("key"));
}

EngineTestbed::~EngineTestbed()
{
    // Also when a test failed half-way: by the records, like a control plane that knows none of
    // them.
    const Boot boot = thisBoot();
    clearStrays(data(), surveyNodes(data(), {}, boot).strays, boot);
}

QString EngineTestbed::missing(bool sandbox)
{
    const NodePrograms programs = findPrograms();
    if (programs.sshd.isEmpty()) {
        return QStringLiteral("no sshd here");
    }
    if (sandbox && !trySandbox(programs.bwrap)) {
        return QStringLiteral("no sandboxes here");
    }
    return {};
}

QString EngineTestbed::publicKey(const QString &name) const
{
    return QString::fromUtf8(contentOf(path(name) + QStringLiteral(".pub"))).trimmed();
}

NodeFolder EngineTestbed::node(const QString &id) const
{
    return folderOf(data(), id);
}

LocalEngineOptions EngineTestbed::options() const
{
    return {.resolvConf = path(QStringLiteral("resolv.conf")), .workspace = workspace()};
}

NodeSpec EngineTestbed::spec(const QString &id) const
{
    return {.id = id,
            .name = QStringLiteral("box-") + id,
            .size = {.name = QStringLiteral("Local_C1_M1"),
                     .family = QStringLiteral("Local"),
                     .cores = 1,
                     .memoryGiB = 1},
            .authorizedKeys = {publicKey()}};
}

void EngineTestbed::makeKey(const QString &name) const
{
    QProcess::execute(QStringLiteral("ssh-keygen"),
                      {QStringLiteral("-q"),
                       QStringLiteral("-t"),
                       QStringLiteral("ed25519"),
                       QStringLiteral("-N"),
                       QString(),
                       QStringLiteral("-f"),
                       path(name)});
}

QStringList EngineTestbed::sshArguments(const RunningNode &node, const QString &key) const
{
    const Arm::NodeAccess &access = node.access;
    const QString known = path(QStringLiteral("known_hosts_%1").arg(access.port));
    QByteArray lines;
    for (const Arm::HostKey &hostKey : access.hostKeys) {
        lines += QStringLiteral("[127.0.0.1]:%1 %2 ").arg(access.port).arg(hostKey.type).toUtf8()
                 + hostKey.blob.toBase64() + '\n';
    }
    std::ignore = writeFile(known, lines, ownerOnly);
    return {QStringLiteral("-F"),
            QStringLiteral("none"),
            QStringLiteral("-o"),
            QStringLiteral("BatchMode=yes"),
            QStringLiteral("-o"),
            QStringLiteral("IdentitiesOnly=yes"),
            QStringLiteral("-o"),
            QStringLiteral("StrictHostKeyChecking=yes"),
            QStringLiteral("-o"),
            QStringLiteral("UserKnownHostsFile=") + known,
            QStringLiteral("-o"),
            QStringLiteral("LogLevel=ERROR"),
            QStringLiteral("-i"),
            path(key),
            QStringLiteral("-p"),
            QString::number(access.port),
            access.user + QStringLiteral("@127.0.0.1")};
}

EngineTestbed::Output EngineTestbed::ssh(const RunningNode &node,
                                         const QString &command,
                                         const QString &key) const
{
    QProcess client;
    client.start(QStringLiteral("ssh"), sshArguments(node, key) << command);
    client.closeWriteChannel();
    if (!client.waitForFinished(commandTimeout)) {
        client.kill();
        client.waitForFinished();
        return {};
    }
    return {.status = client.exitCode(),
            .text = QString::fromUtf8(client.readAllStandardOutput()).trimmed(),
            .errors = QString::fromUtf8(client.readAllStandardError()).trimmed()};
}

QString EngineTestbed::creationLog(const QString &id) const
{
    return QString::fromUtf8(contentOf(node(id).creationLog()));
}

bool EngineTestbed::isSetUp(const QString &id) const
{
    return creationLog(id).endsWith(QStringLiteral("\nReady.\n"));
}

} // namespace Atelier::Engine
