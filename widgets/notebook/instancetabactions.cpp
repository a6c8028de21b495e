// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a tab does after its page was opened, and instead of opening it: see instancetab.cpp for the
// way there.
#include "backend/client/controlplane.h"
#include "backend/core/async.h"
#include "backend/notebook/kernels.h"
#include "backend/notebook/onetimelogin.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/remoteprocess.h"
#include "widgets/common/messagebox.h"
#include "widgets/common/theme.h"
#include "widgets/notebook/externalopener.h"
#include "widgets/notebook/instancetab.h"
#include "widgets/notebook/labbridge.h"
#include "widgets/notebook/labpanel.h"
#include "widgets/notebook/startpage.h"

#include <QStackedLayout>

namespace Atelier::Notebook {

namespace {

QString detailsOf(const Error &error, const QString &log)
{
    return QStringList{error.detail, log}.join(u'\n').trimmed();
}

} // namespace

void InstanceTab::takeFailure(const Error &error, const QString &log)
{
    if (m_panel != nullptr) {
        // The page stays: what it shows is the person's work. The bar goes on saying what is
        // missing.
        if (error.code != Error::Code::Cancelled) {
            m_lostSince = m_lostSince.isValid() ? m_lostSince : QDateTime::currentDateTime();
            m_panel->showLost(m_lostSince, error.message, tr("Try again"), detailsOf(error, log));
        }
        return;
    }
    const bool wasWorking = std::exchange(m_working, false);
    if (wasWorking) {
        m_start->showFailure(error, log, error.target == QLatin1StringView("jupyterlab"));
        m_start->focusButton();
    }
}

void InstanceTab::takeEnd(const Error &error, const QString &log)
{
    if (m_panel == nullptr) {
        return;
    }
    if (m_working) {
        dropPanel();
        takeFailure(error, log);
        return;
    }
    m_hasEnded = true;
    m_lostSince = QDateTime::currentDateTime();
    m_panel->showLost(
        m_lostSince,
        tr("JupyterLab ended in the instance at %1, and its kernels with it. The page "
           "stays as it is."),
        tr("Start again"),
        log);
}

void InstanceTab::install()
{
    Ssh::Connection *session = m_server->session();
    if (session == nullptr) {
        open();
        return;
    }
    m_working = true;
    m_start->reset();
    m_stepClock.start();
    m_start->beginStep(tr("Install JupyterLab"));
    m_installer = session->start(ServerScripts::installCommand());
    const auto append = [this](const QByteArray &output) {
        m_start->appendOutput(QString::fromUtf8(output));
    };
    connect(m_installer.get(), &Ssh::RemoteProcess::readyOutput, this, append);
    connect(m_installer.get(), &Ssh::RemoteProcess::readyError, this, append);
    connect(m_installer.get(), &Ssh::RemoteProcess::finished, this, [this](int status) {
        endInstall(status);
    });
    connect(m_installer.get(), &Ssh::RemoteProcess::failed, this, [this](const Error &error) {
        m_installer.release()->deleteLater();
        takeFailure(error, {});
    });
}

void InstanceTab::endInstall(int exitStatus)
{
    m_installer.release()->deleteLater();
    m_working = false;
    if (exitStatus == 0) {
        open();
        return;
    }
    m_start->showFailure(
        {.code = Error::Code::CommandFailed,
         .message = tr("JupyterLab could not be installed. The output below says why."),
         .detail = QStringLiteral("pip: exit status %1").arg(exitStatus)},
        {},
        true);
}

void InstanceTab::watchSession()
{
    Ssh::Connection *session = m_server->session();
    if (m_watched == session) {
        return;
    }
    if (m_watched) {
        m_watched->disconnect(this);
    }
    m_watched = session;
    connect(session, &Ssh::Connection::stateChanged, this, &InstanceTab::takeSessionState);
}

void InstanceTab::takeSessionState(Ssh::SessionState state)
{
    if (m_panel == nullptr) {
        return;
    }
    if (state == Ssh::SessionState::Ready) {
        if (m_lostSince.isValid() && !m_server->isWorking()) {
            m_server->open(Ui::isDark(palette()));
        }
    } else if (!m_lostSince.isValid() || m_hasEnded) {
        m_hasEnded = false;
        m_lostSince = QDateTime::currentDateTime();
        m_server->cancel();
        showLost();
    }
}

void InstanceTab::showLost()
{
    if (m_panel == nullptr) {
        return;
    }
    const Arm::ComputeInstance *instance = m_services.controlPlane->instance(m_instance);
    if (instance == nullptr && m_services.controlPlane->isLoaded()) {
        m_panel->showLost(
            m_lostSince,
            tr("The instance was deleted at %1. The page stays as it is until you close it."),
            {});
        return;
    }
    if (instance != nullptr && Arm::allows(instance->state, Arm::InstanceAction::Start)) {
        m_panel->showLost(
            m_lostSince,
            tr("The instance is stopped; the connection ended at %1. The page stays as it is."),
            tr("Start instance"));
        return;
    }
    m_panel->showLost(m_lostSince,
                      tr("No connection to the instance since %1. The page stays, kernels go on, "
                         "and it comes back by itself."),
                      tr("Try now"));
}

void InstanceTab::retryConnection()
{
    const Arm::ComputeInstance *instance = m_services.controlPlane->instance(m_instance);
    if (instance != nullptr && Arm::allows(instance->state, Arm::InstanceAction::Start)) {
        whenDone(
            m_services.controlPlane->start(m_instance), this, [this](const Result<void> &result) {
                if (!result) {
                    takeFailure(result.error(), {});
                }
            });
        return;
    }
    m_server->cancel();
    m_server->open(Ui::isDark(palette()));
}

void InstanceTab::openInBrowser()
{
    whenDone(m_server->signIn(), this, [this](const Result<LabAccess> &access) {
        if (!access) {
            Q_EMIT message(access.error().message);
            return;
        }
        auto *login = new OneTimeLogin(*access, this);
        const Result<QUrl> address = login->listen();
        if (!address) {
            login->deleteLater();
            Q_EMIT message(address.error().message);
            return;
        }
        openExternally(*address);
        Q_EMIT message(
            tr("JupyterLab opens in the browser. It works there as long as this tab is open."));
    });
}

void InstanceTab::askShutDown()
{
    Ssh::Connection *session = m_server->session();
    if (session == nullptr) {
        return;
    }
    whenDone(listKernels(session), this, [this](const Result<QList<Kernel>> &kernels) {
        QStringList names;
        for (const Kernel &kernel : kernels.value_or(QList<Kernel>())) {
            names.append(kernel.state == QLatin1StringView("busy")
                             ? tr("%1 (running)").arg(kernel.name)
                             : kernel.name);
        }
        const QString informative = names.isEmpty()
                                        ? tr("No kernel runs. The instance keeps running.")
                                        : tr("These kernels end, with what they hold in memory: "
                                             "%1. The instance keeps running.")
                                              .arg(names.join(QStringLiteral(", ")));
        const Ui::Question question{.title = tr("Shut Down JupyterLab"),
                                    .text = tr("Shut down JupyterLab on %1?").arg(m_instance),
                                    .informative = informative,
                                    .buttons = {tr("Shut Down"), tr("Cancel")},
                                    .defaultButton = 1,
                                    .destructive = !names.isEmpty()};
        Ui::ask(this, question, this, [this](const Ui::Answer &answer) {
            if (answer.button == 0) {
                Q_EMIT shutDownAgreed();
            }
        });
    });
}

void InstanceTab::shutDown()
{
    if (m_panel == nullptr) {
        return;
    }
    // What is open is saved first, at most 3 s.
    auto *once = new QObject(this);
    const auto goOn = [this, once] {
        once->deleteLater();
        whenDone(m_server->shutDown(), this, [this](const Result<void> &result) {
            if (!result) {
                Q_EMIT message(result.error().message);
                return;
            }
            dropPanel();
            m_start->showIdle(tr("JupyterLab was shut down. The instance keeps running."));
            m_start->focusButton();
        });
    };
    connect(m_panel->bridge(), &LabBridge::saved, once, goOn, Qt::SingleShotConnection);
    QTimer::singleShot(m_panel->bridge()->isUsable() ? std::chrono::seconds(3)
                                                     : std::chrono::seconds(0),
                       once,
                       goOn);
    Q_EMIT m_panel->bridge()->saveRequested();
}

void InstanceTab::dropPanel()
{
    m_lostSince = {};
    m_hasEnded = false;
    m_showPatience.stop();
    m_stack->setCurrentWidget(m_start);
    if (LabPanel *panel = std::exchange(m_panel, nullptr)) {
        m_stack->removeWidget(panel);
        panel->hide();
        panel->deleteLater();
    }
    Q_EMIT busyChanged(false);
    Q_EMIT panelGone();
}

} // namespace Atelier::Notebook
