// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "widgets/notebook/notebookpane.h"

namespace Atelier::Notebook {

/** The pane where there can't be one: says why. */
class UnavailablePane final : public NotebookPane
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UnavailablePane)

public:
    UnavailablePane(const Error &reason, QWidget *parent);
    ~UnavailablePane() override;

    void openInstance(const QString &instance) override;
    void prepareToClose() override;
    [[nodiscard]] QStringList openInstances() const override;
};

} // namespace Atelier::Notebook
