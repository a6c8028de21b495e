// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/resourcerules.h"

#include "backend/arm/computetype.h"
#include "backend/arm/durations.h"

#include <QCoreApplication>

#include <algorithm>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

// Azure Resource Manager's limits of tags.
constexpr qsizetype mostTags = 50;
constexpr qsizetype longestTagName = 512;
constexpr qsizetype longestTagValue = 256;

std::unexpected<Error> against(const QString &target, const QString &message)
{
    return failure({.code = Error::Code::InvalidArgument, .message = message, .target = target});
}

Result<void> checkTagLimits(const QMap<QString, QString> &tags)
{
    if (tags.size() > mostTags) {
        return against(u"tags"_s,
                       QCoreApplication::translate(
                           "ResourceRules", "A resource can have %1 tags at most; these are %2.")
                           .arg(mostTags)
                           .arg(tags.size()));
    }
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        const bool reserved = std::ranges::any_of(
            tag.key(), [](QChar character) { return u"<>%&\\?/"_s.contains(character); });
        if (tag.key().isEmpty() || tag.key().size() > longestTagName || reserved) {
            return against(QString(u"tags."_s + tag.key().left(longestTagName)),
                           QCoreApplication::translate(
                               "ResourceRules",
                               "The name of a tag has 1 to %1 characters, and none of < > % & \\ ? "
                               "/.")
                               .arg(longestTagName));
        }
        if (tag.value().size() > longestTagValue) {
            return against(QString(u"tags."_s + tag.key()),
                           QCoreApplication::translate(
                               "ResourceRules", "The value of a tag has up to %1 characters.")
                               .arg(longestTagValue));
        }
    }
    return {};
}

Result<void> checkIdleTime(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull()) {
        return {};
    }
    const auto time = Arm::durationFrom(value.toString());
    if (time && *time >= Arm::shortestIdleTime && *time <= Arm::longestIdleTime) {
        return {};
    }
    const QString given = value.isString() ? value.toString() : u"…"_s;
    return against(u"idleTimeBeforeShutdown"_s,
                   QCoreApplication::translate(
                       "ResourceRules",
                       "“%1” is not a time after which an idle instance can be stopped: from "
                       "“PT15M” (15 minutes) to “P3D” (3 days) are allowed.")
                       .arg(given));
}

} // namespace

Result<void> checkResource(const Arm::ComputeInstance &instance)
{
    const QJsonObject own =
        instance.raw.value("properties"_L1).toObject().value("properties"_L1).toObject();
    if (own.contains("scaleSettings"_L1)) {
        return against(u"scaleSettings"_s,
                       QCoreApplication::translate(
                           "ResourceRules",
                           "“scaleSettings” is for clusters; “%1” is an instance, which has one "
                           "node.")
                           .arg(instance.name));
    }
    return checkTagLimits(instance.tags).and_then([&own] {
        return checkIdleTime(own.value("idleTimeBeforeShutdown"_L1));
    });
}

Result<void> checkComputeType(const QString &type)
{
    const QString target = u"properties.computeType"_s;
    switch (Arm::computeTypeFrom(type)) {
    case Arm::ComputeType::ComputeInstance:
        return {};
    case Arm::ComputeType::Unknown:
        return against(target,
                       QCoreApplication::translate("ResourceRules",
                                                   "“%1” is not a type of compute; these are: %2.")
                           .arg(type, Arm::computeTypeNames().join(u", "_s)));
    default:
        break;
    }
    return failure(
        {.code = Error::Code::InvalidArgument,
         .message =
             QCoreApplication::translate(
                 "ResourceRules",
                 "This computer makes instances (“ComputeInstance”); it can't make or attach "
                 "“%1”.")
                 .arg(type),
         .target = target,
         .serviceCode = u"ComputeTypeNotSupported"_s});
}

} // namespace Atelier::Server
