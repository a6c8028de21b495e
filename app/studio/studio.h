// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/commandline.h"
#include "app/studio/nodeclients.h"
#include "backend/client/controlplane.h"
#include "backend/client/launcher.h"
#include "backend/forwards/forwards.h"
#include "backend/forwards/offeredports.h"
#include "backend/keychain/keychain.h"
#include "backend/notebook/nodesessions.h"
#include "backend/usertools/sshaccess.h"
#include "widgets/common/theme.h"
#include "widgets/window/connection.h"
#include "widgets/window/mainwindow.h"
#include "widgets/window/studiosettings.h"

#include <QObject>

namespace Atelier::Compute {
class ComputePage;
}

namespace Atelier::Studio {

class SingleInstance;

/**
 * The composition root: builds and owns every service and the window, and hands them down by
 * constructor. Made after QApplication. What the first paint does not need begins after it.
 */
class Studio final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Studio)

public:
    Studio(Options options, SingleInstance *singleInstance, QObject *parent = nullptr);
    ~Studio() override;

    void start();
    [[nodiscard]] Window::MainWindow *window();
    [[nodiscard]] Client::ControlPlane *controlPlane();
    [[nodiscard]] Notebook::NodeSessions *sessions();

private:
    void addPages();
    void addTools(Compute::ComputePage *page);
    void afterFirstPaint();
    void beginTour();
    void endTour(bool isWhole);
    void raiseWindow(const QByteArray &activationToken);

    Options m_options;
    SingleInstance *m_singleInstance = nullptr;
    // Each uses those above it, so they are destroyed from below: the window first.
    Window::StudioSettings m_settings;
    Ui::Theme m_theme;
    Keychain m_keychain;
    Client::Launcher m_launcher;
    Client::ControlPlane m_controlPlane;
    Notebook::NodeSessions m_sessions;
    NodeClients m_nodeClients;
    UserTools::SshAccess m_sshAccess;
    Forwards::Forwards m_forwards;
    Forwards::OfferedPorts m_offers;
    Window::Connection m_connection;
    Window::MainWindow m_window;
};

} // namespace Atelier::Studio
