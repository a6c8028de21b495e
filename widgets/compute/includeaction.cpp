// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/includeaction.h"

#include "backend/usertools/sshaccess.h"
#include "widgets/compute/instancetools.h"

namespace Atelier::Compute {

using namespace Qt::StringLiterals;

IncludeAction::IncludeAction(InstanceTools *tools, QObject *parent)
    : QAction(parent)
    , m_tools(tools)
{
    setObjectName(u"includeAction"_s);
    connect(this, &QAction::triggered, this, &IncludeAction::act);
    connect(tools, &InstanceTools::askingChanged, this, &IncludeAction::update);
    update();
}

IncludeAction::~IncludeAction() = default;

void IncludeAction::update()
{
    setText(m_tools->services().ssh->isIncluded() ? tr("Remove the names for SSH")
                                                  : tr("Names for SSH…"));
}

void IncludeAction::act()
{
    if (m_tools->services().ssh->isIncluded()) {
        m_tools->include(false);
    } else {
        m_tools->askToInclude(tr("NAME", "stands for an instance's name"));
    }
}

} // namespace Atelier::Compute
