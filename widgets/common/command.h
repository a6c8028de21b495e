// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

#include <functional>

namespace Atelier::Ui {

/** One thing that the command palette offers. */
struct Command
{
    QString text = {};
    QString keys = {}; ///< as a person reads them: "Ctrl+N"; may be empty
    QIcon icon = {};   ///< that of the action which it stands for
    std::function<void()> run = {};
};

} // namespace Atelier::Ui
