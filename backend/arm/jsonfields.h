// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computetype.h"
#include "backend/arm/states.h"

#include <QDateTime>
#include <QJsonObject>
#include <QMap>
#include <QString>

namespace Atelier::Arm {

// One description of where a value stands serves reading and writing: a function that hands each
// path ("scaleSettings.maxNodeCount") and its member to either of these.

void readField(const QJsonValue &json, QString *value);
void readField(const QJsonValue &json, int *value);
void readField(const QJsonValue &json, bool *value);
void readField(const QJsonValue &json, QDateTime *value);
void readField(const QJsonValue &json, ProvisioningState *value);
void readField(const QJsonValue &json, ComputeType *value);
void readField(const QJsonValue &json, QMap<QString, QString> *value);

[[nodiscard]] QJsonValue fieldOf(const QString &value);
[[nodiscard]] QJsonValue fieldOf(int value);
[[nodiscard]] QJsonValue fieldOf(bool value);
[[nodiscard]] QJsonValue fieldOf(const QDateTime &value);
[[nodiscard]] QJsonValue fieldOf(ProvisioningState value);
[[nodiscard]] QJsonValue fieldOf(ComputeType value);
[[nodiscard]] QJsonValue fieldOf(const QMap<QString, QString> &value);

[[nodiscard]] QJsonValue valueAt(const QJsonObject &json, QLatin1StringView path);
void setValueAt(QJsonObject *json, QLatin1StringView path, const QJsonValue &value);

/** Fills members from JSON. */
struct FieldReader
{
    const QJsonObject &json;

    template<typename T>
    void operator()(QLatin1StringView path, T &value) const
    {
        readField(valueAt(json, path), &value);
    }
};

/** Writes what does not stand there already in one text or another. */
struct FieldWriter
{
    QJsonObject *json;

    template<typename T>
    void operator()(QLatin1StringView path, const T &value) const
    {
        T present{};
        readField(valueAt(*json, path), &present);
        if (present != value) {
            setValueAt(json, path, fieldOf(value));
        }
    }
};

} // namespace Atelier::Arm
