// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/notebook/notebookpane.h"
#include "widgets/notebook/notebookplugin.h"
#include "widgets/notebook/pagecloser.h"

#include <QList>
#include <QPointer>
#include <QSet>

class QTabWidget;
class QWebEngineNewWindowRequest;

namespace Atelier::Notebook {

class ClosingRound;
class InstanceTab;
class LabPanel;
class PaneSettings;

/** The pane: a tab an instance, and one for each further page that JupyterLab opens. */
class NotebookTabs final : public NotebookPane
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NotebookTabs)

public:
    NotebookTabs(const NotebookServices &services, QWidget *parent);
    ~NotebookTabs() override;

    void openInstance(const QString &instance) override;
    void prepareToClose() override;
    [[nodiscard]] QStringList openInstances() const override;

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void focusCurrent();
    [[nodiscard]] InstanceTab *tabOf(const QString &instance) const;
    [[nodiscard]] QList<LabPanel *> furtherPages(const QString &instance) const;
    InstanceTab *addTab(const QString &instance);
    void connectPanel(LabPanel *panel);
    void addFurtherPage(LabPanel *opener, QWebEngineNewWindowRequest &request);
    void closeTab(QWidget *page);
    /** @p page, the last of @p pages, is compared only. */
    void leaveInstance(const QWidget *page, const QList<QPointer<QWidget>> &pages);
    void closeFurtherPages(InstanceTab *tab);
    ClosingRound *ask(const QList<QWidget *> &pages, ClosingOccasion occasion);
    void removeTabs(const QList<QPointer<QWidget>> &pages);
    void dropFurtherPages(const QString &instance);
    void switchTab(int offset);
    void showBusy(InstanceTab *tab);

    NotebookServices m_services;
    PaneSettings *m_settings = nullptr;
    QTabWidget *m_tabs = nullptr;
    bool m_windowCloses = false;
    QSet<const QWidget *> m_closing; ///< asked whether they may close; compared only
};

} // namespace Atelier::Notebook
