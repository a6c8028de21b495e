// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/ageformat.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace Atelier::Ui {

namespace {

using namespace std::chrono_literals;

constexpr auto day = 24h;
constexpr auto week = 7 * day;

QString translated(const char *text)
{
    return QCoreApplication::translate("Atelier::Ui", text);
}

struct Step
{
    std::chrono::milliseconds unit;
    std::chrono::milliseconds until;
    const char *text;
};

/** The first whose end is not reached gives the unit. */
constexpr std::array steps{
    Step{.unit = 1min, .until = 1h, .text = QT_TRANSLATE_NOOP("Atelier::Ui", "%1 min")},
    Step{.unit = 1h, .until = 2 * day, .text = QT_TRANSLATE_NOOP("Atelier::Ui", "%1 h")},
    Step{.unit = day, .until = 3 * week, .text = QT_TRANSLATE_NOOP("Atelier::Ui", "%1 d")},
    Step{.unit = week,
         .until = std::chrono::milliseconds::max(),
         .text = QT_TRANSLATE_NOOP("Atelier::Ui", "%1 weeks")},
};

std::chrono::milliseconds ageOf(const QDateTime &since, const QDateTime &now)
{
    // A clock that was set back must not show a negative age.
    return std::chrono::milliseconds(std::max<qint64>(0, since.msecsTo(now)));
}

const Step &stepOf(std::chrono::milliseconds age)
{
    return *std::ranges::find_if(steps, [age](const Step &step) { return age < step.until; });
}

} // namespace

QString formatAge(const QDateTime &since, const QDateTime &now)
{
    if (!since.isValid()) {
        return {};
    }
    const auto age = ageOf(since, now);
    if (age < 1min) {
        return translated(QT_TRANSLATE_NOOP("Atelier::Ui", "just now"));
    }
    const Step &step = stepOf(age);
    return translated(step.text).arg(age / step.unit);
}

std::chrono::milliseconds nextAgeChange(const QDateTime &since, const QDateTime &now)
{
    const auto age = ageOf(since, now);
    const Step &step = stepOf(age);
    return step.unit - (age % step.unit);
}

QString formatDuration(std::chrono::milliseconds duration)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration);
    if (duration < 1s) {
        return translated(QT_TRANSLATE_NOOP("Atelier::Ui", "%1 s"))
            .arg(QLocale().toString(static_cast<double>(duration.count()) / 1000, 'f', 1));
    }
    if (duration < 1min) {
        return translated(QT_TRANSLATE_NOOP("Atelier::Ui", "%1 s")).arg(seconds.count());
    }
    if (duration < 1h) {
        return translated(QT_TRANSLATE_NOOP("Atelier::Ui", "%1 min %2 s"))
            .arg(seconds / 1min)
            .arg((seconds % 1min).count());
    }
    return translated(QT_TRANSLATE_NOOP("Atelier::Ui", "%1 h %2 min"))
        .arg(seconds / 1h)
        .arg((seconds % 1h) / 1min);
}

QString formatTime(const QDateTime &time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat)
                          : QString();
}

} // namespace Atelier::Ui
