// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QImage>
#include <QTest>

using namespace Atelier::Ui;

class IconsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNameInUseHasAnIcon_data();
    void everyNameInUseHasAnIcon();
    void anUnknownNameGivesNoIcon();
    void isDrawnInThePalettesTextColor();
    void followsAPaletteThatChanges();
    void looksDisabledWhenItIs();
    void isCrispAtAnyScale();
};

namespace {

constexpr int size = 22;

QImage drawn(const QIcon &icon, QIcon::Mode mode = QIcon::Normal, qreal scale = 1)
{
    return icon.pixmap(QSize(size, size), scale, mode)
        .toImage()
        .convertToFormat(QImage::Format_ARGB32);
}

/** The colours of the fully covered pixels. */
QSet<QRgb> inkOf(const QImage &image)
{
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) == 255) {
                colors.insert(image.pixel(x, y));
            }
        }
    }
    return colors;
}

} // namespace

void IconsTest::everyNameInUseHasAnIcon_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"application-menu",
                             "dialog-error",
                             "dialog-information",
                             "dialog-ok",
                             "dialog-warning",
                             "documentation",
                             "edit-copy",
                             "edit-delete",
                             "go-down",
                             "go-next",
                             "go-up",
                             "list-add",
                             "computer",
                             "media-playback-start",
                             "media-playback-stop",
                             "system-reboot",
                             "view-refresh",
                             "window-close"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void IconsTest::everyNameInUseHasAnIcon()
{
    QFETCH(QString, name);
    QVERIFY(!icon(name).isNull());
    QImage empty(size, size, QImage::Format_ARGB32);
    empty.fill(Qt::transparent);
    QVERIFY2(drawn(icon(name)) != empty, "the icon is empty");
}

void IconsTest::anUnknownNameGivesNoIcon()
{
    QTest::ignoreMessage(QtWarningMsg, "no icon is called \"no-such-icon\"");
    QVERIFY(icon(QStringLiteral("no-such-icon")).isNull());
}

void IconsTest::isDrawnInThePalettesTextColor()
{
    QApplication::setPalette(Theme::lightPalette());
    QCOMPARE(inkOf(drawn(icon(QStringLiteral("list-add")))),
             QSet<QRgb>{Theme::lightPalette().color(QPalette::WindowText).rgb()});
}

void IconsTest::followsAPaletteThatChanges()
{
    QApplication::setPalette(Theme::lightPalette());
    const QIcon same = icon(QStringLiteral("list-add"));
    const QImage before = drawn(same);
    QApplication::setPalette(Theme::darkPalette());
    QCOMPARE(inkOf(drawn(same)),
             QSet<QRgb>{Theme::darkPalette().color(QPalette::WindowText).rgb()});
    QApplication::setPalette(Theme::lightPalette());
    QCOMPARE(drawn(same), before);
}

void IconsTest::looksDisabledWhenItIs()
{
    QApplication::setPalette(Theme::lightPalette());
    const QIcon same = icon(QStringLiteral("list-add"));
    QCOMPARE(
        inkOf(drawn(same, QIcon::Disabled)),
        QSet<QRgb>{Theme::lightPalette().color(QPalette::Disabled, QPalette::WindowText).rgb()});
}

void IconsTest::isCrispAtAnyScale()
{
    const QIcon same = icon(QStringLiteral("go-next"));
    const QImage large = drawn(same, QIcon::Normal, 3);
    QCOMPARE(large.size(), QSize(size, size) * 3);
    // Drawn anew, not blown up: blown up, each pixel would stand beside two that are alike.
    const QImage blownUp = drawn(same).scaled(QSize(size, size) * 3);
    QVERIFY(large != blownUp.convertToFormat(large.format()));
}

QTEST_MAIN(IconsTest)
#include "tst_icons.moc"
