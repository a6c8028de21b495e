// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

namespace Atelier::Compute {

class InstanceTools;

/** The entry of the settings menu that puts the line into `~/.ssh/config`, or takes it out. */
class IncludeAction final : public QAction
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncludeAction)

public:
    IncludeAction(InstanceTools *tools, QObject *parent);
    ~IncludeAction() override;

private:
    void update();
    void act();

    InstanceTools *m_tools = nullptr;
};

} // namespace Atelier::Compute
