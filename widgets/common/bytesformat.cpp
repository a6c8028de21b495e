// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/bytesformat.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace Atelier::Ui {

namespace {

QString withUnit(double value, const char *unit)
{
    const double rounded = std::round(value * 10) / 10;
    const bool isWhole = std::abs(rounded - std::round(rounded)) < 0.05;
    return QLocale().toString(rounded, 'f', isWhole ? 0 : 1) + QChar::Nbsp
           + QLatin1StringView(unit);
}

} // namespace

QString formatBytes(qint64 bytes)
{
    if (bytes < 1024) {
        return QCoreApplication::translate("Atelier::Ui", "%1 bytes").arg(bytes);
    }
    constexpr std::array units{"KiB", "MiB", "GiB", "TiB", "PiB"};
    auto value = static_cast<double>(bytes) / 1024;
    size_t unit = 0;
    // 1023.96 would be shown as "1024 KiB".
    while (value >= 1023.95 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    return withUnit(value, units.at(unit));
}

QString formatGiB(double gibibytes)
{
    return withUnit(gibibytes, "GiB");
}

} // namespace Atelier::Ui
