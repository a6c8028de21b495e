// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/panesettings.h"

#include "backend/core/paths.h"

#include <QSettings>

#include <algorithm>
#include <array>

namespace Atelier::Notebook {

namespace {

const QString zoomKey = QStringLiteral("notebook/zoom");
const QString outsideKey = QStringLiteral("notebook/outsideResources");
constexpr std::array zoomSteps{0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0};

} // namespace

PaneSettings::PaneSettings(QSettings *settings, QObject *parent)
    : QObject(parent)
    , m_own(settings == nullptr
                ? std::make_unique<QSettings>(
                      Paths::configFolder() + QStringLiteral("/notebook.ini"), QSettings::IniFormat)
                : nullptr)
    , m_settings(settings == nullptr ? m_own.get() : settings)
{
}

PaneSettings::~PaneSettings() = default;

double PaneSettings::zoom() const
{
    return std::clamp(
        m_settings->value(zoomKey, 1.0).toDouble(), zoomSteps.front(), zoomSteps.back());
}

void PaneSettings::setZoom(double factor)
{
    m_settings->setValue(zoomKey, std::clamp(factor, zoomSteps.front(), zoomSteps.back()));
    Q_EMIT zoomChanged(zoom());
}

void PaneSettings::stepZoom(bool larger)
{
    constexpr double tolerance = 0.001;
    const double present = zoom();
    if (larger) {
        const auto *next = std::ranges::find_if(
            zoomSteps, [present](double step) { return step > present + tolerance; });
        setZoom(next == zoomSteps.end() ? zoomSteps.back() : *next);
        return;
    }
    double next = zoomSteps.front();
    for (const double step : zoomSteps) {
        if (step < present - tolerance) {
            next = step;
        }
    }
    setZoom(next);
}

bool PaneSettings::outsideResources() const
{
    return m_settings->value(outsideKey, true).toBool();
}

void PaneSettings::setOutsideResources(bool allowed)
{
    m_settings->setValue(outsideKey, allowed);
    Q_EMIT outsideResourcesChanged(allowed);
}

} // namespace Atelier::Notebook
