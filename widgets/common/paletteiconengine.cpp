// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/paletteiconengine.h"

#include "widgets/common/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmapCache>
#include <QRegularExpression>
#include <QSvgRenderer>

namespace Atelier::Ui {

namespace {

/** What stands in the files' own style sheets and, in a few, directly. */
constexpr auto breezeText = "#232629";

QColor textColor(QIcon::Mode mode)
{
    const QPalette palette = QGuiApplication::palette();
    return mode == QIcon::Disabled ? palette.color(QPalette::Disabled, QPalette::WindowText)
                                   : palette.color(QPalette::Active, QPalette::WindowText);
}

QString styleSheet(QIcon::Mode mode)
{
    const QPalette palette = QGuiApplication::palette();
    const QString text = textColor(mode).name();
    const auto tone = [&](Tone value) {
        return mode == QIcon::Disabled ? text : toneColor(value, palette).name();
    };
    const QString rule = QStringLiteral(".ColorScheme-%1{color:%2;}");
    return rule.arg(QLatin1StringView("Text"), text) + rule.arg(QLatin1StringView("ViewText"), text)
           + rule.arg(QLatin1StringView("Background"), palette.color(QPalette::Window).name())
           + rule.arg(QLatin1StringView("Highlight"), tone(Tone::Changing))
           + rule.arg(QLatin1StringView("Accent"), tone(Tone::Changing))
           + rule.arg(QLatin1StringView("PositiveText"), tone(Tone::Running))
           + rule.arg(QLatin1StringView("NeutralText"), tone(Tone::Warning))
           + rule.arg(QLatin1StringView("NegativeText"), tone(Tone::Failed));
}

QByteArray recolored(const QString &fileName, QIcon::Mode mode)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    static const QRegularExpression sheet(
        QStringLiteral("(<style[^>]*current-color-scheme[^>]*>).*?(</style>)"),
        QRegularExpression::DotMatchesEverythingOption);
    QString text = QString::fromUtf8(file.readAll());
    text.replace(sheet, QString(QStringLiteral("\\1") + styleSheet(mode) + QStringLiteral("\\2")));
    text.replace(QLatin1StringView(breezeText), textColor(mode).name());
    return text.toUtf8();
}

} // namespace

PaletteIconEngine::PaletteIconEngine(QString smallFile, QString largeFile)
    : m_smallFile(std::move(smallFile))
    , m_largeFile(std::move(largeFile))
{
}

void PaletteIconEngine::paint(QPainter *painter,
                              const QRect &rect,
                              QIcon::Mode mode,
                              QIcon::State state)
{
    const qreal scale = painter->device()->devicePixelRatio();
    painter->drawPixmap(rect, scaledPixmap(rect.size(), mode, state, scale));
}

QPixmap PaletteIconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1.0);
}

QPixmap PaletteIconEngine::scaledPixmap(const QSize &size,
                                        QIcon::Mode mode,
                                        QIcon::State /*state*/,
                                        qreal scale)
{
    const bool isSmall = size.height() < Metrics::pageIcon;
    const QSize pixels = size * scale;
    const QString &file = isSmall ? m_smallFile : m_largeFile;
    const QString cacheKey = QStringLiteral("atelier-icon/%1/%2x%3@%4/%5/%6")
                                 .arg(file)
                                 .arg(pixels.width())
                                 .arg(pixels.height())
                                 .arg(scale)
                                 .arg(mode == QIcon::Disabled ? 1 : 0)
                                 .arg(textColor(mode).rgb(), 0, 16);
    QPixmap pixmap;
    if (!QPixmapCache::find(cacheKey, &pixmap)) {
        pixmap = QPixmap(pixels);
        pixmap.fill(Qt::transparent);
        QSvgRenderer renderer(recolored(file, mode));
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(pixels)));
        painter.end();
        pixmap.setDevicePixelRatio(scale);
        QPixmapCache::insert(cacheKey, pixmap);
    }
    return pixmap;
}

QIconEngine *PaletteIconEngine::clone() const
{
    return new PaletteIconEngine(*this);
}

QString PaletteIconEngine::key() const
{
    return QStringLiteral("AtelierPaletteIconEngine");
}

} // namespace Atelier::Ui
