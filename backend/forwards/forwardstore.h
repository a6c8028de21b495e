// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/forwards/forward.h"

#include <QList>
#include <QMap>
#include <QSet>
#include <QString>

namespace Atelier::Forwards {

/** What is remembered for one control plane. */
struct ForwardRecords
{
    QList<Forward> forwards = {};
    QMap<QString, QSet<quint16>> declined = {}; ///< ports by instance that are not to be offered
};

/** forwards.json in the config folder: the forwards of each control plane, by its id. */
class ForwardStore final
{
public:
    /** @p controlPlane: "local", or what else tells one from another. */
    ForwardStore(QString file, QString controlPlane);

    [[nodiscard]] ForwardRecords load() const;
    /** What other control planes have stays; the file is replaced as a whole, with mode 0600. */
    [[nodiscard]] Result<void> save(const ForwardRecords &records) const;

private:
    [[nodiscard]] QJsonObject readAll() const;

    QString m_file;
    QString m_controlPlane;
};

} // namespace Atelier::Forwards
