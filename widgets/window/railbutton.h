// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QToolButton>

namespace Atelier::Window {

/** An icon over a word as wide as the rail; the current one is tinted and has a bar at its edge. */
class RailButton final : public QToolButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RailButton)

public:
    RailButton(const QString &text, const QIcon &icon, QWidget *parent);
    ~RailButton() override;

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace Atelier::Window
