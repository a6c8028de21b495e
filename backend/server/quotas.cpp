// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/quotas.h"

#include "backend/arm/vmsize.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 largestFile = 64 * 1024;

Error unreadable(const QString &file, const QString &detail)
{
    return {.code = Error::Code::Internal,
            .message = QCoreApplication::translate(
                           "Quotas",
                           "The limits in “%1” can't be understood, so no instance can be made.")
                           .arg(file),
            .detail = detail,
            .serviceCode = u"InvalidQuotaFile"_s};
}

/** A whole number; -1 is none, as in the dialect. False when it is neither. */
bool readLimit(const QJsonValue &json, std::optional<int> *limit)
{
    const double number = json.toDouble(-2);
    if (!json.isDouble() || number < -1 || number > 1e6 || number != json.toInt(-2)) {
        return false;
    }
    *limit = number < 0 ? std::nullopt : std::optional(json.toInt());
    return true;
}

/** A family that is misspelt would be without its limit. */
std::optional<QLatin1StringView> knownFamily(const QString &name)
{
    for (const auto family : {Arm::localFamily, Arm::localGpuFamily}) {
        if (family.compare(name, Qt::CaseInsensitive) == 0) {
            return family;
        }
    }
    return {};
}

/** What is wrong with it; empty when it was read. */
QString read(const QJsonObject &json, Arm::QuotaLimits *limits)
{
    for (auto field = json.begin(); field != json.end(); ++field) {
        if (field.key() == "totalCores"_L1) {
            if (!readLimit(field.value(), &limits->totalCores)) {
                return u"totalCores is no whole number"_s;
            }
        } else if (field.key() == "families"_L1 && field.value().isObject()) {
            const QJsonObject families = field.value().toObject();
            for (auto family = families.begin(); family != families.end(); ++family) {
                const auto name = knownFamily(family.key());
                std::optional<int> limit;
                if (!name || !readLimit(family.value(), &limit)) {
                    return family.key() + u" is no family, or has no whole number"_s;
                }
                if (limit) {
                    limits->families.insert(*name, *limit);
                }
            }
        } else {
            return field.key() + u" is not known here"_s;
        }
    }
    return {};
}

Result<void> admitWithin(int limit, int used, int wanted, const QString &what)
{
    if (used + wanted <= limit) {
        return {};
    }
    // A quota that is too small by itself and one that is used up are two codes on Azure.
    const bool never = wanted > limit;
    const QString message =
        never
            ? QCoreApplication::translate(
                  "Quotas",
                  "This size has more cores (%1) than the quota of %2 allows (%3). Choose a "
                  "smaller size.")
                  .arg(wanted)
                  .arg(what)
                  .arg(limit)
            : QCoreApplication::translate("Quotas",
                                          "The quota of %1 is used up: %2 cores are asked for, %3 "
                                          "of %4 are in use. Delete an instance or choose a "
                                          "smaller size.")
                  .arg(what)
                  .arg(wanted)
                  .arg(used)
                  .arg(limit);
    return failure({.code = Error::Code::InvalidArgument,
                    .message = message,
                    .target = u"vmSize"_s,
                    .serviceCode = never ? u"ClusterMinNodesExceedCoreQuota"_s
                                         : u"ClusterCoreQuotaReached"_s});
}

} // namespace

Arm::CoreUse fullUseOf(const Arm::ComputeInstance &instance)
{
    const auto size = Arm::localSizeFrom(instance.vmSize);
    return {.compute = instance.name,
            .family = size ? size->family : QString(),
            .cores = size ? size->cores : 0};
}

Arm::CoreUse coreUseOf(const Arm::ComputeInstance &instance)
{
    const QJsonObject own =
        instance.raw.value("properties"_L1).toObject().value("properties"_L1).toObject();
    const bool released = instance.state == Arm::InstanceState::Stopped
                          && own.value("releaseQuotaOnStop"_L1).toBool();
    if (released || instance.state == Arm::InstanceState::CreateFailed) {
        return {.compute = instance.name};
    }
    return fullUseOf(instance);
}

Quotas::Quotas(QString file)
    : m_file(std::move(file))
{
}

Result<Arm::QuotaLimits> Quotas::limits() const
{
    QFile file(m_file);
    if (!file.exists()) {
        return Arm::QuotaLimits{};
    }
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestFile) {
        return failure(unreadable(m_file, file.errorString()));
    }
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &fault);
    if (!document.isObject()) {
        return failure(unreadable(m_file, fault.errorString()));
    }
    Arm::QuotaLimits limits;
    if (const QString wrong = read(document.object(), &limits); !wrong.isEmpty()) {
        return failure(unreadable(m_file, wrong));
    }
    return limits;
}

Result<void> Quotas::setLimits(const Arm::QuotaLimits &limits) const
{
    QJsonObject families;
    for (auto family = limits.families.begin(); family != limits.families.end(); ++family) {
        families.insert(family.key(), family.value());
    }
    QJsonObject json{{u"families"_s, families}};
    if (limits.totalCores) {
        json.insert(u"totalCores"_s, *limits.totalCores);
    }
    QSaveFile file(m_file);
    const bool open = file.open(QIODevice::WriteOnly)
                      && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!open || file.write(QJsonDocument(json).toJson()) < 0 || !file.commit()) {
        return failure(
            {.code = Error::Code::Internal,
             .message = QCoreApplication::translate("Quotas", "The limits can't be saved."),
             .detail = file.errorString()});
    }
    return {};
}

Result<void> Quotas::admit(const QList<Arm::CoreUse> &others, const Arm::CoreUse &wanted) const
{
    const auto known = limits();
    if (!known) {
        return failure(known.error());
    }
    int total = 0;
    int ofFamily = 0;
    for (const Arm::CoreUse &use : others) {
        total += use.cores;
        ofFamily += use.family == wanted.family ? use.cores : 0;
    }
    if (const auto limit = known->families.constFind(wanted.family);
        limit != known->families.constEnd()) {
        if (auto fits = admitWithin(*limit, ofFamily, wanted.cores, u"“%1”"_s.arg(wanted.family));
            !fits) {
            return fits;
        }
    }
    if (const std::optional<int> limit = known->totalCores) {
        return admitWithin(
            *limit,
            total,
            wanted.cores,
            QCoreApplication::translate("Quotas", "this computer", "the quota of …"));
    }
    return {};
}

} // namespace Atelier::Server
