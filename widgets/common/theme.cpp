// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/theme.h"

#include "widgets/common/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QStyleHints>

#include <algorithm>
#include <cmath>

namespace Atelier::Ui {

namespace {

struct Colors
{
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb button;
    QRgb text;
    QRgb quietText;
    QRgb disabledText;
    QRgb highlight;
    QRgb inactiveHighlight;
    QRgb accent;
    QRgb
        lines; ///< Fusion derives its outlines from Window and Button; Mid and Dark are for our own
};

constexpr Colors light{.window = 0xfff3f4f6,
                       .base = 0xffffffff,
                       .alternate = 0xfff7f8fa,
                       .button = 0xfffbfbfc,
                       .text = 0xff1b1f24,
                       .quietText = 0xff5c646d,
                       .disabledText = 0xff8a929b,
                       .highlight = 0xffd3e3fa,
                       .inactiveHighlight = 0xffe2e6eb,
                       .accent = 0xff0a55ad,
                       .lines = 0xffc9ced5};

constexpr Colors dark{.window = 0xff1e2125,
                      .base = 0xff17191c,
                      .alternate = 0xff1b1e21,
                      .button = 0xff2a2e33,
                      .text = 0xffe8eaed,
                      .quietText = 0xffa3abb4,
                      .disabledText = 0xff737b84,
                      .highlight = 0xff25405f,
                      .inactiveHighlight = 0xff33383f,
                      .accent = 0xff8cc0ff,
                      .lines = 0xff3d434a};

QPalette paletteOf(const Colors &colors)
{
    QPalette palette{QColor(colors.button), QColor(colors.window)};
    const auto set = [&palette](QPalette::ColorRole role, QRgb color) {
        palette.setColor(role, QColor(color));
    };
    set(QPalette::Window, colors.window);
    set(QPalette::Base, colors.base);
    set(QPalette::AlternateBase, colors.alternate);
    set(QPalette::Button, colors.button);
    set(QPalette::ToolTipBase, colors.button);
    for (const auto role : {QPalette::WindowText,
                            QPalette::Text,
                            QPalette::ButtonText,
                            QPalette::ToolTipText,
                            QPalette::HighlightedText,
                            QPalette::BrightText}) {
        set(role, colors.text);
        palette.setColor(QPalette::Disabled, role, QColor(colors.disabledText));
    }
    // A field that takes nothing does not look like one that does.
    palette.setColor(QPalette::Disabled, QPalette::Base, QColor(colors.window));
    set(QPalette::PlaceholderText, colors.quietText);
    set(QPalette::Highlight, colors.highlight);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, QColor(colors.inactiveHighlight));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(colors.inactiveHighlight));
    set(QPalette::Accent, colors.accent);
    set(QPalette::Link, colors.accent);
    set(QPalette::LinkVisited, colors.accent);
    set(QPalette::Mid, colors.lines);
    set(QPalette::Dark, colors.lines);
    return palette;
}

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

/** Relative luminance after WCAG 2.1. */
double luminance(const QColor &color)
{
    return (0.2126 * linear(color.redF())) + (0.7152 * linear(color.greenF()))
           + (0.0722 * linear(color.blueF()));
}

QColor mixed(const QColor &first, const QColor &second, float share)
{
    const auto mix = [share](float from, float to) { return from + ((to - from) * share); };
    return QColor::fromRgbF(mix(first.redF(), second.redF()),
                            mix(first.greenF(), second.greenF()),
                            mix(first.blueF(), second.blueF()));
}

} // namespace

QColor toneColor(Tone tone, const QPalette &palette)
{
    const bool onDark = isDark(palette);
    switch (tone) {
    case Tone::Running:
        return onDark ? QColor(0x6f, 0xd9, 0x8d) : QColor(0x14, 0x6b, 0x2e);
    case Tone::Failed:
        return onDark ? QColor(0xff, 0x9d, 0x97) : QColor(0xb3, 0x16, 0x1f);
    case Tone::Stopped:
        return onDark ? QColor(0xb2, 0xba, 0xc3) : QColor(0x54, 0x5b, 0x64);
    case Tone::Changing:
        return onDark ? QColor(0x8c, 0xc0, 0xff) : QColor(0x0a, 0x55, 0xad);
    case Tone::Warning:
        return onDark ? QColor(0xec, 0xb9, 0x5a) : QColor(0x7a, 0x4a, 0x00);
    }
    Q_UNREACHABLE_RETURN(palette.color(QPalette::WindowText));
}

QColor toneBackground(Tone tone, const QPalette &palette)
{
    return mixed(
        palette.color(QPalette::Window), toneColor(tone, palette), isDark(palette) ? 0.14F : 0.08F);
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness()
           < palette.color(QPalette::WindowText).lightness();
}

double contrast(const QColor &first, const QColor &second)
{
    const auto [low, high] = std::minmax({luminance(first), luminance(second)});
    return (high + 0.05) / (low + 0.05);
}

QFont tabularDigits(QFont font)
{
    font.setFeature(QFont::Tag("tnum"), 1);
    return font;
}

QFont monospace(const QFont &font)
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (font.pointSizeF() > 0) {
        fixed.setPointSizeF(font.pointSizeF());
    } else {
        fixed.setPixelSize(font.pixelSize());
    }
    return fixed;
}

Theme::Theme(QObject *parent)
    : QObject(parent)
{
    QApplication::setStyle(new Style);
    apply();
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::apply);
}

Theme::~Theme() = default;

void Theme::setScheme(ColorScheme scheme)
{
    if (m_scheme == scheme) {
        return;
    }
    m_scheme = scheme;
    // Told to the platform too: window frames and native pickers follow, and so does the web
    // engine.
    auto *hints = QGuiApplication::styleHints();
    switch (scheme) {
    case ColorScheme::System:
        hints->unsetColorScheme();
        break;
    case ColorScheme::Light:
        hints->setColorScheme(Qt::ColorScheme::Light);
        break;
    case ColorScheme::Dark:
        hints->setColorScheme(Qt::ColorScheme::Dark);
        break;
    }
    apply();
}

ColorScheme Theme::scheme() const
{
    return m_scheme;
}

QPalette Theme::lightPalette()
{
    return paletteOf(light);
}

QPalette Theme::darkPalette()
{
    return paletteOf(dark);
}

void Theme::apply()
{
    const bool onDark = m_scheme == ColorScheme::Dark
                        || (m_scheme == ColorScheme::System
                            && QGuiApplication::styleHints()->colorScheme()
                                   == Qt::ColorScheme::Dark);
    const QPalette palette = onDark ? darkPalette() : lightPalette();
    if (palette != QApplication::palette()) {
        QApplication::setPalette(palette);
        Q_EMIT changed();
    }
}

} // namespace Atelier::Ui
