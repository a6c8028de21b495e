// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QVBoxLayout;

namespace Atelier::Window {

/** A small sheet above a button of the status bar; Escape or a click elsewhere closes and deletes
 * it. */
class Popover : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Popover)

public:
    explicit Popover(QWidget *anchor);
    ~Popover() override;

    /** Shows it above its anchor, inside the window. */
    void popUp();

protected:
    [[nodiscard]] QVBoxLayout *column() const;

private:
    QWidget *m_anchor = nullptr;
    QVBoxLayout *m_column = nullptr;
};

} // namespace Atelier::Window
