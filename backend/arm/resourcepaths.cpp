// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/resourcepaths.h"

#include <QUrl>

namespace Atelier::Arm {

namespace {

QString encoded(const QString &part)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(part));
}

QString provider()
{
    return QStringLiteral("/providers/Microsoft.MachineLearningServices");
}

} // namespace

ResourcePaths::ResourcePaths(QString subscription,
                             QString group,
                             QString workspace,
                             QString location)
    : m_subscription(std::move(subscription))
    , m_group(std::move(group))
    , m_workspace(std::move(workspace))
    , m_location(std::move(location))
{
}

QString ResourcePaths::workspace() const
{
    return QStringLiteral("/subscriptions/") + encoded(m_subscription)
           + QStringLiteral("/resourceGroups/") + encoded(m_group) + provider()
           + QStringLiteral("/workspaces/") + encoded(m_workspace);
}

QString ResourcePaths::computes() const
{
    return workspace() + QStringLiteral("/computes");
}

QString ResourcePaths::compute(const QString &name) const
{
    return computes() + QLatin1Char('/') + encoded(name);
}

QString ResourcePaths::action(const QString &name, const QString &verb) const
{
    return compute(name) + QLatin1Char('/') + encoded(verb);
}

QString ResourcePaths::vmSizes() const
{
    return QStringLiteral("/subscriptions/") + encoded(m_subscription) + provider()
           + QStringLiteral("/locations/") + encoded(m_location) + QStringLiteral("/vmSizes");
}

QString ResourcePaths::operationStatus(const QString &id) const
{
    return QStringLiteral("/subscriptions/") + encoded(m_subscription) + provider()
           + QStringLiteral("/locations/") + encoded(m_location)
           + QStringLiteral("/computeOperationsStatus/") + encoded(id);
}

QString ResourcePaths::operationResult(const QString &id) const
{
    return QStringLiteral("/subscriptions/") + encoded(m_subscription) + provider()
           + QStringLiteral("/locations/") + encoded(m_location)
           + QStringLiteral("/computeOperationsResults/") + encoded(id);
}

QString ResourcePaths::changes() const
{
    return workspace() + QStringLiteral("/changes");
}

QString ResourcePaths::studioKey(const QString &id) const
{
    return workspace() + QStringLiteral("/studioKeys/") + encoded(id);
}

QString ResourcePaths::hostKeys(const QString &name) const
{
    return compute(name) + QStringLiteral("/hostKeys");
}

QString ResourcePaths::creationLog(const QString &name) const
{
    return compute(name) + QStringLiteral("/creationLog");
}

QString ResourcePaths::homeSummary(const QString &name) const
{
    return compute(name) + QStringLiteral("/homeSummary");
}

} // namespace Atelier::Arm
