// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/instancerow.h"

#include <QHash>

namespace Atelier::Client {

/** What a person has just asked for, shown in the place of what the control plane reported before.
 */
class ExpectedStates final
{
public:
    /** Shows @p row in @p state until another report of it comes. */
    void expect(const InstanceRow &row, Arm::InstanceState state);
    /** Whether there was something to forget. */
    bool forget(const QString &name);
    /** Forgets what was expected when @p row is another report than the one it replaced. */
    void take(const InstanceRow &row);

    [[nodiscard]] Arm::InstanceState stateOf(const InstanceRow &row) const;
    [[nodiscard]] QDateTime sinceOf(const InstanceRow &row) const;

private:
    struct Expectation
    {
        Arm::InstanceState state = Arm::InstanceState::Unknown;
        QDateTime since = {};
        Arm::InstanceState replacedState = Arm::InstanceState::Unknown;
        QDateTime replacedSince = {};
    };

    QHash<QString, Expectation> m_expected;
};

} // namespace Atelier::Client
