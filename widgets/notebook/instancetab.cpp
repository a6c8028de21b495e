// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/instancetab.h"

#include "backend/client/controlplane.h"
#include "backend/notebook/instancegate.h"
#include "backend/notebook/nodesessions.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/remoteprocess.h"
#include "widgets/common/theme.h"
#include "widgets/notebook/downloads.h"
#include "widgets/notebook/labbridge.h"
#include "widgets/notebook/labpage.h"
#include "widgets/notebook/labpanel.h"
#include "widgets/notebook/labprofile.h"
#include "widgets/notebook/panesettings.h"
#include "widgets/notebook/startpage.h"
#include "widgets/notebook/steptext.h"

#include <QApplication>
#include <QStackedLayout>

namespace Atelier::Notebook {

namespace {

// A page without our hooks (a server that a person started differently) never says that it is
// usable.
constexpr std::chrono::seconds showPatience{8};

} // namespace

InstanceTab::InstanceTab(const QString &instance,
                         const NotebookServices &services,
                         PaneSettings *settings,
                         QWidget *parent)
    : QWidget(parent)
    , m_instance(instance)
    , m_services(services)
    , m_settings(settings)
    , m_profile(std::make_shared<LabProfile>(settings->outsideResources()))
    , m_gate(new InstanceGate(services.controlPlane, instance, this))
    , m_server(new JupyterServer(
          [sessions = services.sessions, instance] { return sessions->session(instance); }, this))
    , m_start(new StartPage(instance, this))
    , m_stack(new QStackedLayout(this))
{
    m_stack->addWidget(m_start);
    m_showPatience.setSingleShot(true);
    m_showPatience.setInterval(showPatience);
    connect(&m_showPatience, &QTimer::timeout, this, &InstanceTab::finishShowing);
    connect(settings, &PaneSettings::outsideResourcesChanged, this, [this](bool allowed) {
        m_profile->setOutsideResources(allowed);
    });
    connect(m_start, &StartPage::cancelRequested, this, &InstanceTab::cancel);
    connect(m_start, &StartPage::openRequested, this, &InstanceTab::open);
    connect(m_start, &StartPage::startRequested, this, &InstanceTab::startInstance);
    connect(m_start, &StartPage::installRequested, this, &InstanceTab::install);
    auto *downloads = new Downloads(m_profile->profile(), this);
    connect(downloads, &Downloads::message, this, &InstanceTab::message);
    connectGate();
    connectServer();
}

InstanceTab::~InstanceTab()
{
    delete m_panel;
}

QString InstanceTab::instance() const
{
    return m_instance;
}

bool InstanceTab::isBusy() const
{
    return m_panel != nullptr && m_panel->bridge()->isBusy();
}

LabPanel *InstanceTab::panel() const
{
    return m_panel;
}

const std::shared_ptr<LabProfile> &InstanceTab::profile() const
{
    return m_profile;
}

void InstanceTab::focusContent()
{
    if (m_panel != nullptr && m_stack->currentWidget() == m_panel) {
        m_panel->focusPage();
    } else {
        m_start->focusButton();
    }
}

void InstanceTab::prepareToClose(ClosingOccasion occasion)
{
    if (m_panel != nullptr) {
        m_panel->prepareToClose(occasion);
    } else {
        cancel();
        Q_EMIT closed();
    }
}

void InstanceTab::connectGate()
{
    connect(m_gate, &InstanceGate::passed, this, [this] {
        if (m_working) {
            m_start->endStep(m_stepClock.elapsed());
        }
        m_server->open(Ui::isDark(palette()));
    });
    connect(m_gate, &InstanceGate::stopped, this, [this] {
        m_working = false;
        m_start->showStopped();
        m_start->focusButton();
    });
    connect(m_gate, &InstanceGate::waiting, this, [this](const QString &state) {
        m_start->beginStep(tr("Wait for the instance (%1)").arg(state));
    });
    connect(m_gate, &InstanceGate::failed, this, [this](const Error &error) {
        takeFailure(error, {});
    });
    connect(m_services.controlPlane,
            &Client::ControlPlane::instanceRemoved,
            this,
            [this](const QString &name) {
                if (name == m_instance && m_panel != nullptr) {
                    m_lostSince = m_lostSince.isValid() ? m_lostSince
                                                        : QDateTime::currentDateTime();
                    showLost();
                }
            });
    connect(m_services.controlPlane,
            &Client::ControlPlane::instanceChanged,
            this,
            [this](const Arm::ComputeInstance &changed) {
                const bool isRunning = changed.state == Arm::InstanceState::Running;
                if (changed.name == m_instance && m_lostSince.isValid()
                    && !(m_hasEnded && isRunning)) {
                    showLost();
                    if (isRunning && !m_server->isWorking()) {
                        m_server->open(Ui::isDark(palette()));
                    }
                }
            });
}

void InstanceTab::connectServer()
{
    connect(m_server, &JupyterServer::stepStarted, this, [this](JupyterServer::Step step) {
        if (m_working) {
            m_start->beginStep(stepText(step));
        } else if (m_panel != nullptr && step == JupyterServer::Step::Start) {
            m_panel->showRepair(tr("JupyterLab is being started again."));
        }
    });
    connect(m_server,
            &JupyterServer::stepFinished,
            this,
            [this](JupyterServer::Step, qint64 milliseconds) {
                if (m_working) {
                    m_start->endStep(milliseconds);
                }
            });
    connect(m_server, &JupyterServer::ready, this, &InstanceTab::takeReady);
    connect(m_server, &JupyterServer::failed, this, &InstanceTab::takeFailure);
    connect(m_server, &JupyterServer::ended, this, &InstanceTab::takeEnd);
}

void InstanceTab::open()
{
    if (!m_working && m_panel == nullptr) {
        begin();
        m_gate->check();
    }
}

void InstanceTab::startInstance()
{
    begin();
    m_gate->start();
}

void InstanceTab::begin()
{
    m_working = true;
    m_installer.reset();
    m_start->reset();
    m_stack->setCurrentWidget(m_start);
    m_stepClock.start();
    m_start->beginStep(tr("Look whether the instance runs"));
}

void InstanceTab::cancel()
{
    const bool wasWorking = std::exchange(m_working, false);
    m_gate->cancel();
    m_server->cancel();
    m_installer.reset();
    m_showPatience.stop();
    if (m_panel != nullptr && wasWorking) {
        dropPanel();
    }
    m_start->showIdle(tr("Opening JupyterLab was cancelled."));
}

void InstanceTab::takeReady(const LabAccess &access)
{
    watchSession();
    if (m_panel == nullptr) {
        showPage(access);
        return;
    }
    const bool hasMoved = m_profile->rules().origin != access.url;
    m_profile->enter(access.url, access.cookies, this, [this, hasMoved, url = access.url] {
        m_lostSince = {};
        m_hasEnded = false;
        if (m_panel != nullptr) {
            m_panel->showLost({}, {}, {});
            if (hasMoved) {
                m_panel->moveTo(url);
                Q_EMIT moved(url);
                return;
            }
            Q_EMIT m_panel->bridge()->reconnectRequested();
            if (m_server->wasStarted()) {
                m_panel->offerReload(
                    tr("JupyterLab was started again; the kernels that ran before have ended."));
            }
        }
    });
}

void InstanceTab::showPage(const LabAccess &access)
{
    m_stepClock.start();
    m_start->beginStep(tr("Load the page"));
    m_panel = new LabPanel(m_profile, m_settings, m_instance, true, this);
    m_stack->addWidget(m_panel);
    connect(m_panel->bridge(), &LabBridge::usable, this, &InstanceTab::finishShowing);
    connect(m_panel->bridge(), &LabBridge::busyChanged, this, &InstanceTab::busyChanged);
    connect(m_panel, &LabPanel::closed, this, &InstanceTab::closed);
    connect(m_panel, &LabPanel::closeRefused, this, &InstanceTab::closeRefused);
    connect(m_panel, &LabPanel::closeWanted, this, &InstanceTab::closeWanted);
    connect(m_panel, &LabPanel::connectionActionTriggered, this, &InstanceTab::retryConnection);
    connect(m_panel, &LabPanel::browserWanted, this, &InstanceTab::openInBrowser);
    connect(m_panel, &LabPanel::shutDownWanted, this, &InstanceTab::askShutDown);
    connect(m_panel->page(), &QWebEnginePage::loadFinished, this, [this](bool good) {
        if (!good && m_working) {
            const Error error{.code = Error::Code::Unreachable,
                              .message = tr("The page of JupyterLab could not be loaded.")};
            dropPanel();
            takeFailure(error, {});
        } else if (m_working) {
            m_showPatience.start();
        }
    });
    Q_EMIT panelMade(m_panel);
    m_profile->enter(access.url, access.cookies, m_panel, [this, url = access.url] {
        m_panel->page()->load(url.resolved(QUrl(QStringLiteral("lab"))));
    });
}

void InstanceTab::finishShowing()
{
    if (!m_working || m_panel == nullptr) {
        return;
    }
    m_showPatience.stop();
    m_working = false;
    m_start->endStep(m_stepClock.elapsed());
    const QWidget *focused = QApplication::focusWidget();
    const bool isOurs = focused == nullptr || isAncestorOf(focused);
    m_stack->setCurrentWidget(m_panel);
    if (isOurs && isVisible()) {
        m_panel->focusPage();
    }
}

} // namespace Atelier::Notebook
