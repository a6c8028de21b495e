// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Prints, as one JSON object, what the programs of this build were compiled with: the names of the
// crash points, and every change of state that there is. Tests in other languages read it.
#include "backend/core/crashpoint.h"
#include "backend/server/statetable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Atelier;

int main()
{
    QJsonArray points;
    for (const std::string_view name : crashPointNames) {
        points.append(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    }
    QJsonArray transitions;
    for (const Server::Transition &row : Server::transitions()) {
        transitions.append(QJsonArray{Arm::toString(row.from), Arm::toString(row.to)});
    }
    const QJsonObject facts{{QStringLiteral("crashPoints"), points},
                            {QStringLiteral("transitions"), transitions}};
    std::puts(QJsonDocument(facts).toJson(QJsonDocument::Compact).constData());
    return 0;
}
