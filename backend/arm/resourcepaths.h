// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Arm {

/** Builds the paths of the dialect for one workspace; every name is percent-encoded. */
class ResourcePaths final
{
public:
    ResourcePaths() = default; ///< the local control plane's
    ResourcePaths(QString subscription, QString group, QString workspace, QString location);

    [[nodiscard]] QString workspace() const;
    [[nodiscard]] QString computes() const;
    [[nodiscard]] QString compute(const QString &name) const;
    [[nodiscard]] QString action(const QString &name, const QString &verb) const;
    [[nodiscard]] QString vmSizes() const;
    [[nodiscard]] QString operationStatus(const QString &id) const;
    [[nodiscard]] QString operationResult(const QString &id) const;
    // Extensions, described in docs/rest-api.md.
    [[nodiscard]] QString changes() const;                    ///< …/workspaces/{ws}/changes
    [[nodiscard]] QString studioKey(const QString &id) const; ///< …/workspaces/{ws}/studioKeys/{id}
    [[nodiscard]] QString hostKeys(const QString &name) const;    ///< …/computes/{name}/hostKeys
    [[nodiscard]] QString creationLog(const QString &name) const; ///< …/computes/{name}/creationLog
    [[nodiscard]] QString homeSummary(const QString &name) const; ///< …/computes/{name}/homeSummary

private:
    QString m_subscription = QStringLiteral("00000000-0000-0000-0000-000000000000");
    QString m_group = QStringLiteral("local");
    QString m_workspace = QStringLiteral("default");
    QString m_location = QStringLiteral("local");
};

/** The api-version that our own client sends. */
inline constexpr auto apiVersion = "2025-06-01";

} // namespace Atelier::Arm
