// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/jsonfields.h"

#include "backend/arm/computefields.h"
#include "backend/arm/dates.h"

namespace Atelier::Arm {

void readField(const QJsonValue &json, QString *value)
{
    *value = json.toString();
}

void readField(const QJsonValue &json, int *value)
{
    *value = json.toInt();
}

void readField(const QJsonValue &json, bool *value)
{
    *value = json.toBool();
}

void readField(const QJsonValue &json, QDateTime *value)
{
    *value = dateFrom(json.toString());
}

void readField(const QJsonValue &json, ProvisioningState *value)
{
    *value = provisioningStateFrom(json.toString());
}

void readField(const QJsonValue &json, ComputeType *value)
{
    *value = computeTypeFrom(json.toString());
}

void readField(const QJsonValue &json, QMap<QString, QString> *value)
{
    *value = tagsFrom(json.toObject());
}

QJsonValue fieldOf(const QString &value)
{
    return value;
}

QJsonValue fieldOf(int value)
{
    return value;
}

QJsonValue fieldOf(bool value)
{
    return value;
}

QJsonValue fieldOf(const QDateTime &value)
{
    return toString(value);
}

QJsonValue fieldOf(ProvisioningState value)
{
    return toString(value);
}

QJsonValue fieldOf(ComputeType value)
{
    return toString(value);
}

QJsonValue fieldOf(const QMap<QString, QString> &value)
{
    QJsonObject json;
    for (auto entry = value.begin(); entry != value.end(); ++entry) {
        json.insert(entry.key(), entry.value());
    }
    return json;
}

QJsonValue valueAt(const QJsonObject &json, QLatin1StringView path)
{
    const qsizetype dot = path.indexOf(QLatin1Char('.'));
    return dot < 0 ? json.value(path)
                   : valueAt(json.value(path.first(dot)).toObject(), path.sliced(dot + 1));
}

void setValueAt(QJsonObject *json, QLatin1StringView path, const QJsonValue &value)
{
    const qsizetype dot = path.indexOf(QLatin1Char('.'));
    if (dot < 0) {
        json->insert(path, value);
        return;
    }
    QJsonObject inner = json->value(path.first(dot)).toObject();
    setValueAt(&inner, path.sliced(dot + 1), value);
    json->insert(path.first(dot), inner);
}

} // namespace Atelier::Arm
