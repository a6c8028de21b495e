// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "widgets/common/page.h"
#include "widgets/notebook/notebookplugin.h"

class QStackedLayout;

namespace Atelier::Ui {
class EmptyPage;
class InlineMessage;
} // namespace Atelier::Ui

namespace Atelier::Window {

/**
 * The page of notebooks. The pane with the web engine is a plugin that is loaded when the first
 * notebook is opened: it costs more than all the rest of the window, which most starts never need.
 */
class NotebookHost final : public Ui::Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NotebookHost)

public:
    /** The plugin is looked for in @p pluginFolders, in this order. */
    NotebookHost(Notebook::NotebookServices services,
                 QStringList pluginFolders,
                 QWidget *parent = nullptr);
    ~NotebookHost() override;

    /** Beside the program, else where an installation has them. */
    [[nodiscard]] static QStringList defaultPluginFolders();

    /** Loads the plugin when it was not yet. */
    void openInstance(const QString &instance);
    [[nodiscard]] bool hasPane() const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void focusContent() override;
    void prepareToClose() override;

Q_SIGNALS:
    void fullScreenToggled();
    void focusLeft();
    /** The last notebook was closed, or *Go to Compute* was pressed. */
    void leaveRequested();

private:
    [[nodiscard]] Result<Notebook::NotebookPane *> loadPane();
    void adopt(Notebook::NotebookPane *pane);

    Notebook::NotebookServices m_services;
    QStringList m_pluginFolders;
    QStackedLayout *m_stack = nullptr;
    QWidget *m_front = nullptr;
    Ui::InlineMessage *m_message = nullptr;
    Ui::EmptyPage *m_empty = nullptr;
    Notebook::NotebookPane *m_pane = nullptr;
    QString m_wanted; ///< what *Try again* opens
};

} // namespace Atelier::Window
