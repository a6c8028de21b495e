// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/notebook/pagecloser.h"

#include <QDateTime>
#include <QTimer>
#include <QWebEnginePage>
#include <QWidget>

#include <memory>

class QWebEngineNewWindowRequest;

namespace Atelier::Ui {
class InlineMessage;
}

namespace Atelier::Notebook {

class FindBar;
class LabBridge;
class LabPage;
class LabProfile;
class LabToolBar;
class LabView;
class PageNotices;
class PaneSettings;

/** A page with its toolbar and the bars that say what is wrong. */
class LabPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabPanel)

public:
    /** @p isMain: the instance's own page, with the server's actions. */
    LabPanel(std::shared_ptr<LabProfile> profile,
             PaneSettings *settings,
             const QString &instance,
             bool isMain,
             QWidget *parent = nullptr);
    ~LabPanel() override;

    [[nodiscard]] LabPage *page() const;
    [[nodiscard]] LabBridge *bridge() const;
    [[nodiscard]] QString instance() const;
    void focusPage();

    /** The connection is gone; @p action goes on trying. An invalid time takes the bar away. */
    void showLost(const QDateTime &since,
                  const QString &sentence,
                  const QString &action,
                  const QString &details = {});
    /** The bar says what is being done about it. */
    void showRepair(const QString &sentence);
    /** A sentence with *Reload*, e.g. after the server was started again. */
    void offerReload(const QString &sentence);
    /** Loads the same page at another address, and says so; what isn't saved is asked about. */
    void moveTo(const QUrl &origin);
    /** Saves, asks, then closed() or closeRefused(). */
    void prepareToClose(ClosingOccasion occasion = ClosingOccasion::Page);

Q_SIGNALS:
    void closed();
    void closeRefused();
    /** The page closed itself by a script. */
    void closeWanted();
    void windowWanted(QWebEngineNewWindowRequest &request);
    void connectionActionTriggered();
    void browserWanted();
    void shutDownWanted();
    void leaveWanted();
    void fullScreenWanted();
    void tabWanted(int offset);
    void message(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void connectPage();
    void connectToolBar();
    void reload();
    void askReload();
    void showCrash(QWebEnginePage::RenderProcessTerminationStatus status);

    QString m_instance;
    PaneSettings *m_settings;
    // The view goes before the page, the page before its profile. The share that the page holds
    // itself is given back too early for that, before its base class ends.
    std::shared_ptr<LabProfile> m_profile;
    std::unique_ptr<LabPage> m_page;
    LabBridge *m_bridge = nullptr;
    LabView *m_view = nullptr;
    LabToolBar *m_toolBar = nullptr;
    FindBar *m_find = nullptr;
    Ui::InlineMessage *m_connection = nullptr;
    PageNotices *m_notices = nullptr;
    PageCloser *m_closer = nullptr;
    QTimer m_reloadPatience; ///< active while a reload waits for the save
};

} // namespace Atelier::Notebook
