// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace Atelier::Arm {

/** properties.computeType: an enum modelled as a string; features.md 3.5. */
enum class ComputeType {
    Aks,
    Kubernetes,
    AmlCompute,
    ComputeInstance,
    DataFactory,
    VirtualMachine,
    HDInsight,
    Databricks,
    DataLakeAnalytics,
    SynapseSpark,
    Unknown,
};

/** The dialect's text; empty for Unknown, whose text only the resource knows. */
[[nodiscard]] QString toString(ComputeType type);
/** Compared without case, as the service's own clients do. */
[[nodiscard]] ComputeType computeTypeFrom(const QString &text);
/** Every text of the dialect. */
[[nodiscard]] QStringList computeTypeNames();

} // namespace Atelier::Arm
