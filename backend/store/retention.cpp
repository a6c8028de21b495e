// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/retention.h"

#include "backend/store/statements.h"

#include <array>

namespace Atelier::Store {

using namespace Qt::StringLiterals;

Result<void> prune(QSqlDatabase *database, const QDateTime &now)
{
    const QString oldest =
        now.toUTC().addDuration(-retainedOperationAge).toString(Qt::ISODateWithMs);
    const std::array<std::pair<QString, QVariantList>, 4> statements{{
        {u"DELETE FROM changes WHERE sequence <= (SELECT max(sequence) FROM changes) - ?"_s,
         {retainedChanges}},
        {u"DELETE FROM changes WHERE sequence <= (SELECT max(sequence) FROM (SELECT sequence, "
         "sum(length(resource)) OVER (ORDER BY sequence DESC) AS bytes FROM changes) "
         "WHERE bytes > ?)"_s,
         {retainedChangeBytes}},
        {u"DELETE FROM operations WHERE json ->> '$.status' <> 'InProgress' "
         "AND json ->> '$.startTime' < ?"_s,
         {oldest}},
        {u"DELETE FROM operations WHERE json ->> '$.status' <> 'InProgress' AND number IN "
         "(SELECT number FROM (SELECT number, "
         "row_number() OVER (PARTITION BY compute_id ORDER BY number DESC) AS place, "
         "row_number() OVER (ORDER BY number DESC) AS total FROM operations) "
         "WHERE place > ? OR total > ?)"_s,
         {retainedOperationsOfOne, retainedOperations}},
    }};
    if (auto begun = execute(database, u"BEGIN IMMEDIATE"_s); !begun) {
        return begun;
    }
    Result<void> done;
    for (const auto &[statement, values] : statements) {
        if (done) {
            done = execute(database, statement, values);
        }
    }
    if (done) {
        done = execute(database, u"COMMIT"_s);
    }
    if (!done) {
        endTransaction(database);
    }
    return done;
}

} // namespace Atelier::Store
