// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"

#include <QWidget>

namespace Atelier::Compute {

/** A part of the details pane that something else than the pane itself fills in. */
class DetailsSection : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /** Called for the instance that is looked at, and again whenever that changes. */
    virtual void showInstance(const Arm::ComputeInstance &instance) = 0;
};

} // namespace Atelier::Compute
