// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

namespace Atelier::Ui {
class ElidedLabel;
}

namespace Atelier::Notebook {

class PaneSettings;

/** The actions on a page; all else is its signals. */
class LabToolBar final : public QToolBar
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabToolBar)

public:
    /** @p full: with what concerns the server; a page that JupyterLab opened has only the rest. */
    LabToolBar(PaneSettings *settings, bool full, QWidget *parent);
    ~LabToolBar() override;

    void setTitle(const QString &title);

Q_SIGNALS:
    void reloadWanted();
    void findWanted();
    void pdfWanted();
    void printWanted();
    void browserWanted();
    void shutDownWanted();

private:
    QAction *add(const QString &iconName, const QString &text, const QString &name);
    void addZoom();
    void addPrint();

    PaneSettings *m_settings;
    Ui::ElidedLabel *m_title = nullptr;
};

} // namespace Atelier::Notebook
