// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/notebook/notebookplugin.h"

#include <QObject>

namespace Atelier::Notebook {

/** What QPluginLoader finds in the module. */
class WebNotebookPlugin final
    : public QObject
    , public NotebookPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID AtelierNotebookPlugin_iid)
    Q_INTERFACES(Atelier::Notebook::NotebookPlugin)

public:
    NotebookPane *createPane(const NotebookServices &services, QWidget *parent) override;
};

} // namespace Atelier::Notebook
