// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/webnotebookplugin.h"

#include "widgets/notebook/notebooktabs.h"
#include "widgets/notebook/sandboxcheck.h"
#include "widgets/notebook/sharedcontext.h"
#include "widgets/notebook/unavailablepane.h"

namespace Atelier::Notebook {

NotebookPane *WebNotebookPlugin::createPane(const NotebookServices &services, QWidget *parent)
{
    if (const std::optional<Error> problem = sandboxProblem()) {
        return new UnavailablePane(*problem, parent);
    }
    makeSharedContext();
    return new NotebookTabs(services, parent);
}

} // namespace Atelier::Notebook
