// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIconEngine>

namespace Atelier::Ui {

/**
 * Draws a Breeze file in the colours of the application's palette at the moment of painting, so
 * that an icon follows light and dark without being made again. Breeze draws each icon twice: for
 * 16 and for 22 pixels.
 */
class PaletteIconEngine final : public QIconEngine
{
public:
    PaletteIconEngine(QString smallFile, QString largeFile);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QPixmap scaledPixmap(const QSize &size,
                                       QIcon::Mode mode,
                                       QIcon::State state,
                                       qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override;
    [[nodiscard]] QString key() const override;

private:
    QString m_smallFile;
    QString m_largeFile;
};

} // namespace Atelier::Ui
