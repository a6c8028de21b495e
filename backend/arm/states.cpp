// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/states.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

template<typename Enum>
using Row = std::pair<Enum, QLatin1StringView>;

constexpr std::array instanceStates{
    Row<InstanceState>{InstanceState::Creating, "Creating"_L1},
    Row<InstanceState>{InstanceState::CreateFailed, "CreateFailed"_L1},
    Row<InstanceState>{InstanceState::Deleting, "Deleting"_L1},
    Row<InstanceState>{InstanceState::Running, "Running"_L1},
    Row<InstanceState>{InstanceState::Restarting, "Restarting"_L1},
    Row<InstanceState>{InstanceState::Resizing, "Resizing"_L1},
    Row<InstanceState>{InstanceState::JobRunning, "JobRunning"_L1},
    Row<InstanceState>{InstanceState::SettingUp, "SettingUp"_L1},
    Row<InstanceState>{InstanceState::SetupFailed, "SetupFailed"_L1},
    Row<InstanceState>{InstanceState::Starting, "Starting"_L1},
    Row<InstanceState>{InstanceState::Stopped, "Stopped"_L1},
    Row<InstanceState>{InstanceState::Stopping, "Stopping"_L1},
    Row<InstanceState>{InstanceState::UserSettingUp, "UserSettingUp"_L1},
    Row<InstanceState>{InstanceState::UserSetupFailed, "UserSetupFailed"_L1},
    Row<InstanceState>{InstanceState::Unknown, "Unknown"_L1},
    Row<InstanceState>{InstanceState::Unusable, "Unusable"_L1},
};

constexpr std::array provisioningStates{
    Row<ProvisioningState>{ProvisioningState::Unknown, "Unknown"_L1},
    Row<ProvisioningState>{ProvisioningState::Updating, "Updating"_L1},
    Row<ProvisioningState>{ProvisioningState::Creating, "Creating"_L1},
    Row<ProvisioningState>{ProvisioningState::Deleting, "Deleting"_L1},
    Row<ProvisioningState>{ProvisioningState::Succeeded, "Succeeded"_L1},
    Row<ProvisioningState>{ProvisioningState::Failed, "Failed"_L1},
    Row<ProvisioningState>{ProvisioningState::Canceled, "Canceled"_L1},
};

constexpr std::array operationNames{
    Row<OperationName>{OperationName::Create, "Create"_L1},
    Row<OperationName>{OperationName::Start, "Start"_L1},
    Row<OperationName>{OperationName::Stop, "Stop"_L1},
    Row<OperationName>{OperationName::Restart, "Restart"_L1},
    Row<OperationName>{OperationName::Resize, "Resize"_L1},
    Row<OperationName>{OperationName::Reimage, "Reimage"_L1},
    Row<OperationName>{OperationName::Delete, "Delete"_L1},
    Row<OperationName>{OperationName::Unknown, "Unknown"_L1},
};

template<typename Table, typename Enum>
QString textOf(const Table &table, Enum value)
{
    const auto row = std::ranges::find(table, value, &Row<Enum>::first);
    return row == table.end() ? QStringLiteral("Unknown") : QString(row->second);
}

// The service's enums are strings compared without case by its own clients.
template<typename Enum, typename Table>
Enum valueOf(const Table &table, const QString &text)
{
    const auto row = std::ranges::find_if(table, [&text](const auto &entry) {
        return entry.second.compare(text, Qt::CaseInsensitive) == 0;
    });
    return row == table.end() ? Enum::Unknown : row->first;
}

bool isUp(InstanceState state)
{
    switch (state) {
    case InstanceState::Running:
    case InstanceState::JobRunning:
    case InstanceState::SetupFailed:
    case InstanceState::UserSetupFailed:
        return true;
    default:
        return false;
    }
}

} // namespace

QString toString(InstanceState state)
{
    return textOf(instanceStates, state);
}

QString toString(ProvisioningState state)
{
    return textOf(provisioningStates, state);
}

QString toString(OperationName name)
{
    return textOf(operationNames, name);
}

InstanceState instanceStateFrom(const QString &text)
{
    return valueOf<InstanceState>(instanceStates, text);
}

ProvisioningState provisioningStateFrom(const QString &text)
{
    return valueOf<ProvisioningState>(provisioningStates, text);
}

OperationName operationNameFrom(const QString &text)
{
    return valueOf<OperationName>(operationNames, text);
}

bool isTransitional(InstanceState state)
{
    switch (state) {
    case InstanceState::Creating:
    case InstanceState::Deleting:
    case InstanceState::Restarting:
    case InstanceState::Resizing:
    case InstanceState::SettingUp:
    case InstanceState::Starting:
    case InstanceState::Stopping:
    case InstanceState::UserSettingUp:
        return true;
    default:
        return false;
    }
}

bool allows(InstanceState state, InstanceAction action)
{
    switch (action) {
    case InstanceAction::Start:
        return state == InstanceState::Stopped;
    case InstanceAction::Stop:
        return isUp(state);
    case InstanceAction::Restart:
        return isUp(state) || state == InstanceState::Unusable;
    case InstanceAction::Delete:
        return state != InstanceState::Deleting;
    case InstanceAction::OpenNotebook:
        return isUp(state);
    }
    return false;
}

} // namespace Atelier::Arm
