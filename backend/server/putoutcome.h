// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace Atelier::Server {

/** What a PUT came to. */
struct PutOutcome
{
    QJsonObject resource = {};
    QString operation = {}; ///< id; empty when nothing has to be done
    bool created = false;
};

} // namespace Atelier::Server
