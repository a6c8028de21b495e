// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/usage.h"

#include "backend/arm/resourcepaths.h"

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

constexpr int noLimit = -1; // features.md 3.5

struct UsageRow
{
    QString id;
    QLatin1StringView kind; ///< the middle of the type
    QString name;
    int used = 0;
    int limit = noLimit;
};

QString subscription()
{
    return u"/subscriptions/00000000-0000-0000-0000-000000000000/"_s;
}

QJsonObject named(const QString &name)
{
    return {{u"value"_s, name}, {u"localizedValue"_s, name}};
}

QString typeOf(QLatin1StringView kind, QLatin1StringView what)
{
    return u"Microsoft.MachineLearningServices/"_s + kind + u'/' + what;
}

QJsonObject usageJson(const UsageRow &row)
{
    return {
        {u"id"_s, row.id},
        {u"type"_s, typeOf(row.kind, "usages"_L1)},
        {u"unit"_s, u"Count"_s},
        {u"currentValue"_s, row.used},
        {u"limit"_s, row.limit},
        {u"name"_s, named(row.name)},
    };
}

QJsonObject quotaJson(const QString &id, QLatin1StringView kind, const QString &name, int limit)
{
    return {
        {u"id"_s, QString(subscription() + u"quotas/"_s + id)},
        {u"type"_s, typeOf(kind, "quotas"_L1)},
        {u"unit"_s, u"Count"_s},
        {u"limit"_s, limit},
        {u"name"_s, named(name)},
    };
}

QString totalName()
{
    return QString::fromLatin1(totalCoresQuota).replace(u'_', u' ');
}

} // namespace

QJsonArray usagesJson(const QList<CoreUse> &uses,
                      const QuotaLimits &limits,
                      const QStringList &families)
{
    int total = 0;
    QMap<QString, int> byFamily;
    QJsonArray ofComputes;
    for (const CoreUse &use : uses) {
        total += use.cores;
        byFamily[use.family] += use.cores;
        ofComputes.append(usageJson({
            .id = ResourcePaths().compute(use.compute) + u"/usages/"_s + use.family,
            .kind = "workspaces/computes"_L1,
            .name = use.family,
            .used = use.cores,
        }));
    }
    QJsonArray rows{
        usageJson({.id = subscription() + u"usages"_s,
                   .kind = "totalCores"_L1,
                   .name = u"Clusters"_s,
                   .used = static_cast<int>(uses.size())}),
        usageJson({.id = subscription() + u"usages"_s,
                   .kind = "dedicatedCores"_L1,
                   .name = totalName(),
                   .used = total,
                   .limit = limits.totalCores.value_or(noLimit)}),
    };
    for (const QString &family : families) {
        rows.append(usageJson({
            .id = subscription() + u"usages/"_s + family,
            .kind = "vmFamily"_L1,
            .name = family,
            .used = byFamily.value(family),
            .limit = limits.families.value(family, noLimit),
        }));
    }
    for (const auto &row : std::as_const(ofComputes)) {
        rows.append(row);
    }
    return rows;
}

QJsonArray quotasJson(const QuotaLimits &limits, const QStringList &families)
{
    QJsonArray rows{quotaJson(QString::fromLatin1(totalCoresQuota),
                              "dedicatedCores"_L1,
                              totalName(),
                              limits.totalCores.value_or(noLimit))};
    for (const QString &family : families) {
        rows.append(
            quotaJson(family, "vmFamily"_L1, family, limits.families.value(family, noLimit)));
    }
    return rows;
}

} // namespace Atelier::Arm
