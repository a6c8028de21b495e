// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/statedot.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QTimer;

namespace Atelier::Ui {

/**
 * "Starting JupyterLab · 3 s": what is being done and for how long, with a blue dot. Nothing turns;
 * the text changes once a second while the indicator is visible, and not at all otherwise.
 */
class BusyIndicator final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BusyIndicator)

public:
    explicit BusyIndicator(QWidget *parent = nullptr);
    ~BusyIndicator() override;

    /** Begins counting at @p elapsedMs; visible until stop(). */
    void start(const QString &text, qint64 elapsedMs = 0);
    void stop();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] QString text() const;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void updateText();

    StateDot *m_dot = nullptr;
    QTimer *m_timer = nullptr;
    QElapsedTimer m_clock;
    QString m_text;
    qint64 m_offset = 0;
    bool m_running = false;
};

} // namespace Atelier::Ui
