// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"

#include <QJsonArray>

namespace Atelier::Arm {

// The parts of a compute instance that are read alone: to fill the struct, and to see before
// writing whether what is there says the same already.

inline constexpr QLatin1StringView computeInstanceType("ComputeInstance");

[[nodiscard]] QMap<QString, QString> tagsFrom(const QJsonObject &json);
[[nodiscard]] SshSettings sshFrom(const QJsonObject &json);
[[nodiscard]] QList<DataMount> mountsFrom(const QJsonArray &json);
[[nodiscard]] QList<QString> errorsFrom(const QJsonArray &json);

} // namespace Atelier::Arm
