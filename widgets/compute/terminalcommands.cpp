// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/terminalcommands.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancetext.h"
#include "backend/client/sshcommands.h"
#include "backend/core/async.h"
#include "backend/notebook/nodesessions.h"
#include "widgets/common/copyablefield.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/theme.h"
#include "widgets/compute/captions.h"
#include "widgets/compute/detailstext.h"

#include <QFileInfo>
#include <QVBoxLayout>

namespace Atelier::Compute {

using namespace Qt::StringLiterals;

TerminalCommands::TerminalCommands(Client::ControlPlane *controlPlane,
                                   Notebook::NodeSessions *sessions,
                                   QWidget *parent)
    : QWidget(parent)
    , m_controlPlane(controlPlane)
    , m_sessions(sessions)
    , m_lines(new QWidget(this))
    , m_ssh(new Ui::CopyableField(m_lines))
    , m_scp(new Ui::CopyableField(m_lines))
    , m_message(new Ui::InlineMessage(this))
{
    m_ssh->setObjectName(u"sshCommand"_s);
    m_ssh->setLabel(tr("SSH command"));
    m_scp->setObjectName(u"scpCommand"_s);
    m_scp->setLabel(tr("Copy command"));
    auto *lines = new QVBoxLayout(m_lines);
    lines->setContentsMargins({});
    lines->setSpacing(Ui::Metrics::grid / 2);
    lines->addWidget(heading(tr("From a terminal"), m_lines));
    lines->addWidget(caption(tr("Log in"), m_lines));
    lines->addWidget(m_ssh);
    lines->addWidget(caption(tr("Copy the files of the current folder"), m_lines));
    lines->addWidget(m_scp);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_message);
    layout->addWidget(m_lines);
    hide();
}

TerminalCommands::~TerminalCommands() = default;

void TerminalCommands::showInstance(const Arm::ComputeInstance &instance)
{
    const bool reachable = m_sessions != nullptr && instance.ssh.port != 0
                           && Arm::allows(instance.state, Arm::InstanceAction::OpenNotebook);
    if (!reachable) {
        hide();
        m_wanted.clear();
        return;
    }
    const QString wanted = instance.name + u' ' + Client::sshAddress(instance) + u' '
                           + instance.local.stateSince.toString(Qt::ISODateWithMs) + u' '
                           + instance.ssh.adminPublicKey;
    if (m_wanted != wanted) {
        m_wanted = wanted;
        hide();
        prepare(instance.name, ownKeyFile(instance));
    }
}

void TerminalCommands::prepare(const QString &name, const QString &ownKey)
{
    if (!ownKey.isEmpty()) {
        fetchAccess(name, ownKey);
        return;
    }
    // The studio's key is made and let in with its first session: only then do the lines work.
    whenDone(m_sessions->session(name),
             this,
             [this, name, wanted = m_wanted](const Result<Ssh::Connection *> &session) {
                 if (m_wanted != wanted) {
                     return;
                 }
                 if (session) {
                     fetchAccess(name, m_sessions->keyFile());
                 } else {
                     fail(session.error());
                 }
             });
}

void TerminalCommands::fetchAccess(const QString &name, const QString &keyFile)
{
    whenDone(m_controlPlane->access(name),
             this,
             [this, keyFile, wanted = m_wanted](const Result<Arm::NodeAccess> &access) {
                 if (m_wanted != wanted) {
                     return;
                 }
                 if (access) {
                     showAccess(*access, keyFile);
                 } else {
                     fail(access.error());
                 }
             });
}

void TerminalCommands::showAccess(const Arm::NodeAccess &access, const QString &keyFile)
{
    const QString hosts = QFileInfo(m_sessions->keyFile()).path() + u"/known_hosts"_s;
    if (const auto written = Client::rememberHostKeys(hosts, access); !written) {
        fail(written.error());
        return;
    }
    const auto commands = Client::sshCommands(access, keyFile, hosts);
    m_ssh->setText(commands.ssh);
    m_scp->setText(commands.scp);
    m_message->hide();
    m_lines->show();
    show();
}

void TerminalCommands::fail(const Error &error)
{
    m_lines->hide();
    m_message->showError(error);
    show();
}

} // namespace Atelier::Compute
