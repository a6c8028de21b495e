// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/mergepatch.h"

namespace Atelier::Arm {

QJsonObject mergePatch(QJsonObject target, const QJsonObject &patch)
{
    for (auto field = patch.begin(); field != patch.end(); ++field) {
        if (field.value().isNull()) {
            target.remove(field.key());
        } else if (field.value().isObject()) {
            target.insert(
                field.key(),
                mergePatch(target.value(field.key()).toObject(), field.value().toObject()));
        } else {
            target.insert(field.key(), field.value());
        }
    }
    return target;
}

} // namespace Atelier::Arm
