// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instancetools.h"

#include "backend/client/controlplane.h"
#include "backend/client/sshcommands.h"
#include "backend/core/async.h"
#include "backend/forwards/forwards.h"
#include "backend/usertools/sshaccess.h"
#include "backend/usertools/terminals.h"
#include "widgets/common/messagebox.h"
#include "widgets/compute/toolactions.h"
#include "widgets/forwards/forwarddialog.h"

#include <QSettings>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;

const QString neverAsk = u"ssh/neverAskToInclude"_s;

} // namespace

InstanceTools::InstanceTools(Client::ControlPlane *controlPlane,
                             ToolServices services,
                             QWidget *parent)
    : QObject(parent)
    , m_controlPlane(controlPlane)
    , m_services(services)
    , m_widget(parent)
    , m_actions(new ToolActions(parent))
{
    connect(m_actions, &ToolActions::terminalWanted, this, [this](const QStringList &instances) {
        for (const QString &instance : instances) {
            openTerminal(instance);
        }
    });
    connect(m_actions,
            &ToolActions::editorWanted,
            this,
            [this](const UserTools::Editor &editor, const QStringList &instances) {
                for (const QString &instance : instances) {
                    openEditor(editor, instance);
                }
            });
    connect(m_actions, &ToolActions::forwardWanted, this, &InstanceTools::forwardPort);
    connect(&m_starter, &UserTools::ProgramStarter::failed, this, &InstanceTools::failed);
    connect(m_services.ssh, &UserTools::SshAccess::failed, this, &InstanceTools::failed);
    connect(m_services.forwards, &Forwards::Forwards::failed, this, &InstanceTools::failed);
    connect(m_services.ssh, &UserTools::SshAccess::changed, this, &InstanceTools::askingChanged);
}

InstanceTools::~InstanceTools() = default;

void InstanceTools::openTerminal(const QString &instance)
{
    // It takes a while until its window is there.
    Q_EMIT message(tr("A terminal for %1 is being opened.").arg(instance));
    whenDone(
        m_services.ssh->prepare(instance), this, [this, instance](const Result<QString> &alias) {
            if (alias) {
                startTerminal(instance, *alias);
            } else {
                Q_EMIT failed(alias.error());
            }
        });
}

void InstanceTools::startTerminal(const QString &instance, const QString &alias)
{
    UserTools::CommandLine ssh{u"ssh"_s};
    if (!m_services.ssh->isIncluded()) {
        ssh << u"-F"_s << m_services.ssh->configFile();
    }
    ssh << alias;
    UserTools::TerminalSearch search;
    search.desktopChoice = UserTools::terminalOfTheDesktop();
    const UserTools::CommandLine command = UserTools::terminalCommand(
        instance,
        UserTools::inWindow(
            instance, ssh, tr("The connection ended. Press Return to close this window.")),
        search);
    if (!command.isEmpty()) {
        if (const auto started = m_starter.start(command); !started) {
            Q_EMIT failed(started.error());
        }
        return;
    }
    QStringList words;
    for (const QString &word : std::as_const(ssh)) {
        words << Client::shellWord(word);
    }
    Q_EMIT failed({.code = Error::Code::NotFound,
                   .message = tr("No terminal program was found. Install one or name it in "
                                 "$TERMINAL; in any terminal this logs in: %1")
                                  .arg(words.join(u' ')),
                   .detail = words.join(u' ')});
}

void InstanceTools::openEditor(const UserTools::Editor &editor, const QString &instance)
{
    whenDone(m_services.ssh->prepare(instance),
             this,
             [this, editor, instance](const Result<QString> &alias) {
                 if (!alias) {
                     Q_EMIT failed(alias.error());
                     return;
                 }
                 if (m_services.ssh->isIncluded()) {
                     startEditor(editor, instance, *alias);
                     return;
                 }
                 // It starts the ssh of the computer, which has to find the name by itself.
                 askToInclude(instance, [this, editor, instance, alias = *alias](bool isIncluded) {
                     if (isIncluded) {
                         startEditor(editor, instance, alias);
                     }
                 });
             });
}

void InstanceTools::startEditor(const UserTools::Editor &editor,
                                const QString &instance,
                                const QString &alias)
{
    const Arm::ComputeInstance *known = m_controlPlane->instance(instance);
    const QString home = known != nullptr ? known->local.userHome : QString();
    const auto started = m_starter.start(
        editor.opening(alias, home.startsWith(u'/') ? home : u"/home"_s));
    if (!started) {
        Q_EMIT failed(started.error());
        return;
    }
    Q_EMIT message(tr("%1 opens %2.").arg(editor.name, instance));
}

void InstanceTools::forwardPort(const QString &instance)
{
    auto *dialog = new Forwards::ForwardDialog(
        m_services.forwards, {.instance = instance}, m_widget->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

bool InstanceTools::mayAskToInclude() const
{
    return !m_isPutOff
           && (m_services.settings == nullptr || !m_services.settings->value(neverAsk).toBool())
           && !m_services.ssh->isIncluded();
}

void InstanceTools::askToInclude(const QString &instance, const std::function<void(bool)> &then)
{
    enum Answer { Add, NotNow, Never };
    const UserTools::SshUserConfig config = m_services.ssh->userConfig();
    const QString alias = m_services.ssh->alias(instance);
    Ui::ask(
        m_widget->window(),
        {.title = tr("Names for SSH"),
         .text = tr("Let SSH know your instances by their names?"),
         .informative = tr("“ssh %1”, scp, rsync, Git and VS Code reach every instance then. "
                           "Atelier puts one line at the top of %2 and changes nothing else "
                           "in it:\n\n%3\n\nThe menu at the bottom left takes it out again.")
                            .arg(alias.isEmpty() ? instance : alias, config.file(), config.line()),
         .buttons = {tr("Add the line"), tr("Not now"), tr("Never ask again")},
         .defaultButton = Add,
         .escapeButton = NotNow},
        this,
        [this, then](const Ui::Answer &answer) {
            if (answer.button == Add) {
                include(true);
            } else {
                m_isPutOff = true;
            }
            if (answer.button == Never && m_services.settings != nullptr) {
                m_services.settings->setValue(neverAsk, true);
            }
            Q_EMIT askingChanged();
            if (then) {
                then(m_services.ssh->isIncluded());
            }
        });
}

void InstanceTools::include(bool isWanted)
{
    const QString file = m_services.ssh->userConfig().file();
    if (const auto done = m_services.ssh->include(isWanted); !done) {
        Q_EMIT failed(done.error());
        return;
    }
    if (m_services.settings != nullptr) {
        // Who took the line out does not want to be asked for it.
        m_services.settings->setValue(neverAsk, !isWanted);
    }
    Q_EMIT message(isWanted ? tr("The line was added to %1.").arg(file)
                            : tr("The line was taken out of %1.").arg(file));
}

} // namespace Atelier::Compute
