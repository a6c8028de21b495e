// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/labsettings.h"

#include <QJsonDocument>

namespace Atelier::Notebook {

namespace {

/** The user's own settings, or nothing when they hold comments, which writing them back would lose.
 */
std::optional<QJsonObject> ownSettings(const QByteArray &answer)
{
    const QJsonObject object = QJsonDocument::fromJson(answer).object();
    const QByteArray raw = object.value(QLatin1StringView("raw")).toString().toUtf8().trimmed();
    if (raw.isEmpty()) {
        return QJsonObject();
    }
    const QJsonDocument own = QJsonDocument::fromJson(raw);
    return own.isObject() ? std::optional(own.object()) : std::nullopt;
}

QByteArray bodyOf(const QJsonObject &settings)
{
    const QString raw = QString::fromUtf8(QJsonDocument(settings).toJson());
    return QJsonDocument(QJsonObject{{QStringLiteral("raw"), raw}}).toJson(QJsonDocument::Compact);
}

} // namespace

QString LabSettings::themeName(bool dark)
{
    return dark ? QStringLiteral("JupyterLab Dark") : QStringLiteral("JupyterLab Light");
}

std::optional<QByteArray> LabSettings::themeChange(const QByteArray &answer, bool dark)
{
    std::optional<QJsonObject> settings = ownSettings(answer);
    if (!settings) {
        return std::nullopt;
    }
    const QString present = settings->value(QLatin1StringView("theme")).toString(themeName(false));
    if (present == themeName(dark) || present != themeName(!dark)) {
        return std::nullopt;
    }
    settings->insert(QLatin1StringView("theme"), themeName(dark));
    return bodyOf(*settings);
}

std::optional<QByteArray> LabSettings::newsChange(const QByteArray &answer)
{
    std::optional<QJsonObject> settings = ownSettings(answer);
    if (!settings || settings->contains(QLatin1StringView("fetchNews"))) {
        return std::nullopt;
    }
    settings->insert(QLatin1StringView("fetchNews"), QStringLiteral("false"));
    return bodyOf(*settings);
}

} // namespace Atelier::Notebook
