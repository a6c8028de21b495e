// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace Atelier::Ui {

/** One thing that the command palette offers. */
struct Command
{
    QString text = {};
    QString keys = {};     ///< as a person reads them: "Ctrl+N"; may be empty
    QString iconName = {}; ///< a Breeze name for Ui::icon()
    std::function<void()> run = {};
};

} // namespace Atelier::Ui
