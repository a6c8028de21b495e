// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/expectedstates.h"

namespace Atelier::Client {

void ExpectedStates::expect(const InstanceRow &row, Arm::InstanceState state)
{
    m_expected.insert(row.name,
                      {.state = state,
                       .since = QDateTime::currentDateTimeUtc(),
                       .replacedState = row.state,
                       .replacedSince = row.since});
}

bool ExpectedStates::forget(const QString &name)
{
    return m_expected.remove(name);
}

void ExpectedStates::take(const InstanceRow &row)
{
    const auto found = m_expected.constFind(row.name);
    if (found != m_expected.cend()
        && (found->replacedState != row.state || found->replacedSince != row.since)) {
        m_expected.erase(found);
    }
}

Arm::InstanceState ExpectedStates::stateOf(const InstanceRow &row) const
{
    const auto found = m_expected.constFind(row.name);
    return found == m_expected.cend() ? row.state : found->state;
}

QDateTime ExpectedStates::sinceOf(const InstanceRow &row) const
{
    const auto found = m_expected.constFind(row.name);
    return found == m_expected.cend() ? row.since : found->since;
}

} // namespace Atelier::Client
