// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtPlugin>

#include <functional>

class QSettings;
class QString;
class QWidget;

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Notebook {

class NodeSessions;

/** What the notebook pane is given by the composition root. */
struct NotebookServices
{
    Client::ControlPlane *controlPlane = nullptr;
    NodeSessions *sessions = nullptr;
    QSettings *settings = nullptr; ///< the studio's; null: the pane keeps a file of its own
    /** Asked before the last tab of an instance closes: may it? Empty: it may. */
    std::function<void(const QString &instance, const std::function<void(bool mayClose)> &decided)>
        leaveInstance = {};
};

/** The pane: a tab widget with one tab an instance. The one in the plugin has the web engine. */
class NotebookPane;

/** Loaded with QPluginLoader when the first notebook is opened, because the web engine is large. */
class NotebookPlugin
{
public:
    virtual ~NotebookPlugin() = default;
    virtual NotebookPane *createPane(const NotebookServices &services, QWidget *parent) = 0;
};

} // namespace Atelier::Notebook

#define AtelierNotebookPlugin_iid "org.atelier.NotebookPlugin/1"
Q_DECLARE_INTERFACE(Atelier::Notebook::NotebookPlugin, AtelierNotebookPlugin_iid)
