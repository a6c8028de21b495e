// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Arm {

/**
 * A value of an ARM enum that is modelled as a string: known values compare by enum, an unknown
 * one keeps its text through a round trip.
 * State: features.md 3.6, ComputeInstance `state` of 2025-06-01.
 */
enum class InstanceState {
    Creating,
    CreateFailed,
    Deleting,
    Running,
    Restarting,
    Resizing,
    JobRunning,
    SettingUp,
    SetupFailed,
    Starting,
    Stopped,
    Stopping,
    UserSettingUp,
    UserSetupFailed,
    Unknown,
    Unusable
};

enum class ProvisioningState { Unknown, Updating, Creating, Deleting, Succeeded, Failed, Canceled };

enum class OperationName { Create, Start, Stop, Restart, Resize, Reimage, Delete, Unknown };

[[nodiscard]] QString toString(InstanceState state);
[[nodiscard]] QString toString(ProvisioningState state);
[[nodiscard]] QString toString(OperationName name);
[[nodiscard]] InstanceState instanceStateFrom(const QString &text);
[[nodiscard]] ProvisioningState provisioningStateFrom(const QString &text);
[[nodiscard]] OperationName operationNameFrom(const QString &text);

/** Whether the state will change by itself (shown blue, with what is being done). */
[[nodiscard]] bool isTransitional(InstanceState state);

/** The actions of a person on an instance, and whether the state table allows them. */
enum class InstanceAction { Start, Stop, Restart, Delete, OpenNotebook };
[[nodiscard]] bool allows(InstanceState state, InstanceAction action);

} // namespace Atelier::Arm
