// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/notebook/jupyterserver.h"
#include "widgets/notebook/notebookplugin.h"
#include "widgets/notebook/pagecloser.h"

#include <QDateTime>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <memory>

class QStackedLayout;
class QWebEngineNewWindowRequest;

namespace Atelier::Ssh {
class RemoteProcess;
enum class SessionState;
} // namespace Atelier::Ssh

namespace Atelier::Notebook {

class InstanceGate;
class LabPanel;
class LabProfile;
class PaneSettings;
class StartPage;

/**
 * The tab of an instance: the start page until JupyterLab is usable, then its page. Follows the
 * connection, and brings the page back to life when it returns.
 */
class InstanceTab final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceTab)

public:
    InstanceTab(const QString &instance,
                const NotebookServices &services,
                PaneSettings *settings,
                QWidget *parent);
    ~InstanceTab() override;

    [[nodiscard]] QString instance() const;
    [[nodiscard]] bool isBusy() const;
    /** Null until the steps are done. */
    [[nodiscard]] LabPanel *panel() const;
    [[nodiscard]] const std::shared_ptr<LabProfile> &profile() const;
    /** Takes the instance to a usable JupyterLab; nothing when it is there or on its way. */
    void open();
    void focusContent();
    void prepareToClose(ClosingOccasion occasion);
    /** Ends the server, after what is open was saved. */
    void shutDown();

Q_SIGNALS:
    void busyChanged(bool busy);
    /** A panel was made: the pane connects what both kinds of panel have. */
    void panelMade(Atelier::Notebook::LabPanel *panel);
    void panelGone();
    void closed();
    /** The page closed itself by a script. */
    void closeWanted();
    /** A person wants JupyterLab to end: shutDown() when its further pages have gone. */
    void shutDownAgreed();
    /** JupyterLab is at another address now. */
    void moved(const QUrl &origin);
    void closeRefused();
    void message(const QString &text);

private:
    void connectGate();
    void connectServer();
    void begin();
    void startInstance();
    void cancel();
    void takeReady(const LabAccess &access);
    void showPage(const LabAccess &access);
    void finishShowing();
    void takeFailure(const Error &error, const QString &log);
    void takeEnd(const Error &error, const QString &log);
    void install();
    void endInstall(int exitStatus);
    void watchSession();
    void takeSessionState(Ssh::SessionState state);
    void showLost();
    void retryConnection();
    void openInBrowser();
    void askShutDown();
    void dropPanel();

    QString m_instance;
    NotebookServices m_services;
    PaneSettings *m_settings;
    std::shared_ptr<LabProfile> m_profile;
    InstanceGate *m_gate = nullptr;
    JupyterServer *m_server = nullptr;
    StartPage *m_start = nullptr;
    LabPanel *m_panel = nullptr;
    QStackedLayout *m_stack = nullptr;
    std::unique_ptr<Ssh::RemoteProcess> m_installer;
    QPointer<QObject> m_watched;
    QTimer m_showPatience;
    QElapsedTimer m_stepClock;
    QDateTime m_lostSince;
    bool m_working = false;
    bool m_hasEnded = false; ///< JupyterLab did while the connection stands
};

} // namespace Atelier::Notebook
