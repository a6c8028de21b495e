// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/computetype.h"

#include <algorithm>
#include <array>

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

struct TypeRow
{
    ComputeType type;
    QLatin1StringView name;
};

constexpr std::array computeTypes{
    TypeRow{.type = ComputeType::Aks, .name = "AKS"_L1},
    TypeRow{.type = ComputeType::Kubernetes, .name = "Kubernetes"_L1},
    TypeRow{.type = ComputeType::AmlCompute, .name = "AmlCompute"_L1},
    TypeRow{.type = ComputeType::ComputeInstance, .name = "ComputeInstance"_L1},
    TypeRow{.type = ComputeType::DataFactory, .name = "DataFactory"_L1},
    TypeRow{.type = ComputeType::VirtualMachine, .name = "VirtualMachine"_L1},
    TypeRow{.type = ComputeType::HDInsight, .name = "HDInsight"_L1},
    TypeRow{.type = ComputeType::Databricks, .name = "Databricks"_L1},
    TypeRow{.type = ComputeType::DataLakeAnalytics, .name = "DataLakeAnalytics"_L1},
    TypeRow{.type = ComputeType::SynapseSpark, .name = "SynapseSpark"_L1},
};

} // namespace

QString toString(ComputeType type)
{
    const auto row = std::ranges::find(computeTypes, type, &TypeRow::type);
    return row == computeTypes.end() ? QString() : QString(row->name);
}

ComputeType computeTypeFrom(const QString &text)
{
    const auto row = std::ranges::find_if(computeTypes, [&text](const TypeRow &entry) {
        return entry.name.compare(text, Qt::CaseInsensitive) == 0;
    });
    return row == computeTypes.end() ? ComputeType::Unknown : row->type;
}

QStringList computeTypeNames()
{
    QStringList names;
    for (const TypeRow &row : computeTypes) {
        names.append(row.name);
    }
    return names;
}

} // namespace Atelier::Arm
