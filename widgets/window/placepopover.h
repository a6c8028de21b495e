// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/window/popover.h"

class QLabel;
class QPushButton;

namespace Atelier::Window {

class Connection;

/** What there is to know about *This computer*: state, folders, *Copy technical details*, *Try
 * again*. */
class PlacePopover final : public Popover
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlacePopover)

public:
    PlacePopover(Connection *connection, QWidget *anchor);
    ~PlacePopover() override;

private:
    [[nodiscard]] QString sentence() const;
    void updateState();

    Connection *m_connection = nullptr;
    QLabel *m_sentence = nullptr;
    QPushButton *m_retryButton = nullptr;
};

} // namespace Atelier::Window
