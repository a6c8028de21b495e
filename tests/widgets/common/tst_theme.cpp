// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyle>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <array>

using namespace Atelier::Ui;

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastFollowsTheStandard();
    void everyToneIsReadableOnEveryBackground_data();
    void everyToneIsReadableOnEveryBackground();
    void textIsReadableOnEveryBackground_data();
    void textIsReadableOnEveryBackground();
    void messagesAreReadable_data();
    void messagesAreReadable();
    void tonesAreToldApart_data();
    void tonesAreToldApart();
    void aChosenSchemeIsShownAtOnce();
    void rowsAreThirtyTwoPixelsHigh();
    void nothingIsAnimated();
    void figuresHaveDigitsOfOneWidth();
    void theClearButtonIsSeen_data();
    void theClearButtonIsSeen();

private:
    static void schemes();
};

namespace {

constexpr double readable = 4.5;
constexpr std::array tones{
    Tone::Running, Tone::Failed, Tone::Stopped, Tone::Changing, Tone::Warning};

QPalette paletteOf(bool dark)
{
    return dark ? Theme::darkPalette() : Theme::lightPalette();
}

QList<QColor> backgroundsOf(const QPalette &palette)
{
    return {palette.color(QPalette::Window),
            palette.color(QPalette::Base),
            palette.color(QPalette::AlternateBase),
            palette.color(QPalette::Button),
            palette.color(QPalette::Active, QPalette::Highlight),
            palette.color(QPalette::Inactive, QPalette::Highlight)};
}

} // namespace

void ThemeTest::schemes()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void ThemeTest::contrastFollowsTheStandard()
{
    QCOMPARE(qRound(contrast(Qt::black, Qt::white) * 100), 2100);
    QCOMPARE(qRound(contrast(Qt::white, Qt::white) * 100), 100);
    // The grey that WCAG's own examples give as just readable on white.
    QCOMPARE(qRound(contrast(QColor(0x76, 0x76, 0x76), Qt::white) * 100), 454);
}

void ThemeTest::everyToneIsReadableOnEveryBackground_data()
{
    schemes();
}

void ThemeTest::everyToneIsReadableOnEveryBackground()
{
    QFETCH(bool, dark);
    const QPalette palette = paletteOf(dark);
    for (const Tone tone : tones) {
        for (const QColor &background : backgroundsOf(palette)) {
            const double ratio = contrast(toneColor(tone, palette), background);
            QVERIFY2(ratio >= readable,
                     qPrintable(QStringLiteral("tone %1 on %2: %3")
                                    .arg(static_cast<int>(tone))
                                    .arg(background.name())
                                    .arg(ratio)));
        }
    }
}

void ThemeTest::textIsReadableOnEveryBackground_data()
{
    schemes();
}

void ThemeTest::textIsReadableOnEveryBackground()
{
    QFETCH(bool, dark);
    const QPalette palette = paletteOf(dark);
    for (const auto role : {QPalette::WindowText,
                            QPalette::Text,
                            QPalette::ButtonText,
                            QPalette::HighlightedText,
                            QPalette::PlaceholderText,
                            QPalette::Link}) {
        for (const QColor &background : backgroundsOf(palette)) {
            const double ratio = contrast(palette.color(role), background);
            QVERIFY2(ratio >= readable,
                     qPrintable(QStringLiteral("role %1 on %2: %3")
                                    .arg(role)
                                    .arg(background.name())
                                    .arg(ratio)));
        }
    }
}

void ThemeTest::messagesAreReadable_data()
{
    schemes();
}

void ThemeTest::messagesAreReadable()
{
    QFETCH(bool, dark);
    const QPalette palette = paletteOf(dark);
    for (const Tone tone : tones) {
        const QColor background = toneBackground(tone, palette);
        QVERIFY(contrast(palette.color(QPalette::WindowText), background) >= readable);
        QVERIFY(contrast(toneColor(tone, palette), background) >= readable);
        QVERIFY(background != palette.color(QPalette::Window));
    }
}

void ThemeTest::tonesAreToldApart_data()
{
    schemes();
}

void ThemeTest::tonesAreToldApart()
{
    QFETCH(bool, dark);
    const QPalette palette = paletteOf(dark);
    QSet<QRgb> colors;
    for (const Tone tone : tones) {
        colors.insert(toneColor(tone, palette).rgb());
    }
    QCOMPARE(colors.size(), qsizetype(tones.size()));
    QCOMPARE(isDark(palette), dark);
}

void ThemeTest::aChosenSchemeIsShownAtOnce()
{
    Theme theme;
    theme.setScheme(ColorScheme::Light);
    QVERIFY(!isDark(QPushButton().palette()));
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setScheme(ColorScheme::Dark);
    QCOMPARE(changed.count(), 1);
    QVERIFY(isDark(QApplication::palette()));
    QVERIFY(isDark(QPushButton().palette()));
    theme.setScheme(ColorScheme::Dark);
    QCOMPARE(changed.count(), 1);
    theme.setScheme(ColorScheme::Light);
    QCOMPARE(changed.count(), 2);
    QVERIFY(!isDark(QApplication::palette()));
}

void ThemeTest::rowsAreThirtyTwoPixelsHigh()
{
    const Theme theme;
    const QTableView table;
    QCOMPARE(table.verticalHeader()->defaultSectionSize(), Metrics::rowHeight);
    const QPushButton button(QStringLiteral("Start"));
    QVERIFY(button.sizeHint().height() >= Metrics::rowHeight);
}

void ThemeTest::nothingIsAnimated()
{
    const Theme theme;
    QCOMPARE(QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration), 0);
    QCOMPARE(QApplication::style()->styleHint(QStyle::SH_Widget_Animate), 0);
}

void ThemeTest::figuresHaveDigitsOfOneWidth()
{
    const QFontMetricsF metrics(tabularDigits(QApplication::font()));
    const QString digits = QStringLiteral("023456789");
    for (const QChar digit : digits) {
        QCOMPARE(metrics.horizontalAdvance(digit), metrics.horizontalAdvance(u'1'));
    }
}

void ThemeTest::theClearButtonIsSeen_data()
{
    schemes();
}

void ThemeTest::theClearButtonIsSeen()
{
    QFETCH(bool, dark);
    Theme theme;
    theme.setScheme(dark ? ColorScheme::Dark : ColorScheme::Light);
    QLineEdit edit;
    edit.setClearButtonEnabled(true);
    const auto *button = edit.findChild<QToolButton *>();
    QVERIFY(button != nullptr);
    const QImage image = button->icon().pixmap(QSize(32, 32)).toImage();
    double strongest = 1;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor color = image.pixelColor(x, y);
            if (color.alpha() == 255) {
                strongest = std::max(strongest,
                                     contrast(color, edit.palette().color(QPalette::Base)));
            }
        }
    }
    QVERIFY2(strongest >= readable, qPrintable(QString::number(strongest)));
}

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
