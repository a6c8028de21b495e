// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QWidget>

class QPainter;

namespace Atelier::Ui {

/** Paints a dot and @p text in @p rect, elided at the right; what StateDot and StateDelegate share.
 */
void paintState(
    QPainter *painter, const QRect &rect, Tone tone, const QString &text, const QPalette &palette);
/** The width that paintState() needs to show all of @p text. */
[[nodiscard]] int stateWidth(const QFontMetrics &metrics, const QString &text);

/** A state as a dot and a word, e.g. green "Running · 2 h". */
class StateDot final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateDot)

public:
    explicit StateDot(QWidget *parent = nullptr);
    ~StateDot() override;

    void setState(Tone tone, const QString &text);
    [[nodiscard]] Tone tone() const;
    [[nodiscard]] QString text() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Stopped;
    QString m_text;
};

} // namespace Atelier::Ui
