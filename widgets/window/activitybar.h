// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QToolButton;

namespace Atelier::Ui {
class ElidedLabel;
class StateDot;
} // namespace Atelier::Ui

namespace Atelier::Window {

class ActivityLog;

/** The window's foot: a place at the left, then what is being done and for how long, then what was
 * said last. */
class ActivityBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActivityBar)

public:
    /** @p place is shown at the left and becomes this object's. */
    ActivityBar(ActivityLog *log, QWidget *place, QWidget *parent = nullptr);
    ~ActivityBar() override;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void updateText();
    void showList();

    ActivityLog *m_log = nullptr;
    Ui::StateDot *m_running = nullptr;
    Ui::ElidedLabel *m_latest = nullptr;
    QToolButton *m_button = nullptr;
    QTimer m_clock; ///< runs only while something runs and the bar is seen
};

} // namespace Atelier::Window
