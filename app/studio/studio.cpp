// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/studio.h"

#include "app/studio/singleinstance.h"
#include "app/studio/tourpath.h"
#include "backend/core/async.h"
#include "backend/core/paths.h"
#include "widgets/compute/computepage.h"
#include "widgets/compute/includeaction.h"
#include "widgets/compute/toolservices.h"
#include "widgets/connections/checkaction.h"
#include "widgets/forwards/offerbar.h"
#include "widgets/window/notebookhost.h"

#include <QApplication>
#include <QIcon>
#include <QLoggingCategory>

#include <utility>

namespace Atelier::Studio {

namespace {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(logStudio, "atelier.studio")

} // namespace

Studio::Studio(Options options, SingleInstance *singleInstance, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_singleInstance(singleInstance)
    , m_settings(Paths::configFolder())
    , m_keychain(u"Atelier"_s)
    , m_launcher(Paths::dataFolder())
    , m_sessions(&m_controlPlane, Paths::configFolder())
    , m_nodeClients(&m_sessions)
    , m_sshAccess({.controlPlane = &m_controlPlane,
                   .letIn = [this] { return m_sessions.registerKey(); },
                   .keyFile = m_sessions.keyFile(),
                   .folder = Paths::configFolder() + u"/ssh",
                   .userConfig = UserTools::SshUserConfig::defaultFile()})
    , m_forwards(
          {.controlPlane = &m_controlPlane,
           .connectTo = [this](const QString &instance) { return m_sessions.session(instance); },
           .store = {Paths::configFolder() + u"/forwards.json", u"local"_s}})
    , m_offers(&m_controlPlane,
               &m_forwards,
               [this](const QString &instance) { return m_nodeClients.watchPorts(instance); })
    , m_connection(&m_controlPlane,
                   {.ensure = [this] { return m_launcher.ensure(); },
                    .replace = [this] { return m_launcher.replace(); }})
    , m_window({.controlPlane = &m_controlPlane,
                .connection = &m_connection,
                .settings = &m_settings,
                .theme = &m_theme})
{
    const QString scheme = m_options.colorScheme;
    m_theme.setScheme(scheme.isEmpty() ? m_settings.colorScheme()
                                       : Window::colorSchemeFrom(scheme));
    addPages();
    connect(&m_window, &Window::MainWindow::painted, this, &Studio::afterFirstPaint);
    connect(m_singleInstance, &SingleInstance::raiseRequested, this, &Studio::raiseWindow);
}

Studio::~Studio() = default;

void Studio::start()
{
    m_window.restore();
}

Window::MainWindow *Studio::window()
{
    return &m_window;
}

Client::ControlPlane *Studio::controlPlane()
{
    return &m_controlPlane;
}

Notebook::NodeSessions *Studio::sessions()
{
    return &m_sessions;
}

void Studio::addPages()
{
    auto *compute = new Compute::ComputePage(&m_controlPlane, &m_sessions, &m_window);
    compute->setSettings(m_settings.store());
    m_window.addPage(compute);
    addTools(compute);
    m_window.setNotebooks(
        new Window::NotebookHost({.controlPlane = &m_controlPlane,
                                  .sessions = &m_sessions,
                                  .leaveInstance =
                                      [this](const QString &instance, const auto &decided) {
                                          m_window.leaveInstance(instance, decided);
                                      }},
                                 Window::NotebookHost::defaultPluginFolders(),
                                 &m_window));
    connect(compute,
            &Compute::ComputePage::openNotebookRequested,
            &m_window,
            &Window::MainWindow::openNotebook);
}

void Studio::addTools(Compute::ComputePage *page)
{
    page->setTools({.ssh = &m_sshAccess,
                    .forwards = &m_forwards,
                    .offers = &m_offers,
                    .settings = m_settings.store()});
    m_window.addSetting(new Compute::IncludeAction(page->tools(), &m_window));
    m_window.addSetting(new Connections::CheckAction(
        {.keychain = &m_keychain, .settings = m_settings.store()}, &m_window));
    m_window.addNotice(new Forwards::OfferBar(&m_offers, &m_forwards, &m_window));
    connect(
        &m_sessions, &Notebook::NodeSessions::opened, &m_offers, &Forwards::OfferedPorts::watch);
    connect(&m_sessions,
            &Notebook::NodeSessions::opened,
            &m_forwards,
            &Forwards::Forwards::connectionReturned);
    connect(&m_nodeClients, &NodeClients::returned, &m_offers, &Forwards::OfferedPorts::watch);
}

void Studio::afterFirstPaint()
{
    m_connection.begin();
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/atelier/org.atelier.Atelier.svg")));
    if (!m_options.tourFolder.isEmpty()) {
        beginTour();
    }
    if (const Result<void> listening = m_singleInstance->listen(); !listening) {
        qCWarning(logStudio).noquote() << listening.error().message << listening.error().detail;
    }
}

void Studio::beginTour()
{
    auto *tour = new Tour(m_options.tourFolder,
                          &m_window,
                          mainJob({.window = &m_window,
                                   .controlPlane = &m_controlPlane,
                                   .sessions = &m_sessions,
                                   .forwards = &m_forwards,
                                   .theme = &m_theme,
                                   .workspaceFolder = Paths::workspaceFolder()}),
                          this);
    connect(tour, &Tour::finished, this, &Studio::endTour);
    tour->begin();
}

void Studio::endTour(bool isWhole)
{
    const int exitCode = isWhole ? 0 : 1;
    if (m_controlPlane.instances().isEmpty()) {
        QCoreApplication::exit(exitCode);
        return;
    }
    // A tour that stopped half-way leaves no instance behind.
    const QString name = m_controlPlane.instances().constFirst().name;
    whenDone(m_controlPlane.remove(name), this, [exitCode](const Result<void> &) {
        QCoreApplication::exit(exitCode);
    });
}

void Studio::raiseWindow(const QByteArray &activationToken)
{
    qCInfo(logStudio) << "raised by another start";
    if (!activationToken.isEmpty()) {
        // Where Qt's Wayland platform looks for the token of the next activation.
        qputenv("XDG_ACTIVATION_TOKEN", activationToken);
    }
    m_window.raiseToFront();
}

} // namespace Atelier::Studio
