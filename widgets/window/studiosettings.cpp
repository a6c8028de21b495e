// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/studiosettings.h"

#include <QVariant>

namespace Atelier::Window {

namespace {

constexpr QLatin1StringView light("light");
constexpr QLatin1StringView dark("dark");
constexpr QLatin1StringView leave("leave");
constexpr QLatin1StringView stop("stop");

} // namespace

Ui::ColorScheme colorSchemeFrom(const QString &name)
{
    if (name == light) {
        return Ui::ColorScheme::Light;
    }
    return name == dark ? Ui::ColorScheme::Dark : Ui::ColorScheme::System;
}

StudioSettings::StudioSettings(const QString &configFolder)
    : m_store(configFolder + QStringLiteral("/studio.ini"), QSettings::IniFormat)
{
}

StudioSettings::~StudioSettings() = default;

Ui::ColorScheme StudioSettings::colorScheme() const
{
    return colorSchemeFrom(m_store.value(QStringLiteral("appearance/colorScheme")).toString());
}

void StudioSettings::setColorScheme(Ui::ColorScheme scheme)
{
    const QString key = QStringLiteral("appearance/colorScheme");
    switch (scheme) {
    case Ui::ColorScheme::System:
        m_store.remove(key);
        break;
    case Ui::ColorScheme::Light:
        m_store.setValue(key, QString(light));
        break;
    case Ui::ColorScheme::Dark:
        m_store.setValue(key, QString(dark));
        break;
    }
}

QString StudioSettings::language() const
{
    return m_store.value(QStringLiteral("appearance/language")).toString();
}

void StudioSettings::setLanguage(const QString &language)
{
    m_store.setValue(QStringLiteral("appearance/language"), language);
}

AtClosing StudioSettings::atClosing() const
{
    const QString choice = m_store.value(QStringLiteral("closing/runningInstances")).toString();
    if (choice == leave) {
        return AtClosing::LeaveRunning;
    }
    return choice == stop ? AtClosing::Stop : AtClosing::Ask;
}

void StudioSettings::setAtClosing(AtClosing choice)
{
    const QString key = QStringLiteral("closing/runningInstances");
    switch (choice) {
    case AtClosing::Ask:
        m_store.remove(key);
        break;
    case AtClosing::LeaveRunning:
        m_store.setValue(key, QString(leave));
        break;
    case AtClosing::Stop:
        m_store.setValue(key, QString(stop));
        break;
    }
}

QByteArray StudioSettings::geometry() const
{
    return m_store.value(QStringLiteral("window/geometry")).toByteArray();
}

void StudioSettings::setGeometry(const QByteArray &geometry)
{
    m_store.setValue(QStringLiteral("window/geometry"), geometry);
}

QString StudioSettings::page() const
{
    return m_store.value(QStringLiteral("window/page")).toString();
}

void StudioSettings::setPage(const QString &page)
{
    m_store.setValue(QStringLiteral("window/page"), page);
}

QSettings *StudioSettings::store()
{
    return &m_store;
}

} // namespace Atelier::Window
