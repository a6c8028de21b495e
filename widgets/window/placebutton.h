// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QPushButton>
#include <QTimer>

namespace Atelier::Window {

class Connection;

/** The place that the window works with, always in sight: "● This computer · Online". A click tells
 * more. */
class PlaceButton final : public QPushButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlaceButton)

public:
    explicit PlaceButton(Connection *connection, QWidget *parent = nullptr);
    ~PlaceButton() override;

    [[nodiscard]] QString stateText() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void updateState();
    void showDetails();

    Connection *m_connection = nullptr;
    Ui::Tone m_tone = Ui::Tone::Changing;
    QString m_text;
    QTimer m_age;
};

} // namespace Atelier::Window
