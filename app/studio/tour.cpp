// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/tour.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QScreen>
#include <QWidget>

#include <algorithm>
#include <cstdio>

namespace Atelier::Studio {

namespace {

using namespace std::chrono_literals;

constexpr auto step = 20ms;
constexpr qint64 quietMilliseconds = 400;
constexpr qint64 settleLimitMilliseconds = 5'000;

} // namespace

Tour::Tour(QString folder, QWidget *window, std::vector<TourStep> steps, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_window(window)
    , m_steps(std::move(steps))
{
    m_timer.setInterval(step);
    connect(&m_timer, &QTimer::timeout, this, &Tour::look);
}

Tour::~Tour() = default;

void Tour::begin()
{
    if (!QDir().mkpath(m_folder)) {
        std::fputs(qPrintable(tr("The folder %1 can't be made.").arg(m_folder) + u'\n'), stderr);
        Q_EMIT finished(false);
        return;
    }
    next();
}

void Tour::next()
{
    if (m_current == m_steps.size()) {
        writeReport(true);
        Q_EMIT finished(true);
        return;
    }
    m_milliseconds = 0;
    m_last = {};
    m_clock.start();
    m_timer.start();
    if (m_steps[m_current].act) {
        m_steps[m_current].act();
    }
}

void Tour::look()
{
    const TourStep &current = m_steps[m_current];
    if (m_milliseconds > 0) {
        settle();
    } else if (current.isDone()) {
        m_milliseconds = std::max<qint64>(1, m_clock.elapsed());
        m_quiet.start();
        if (!current.settles) {
            endStep(true);
        }
    } else if (m_clock.hasExpired(std::chrono::milliseconds(current.limit).count())) {
        endStep(false);
    }
}

void Tour::settle()
{
    const QImage now = picture();
    if (now != m_last) {
        m_last = now;
        m_quiet.start();
    }
    const bool isLate = m_clock.hasExpired(m_milliseconds + settleLimitMilliseconds);
    if (m_quiet.hasExpired(quietMilliseconds) || isLate) {
        endStep(true);
    }
}

void Tour::endStep(bool isDone)
{
    m_timer.stop();
    const TourStep &current = m_steps[m_current];
    const QString file =
        QStringLiteral("%1-%2.png").arg(m_current + 1, 2, 10, QLatin1Char('0')).arg(current.name);
    const bool isSaved = picture().save(m_folder + u'/' + file);
    m_report.append(QJsonObject{
        {QStringLiteral("number"), static_cast<int>(m_current + 1)},
        {QStringLiteral("name"), current.name},
        {QStringLiteral("title"), current.title},
        {QStringLiteral("picture"), isSaved ? file : QString()},
        {QStringLiteral("milliseconds"), isDone ? m_milliseconds : m_clock.elapsed()},
        {QStringLiteral("done"), isDone},
    });
    std::puts(qPrintable(QStringLiteral("%1  %2  %3")
                             .arg(isDone ? QStringLiteral("%1 ms").arg(m_milliseconds, 6)
                                         : QStringLiteral("not done"),
                                  file,
                                  current.title)));
    std::fflush(stdout);
    if (!isDone) {
        writeReport(false);
        Q_EMIT finished(false);
        return;
    }
    ++m_current;
    QMetaObject::invokeMethod(this, &Tour::next, Qt::QueuedConnection);
}

void Tour::writeReport(bool isWhole) const
{
    QFile file(m_folder + QStringLiteral("/tour.json"));
    const QJsonObject report{{QStringLiteral("whole"), isWhole},
                             {QStringLiteral("steps"), m_report}};
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(report).toJson()) < 0) {
        std::fputs(
            qPrintable(tr("%1 can't be written: %2.").arg(file.fileName(), file.errorString())
                       + u'\n'),
            stderr);
    }
}

QImage Tour::picture() const
{
    const QRect area = m_window->geometry();
    if (QGuiApplication::platformName() == QLatin1String("xcb")) {
        return m_window->screen()
            ->grabWindow(0, area.x(), area.y(), area.width(), area.height())
            .toImage();
    }
    QImage image = m_window->grab().toImage();
    QPainter painter(&image);
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *dialog : windows) {
        if (dialog != m_window && dialog->isVisible()) {
            painter.drawPixmap(dialog->pos() - area.topLeft(), dialog->grab());
        }
    }
    return image;
}

} // namespace Atelier::Studio
