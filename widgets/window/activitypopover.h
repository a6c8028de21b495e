// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/window/popover.h"

namespace Atelier::Window {

class ActivityLog;

/** The list behind the activity bar: what runs, and the last messages with their time. */
class ActivityPopover final : public Popover
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActivityPopover)

public:
    ActivityPopover(ActivityLog *log, QWidget *anchor);
    ~ActivityPopover() override;
};

} // namespace Atelier::Window
