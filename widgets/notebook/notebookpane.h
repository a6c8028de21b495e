// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace Atelier::Notebook {

/** What the window knows of the notebook pane without linking the web engine. */
class NotebookPane : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /** Brings up JupyterLab of @p instance: a tab of its own, or the one it has. */
    virtual void openInstance(const QString &instance) = 0;
    /** Lets every page save, then emits readyToClose; a page that asks to stay emits closeRefused.
     */
    virtual void prepareToClose() = 0;
    /** Names of the instances that have a tab. */
    [[nodiscard]] virtual QStringList openInstances() const = 0;

Q_SIGNALS:
    void readyToClose();
    void closeRefused();
    /** Every tab is gone: the window goes back to the page before. */
    void becameEmpty();
    /** F11 in the page. */
    void fullScreenToggled();
    /** F6 in the page: the focus goes to the rail. */
    void focusLeft();
    /** A sentence for the window's activity area. */
    void message(const QString &text);
};

} // namespace Atelier::Notebook
