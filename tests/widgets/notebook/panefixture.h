// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/notebook/nodesessions.h"
#include "tests/support/temporaryhost.h"
#include "widgets/common/theme.h"
#include "widgets/notebook/instancetab.h"
#include "widgets/notebook/labbridge.h"
#include "widgets/notebook/labpage.h"
#include "widgets/notebook/labpanel.h"
#include "widgets/notebook/notebooktabs.h"

#include <QSettings>
#include <QTabWidget>

#include <chrono>
#include <memory>

namespace Atelier::Test {

/** How often a widget was shown: what is there for a moment only is not missed. */
class ShowCount final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShowCount)

public:
    explicit ShowCount(QWidget *widget);
    ~ShowCount() override;

    [[nodiscard]] int count() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int m_count = 0;
};

/** The notebook pane with everything real behind it, and a hand and an eye for its page. */
class PaneFixture final
{
    Q_DISABLE_COPY_MOVE(PaneFixture)

public:
    PaneFixture();
    ~PaneFixture();

    /** Creates the instance "ada-box" and shows the empty pane. @p leaveInstance: see
     * NotebookServices. */
    [[nodiscard]] bool begin(
        const decltype(Notebook::NotebookServices::leaveInstance) &leaveInstance = {});
    /** Takes the instance to a usable JupyterLab. */
    [[nodiscard]] bool openLab();
    /** A new notebook whose kernel is connected and idle. */
    [[nodiscard]] bool newNotebook();
    /** Runs @p code in the notebook's active cell, when its kernel can take it. */
    [[nodiscard]] bool runCell(const QString &code);
    /** Whether an output of the notebook contains @p text in time. */
    [[nodiscard]] bool shows(const QString &text);
    /** Whether @p expression, or what it promises, gets true in time. */
    [[nodiscard]] bool becomes(const QString &expression,
                               std::chrono::seconds limit = std::chrono::seconds(30));
    /** Runs @p command in the instance; its output, or nothing after 20 s. */
    [[nodiscard]] QByteArray inInstance(const QString &command);
    /** Takes a picture of the screen where somebody wants to look at it. */
    void picture(const QString &name);

    [[nodiscard]] Notebook::InstanceTab *tab() const;
    /** Null until JupyterLab's page is there. */
    [[nodiscard]] Notebook::LabPanel *panel() const;
    [[nodiscard]] QTabWidget *tabWidget() const;

    // Destroyed from the last one: the tabs before what they use.
    TemporaryHost host;
    std::unique_ptr<Notebook::NodeSessions> sessions;
    std::unique_ptr<QSettings> settings;
    std::unique_ptr<Ui::Theme> theme;
    std::unique_ptr<Notebook::NotebookTabs> tabs;
};

} // namespace Atelier::Test
