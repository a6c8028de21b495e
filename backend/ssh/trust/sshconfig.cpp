// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/sshconfig.h"

#include "backend/ssh/trust/configlookup.h"
#include "backend/ssh/trust/userhome.h"

#include <QFileInfo>
#include <QtConcurrentRun>

namespace Atelier::Ssh {

SshConfig::SshConfig(SshCommand command, QObject *parent)
    : QObject(parent)
    , m_command(std::move(command))
{
}

SshConfig::~SshConfig() = default;

QFuture<Result<Destination>> SshConfig::resolve(const QString &name, const std::stop_token &stop)
{
    return (new ConfigLookup(m_command, this))->start(name, stop);
}

QFuture<Result<QStringList>> SshConfig::hosts() const
{
    const QString folder = userHome() + QLatin1String("/.ssh");
    const QString file = m_command.configFile.isEmpty() ? folder + QLatin1String("/config")
                                                        : m_command.configFile;
    return QtConcurrent::run(
        [file, folder] { return Result<QStringList>(configHosts(file, folder)); });
}

} // namespace Atelier::Ssh
