// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

namespace Atelier::Ui {

/** Sizes of the 8-pixel grid, in device-independent pixels. */
namespace Metrics {
inline constexpr int grid = 8;
inline constexpr int rowHeight = 4 * grid;
inline constexpr int pageMargin = 2 * grid;
inline constexpr int spacing = grid;
inline constexpr int railWidth = 9 * grid;
inline constexpr int radius = 4;
inline constexpr int smallIcon = 16;
inline constexpr int pageIcon = 22;
} // namespace Metrics

/** What a colour says; always beside a word that says it too. */
enum class Tone {
    Running,  ///< green
    Failed,   ///< red
    Stopped,  ///< grey
    Changing, ///< blue
    Warning,  ///< amber
};

enum class ColorScheme { System, Light, Dark };

/** Readable (4.5 : 1 or more) on Window, Base, AlternateBase and Highlight of the studio's
 * palettes. */
[[nodiscard]] QColor toneColor(Tone tone, const QPalette &palette);
/** A quiet background for a message of this tone; WindowText and toneColor() are readable on it. */
[[nodiscard]] QColor toneBackground(Tone tone, const QPalette &palette);
[[nodiscard]] bool isDark(const QPalette &palette);
/** Contrast of two opaque colours after WCAG 2.1, 1 to 21. */
[[nodiscard]] double contrast(const QColor &first, const QColor &second);
/** @p font with digits of equal width, for figures that change or stand in columns. */
[[nodiscard]] QFont tabularDigits(QFont font);
/** The desktop's fixed-width font in the size of @p font. */
[[nodiscard]] QFont monospace(const QFont &font);

/**
 * Style and palette of the application, light or dark after the desktop or a setting, followed
 * live. The studio animates nothing, so there is nothing to switch off where less motion is asked
 * for. Made once by the composition root, after QApplication and before the first widget.
 */
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    void setScheme(ColorScheme scheme);
    [[nodiscard]] ColorScheme scheme() const;
    [[nodiscard]] static QPalette lightPalette();
    [[nodiscard]] static QPalette darkPalette();

Q_SIGNALS:
    void changed();

private:
    void apply();

    ColorScheme m_scheme = ColorScheme::System;
};

} // namespace Atelier::Ui
