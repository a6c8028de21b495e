// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// POST …/computes/{name}/updateIdleShutdownSetting and /listNodes, …/checkComputeNameAvailability.
#include "backend/arm/computename.h"
#include "backend/core/async.h"
#include "backend/server/handlers.h"
#include "backend/server/refusals.h"
#include "backend/server/services.h"

#include <QCoreApplication>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

/** What stands in the way of @p name: the dialect's reason, and a sentence. */
struct Obstacle
{
    QString reason = {}; ///< "Invalid", "AlreadyExists"
    QString message = {};
};

std::optional<Obstacle> obstacleFor(const InstanceRegistry &registry, const QString &name)
{
    if (const auto rule = Arm::brokenNameRule(name)) {
        return Obstacle{.reason = u"Invalid"_s, .message = Arm::explain(*rule, name)};
    }
    if (const auto taken = registry.nameOf(name)) {
        return Obstacle{
            .reason = u"AlreadyExists"_s,
            .message = QCoreApplication::translate("ComputeDetails",
                                                   "There is already an instance called “%1”.")
                           .arg(*taken)};
    }
    return {};
}

} // namespace

void updateIdleShutdown(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QString field = u"idleTimeBeforeShutdown"_s;
    if (!request.json.contains(field)) {
        reply->fail({.code = Error::Code::InvalidArgument,
                     .message = QCoreApplication::translate("ComputeDetails", "“%1” is missing.")
                                    .arg(field),
                     .target = field});
        return;
    }
    const QJsonObject own{{field, request.json.value(field)}};
    const QJsonObject change{{u"properties"_s, QJsonObject{{u"properties"_s, own}}}};
    const auto done = services.registry->patch(request.parameters.value(u"name"_s), change);
    whenDone(done, services.registry, [reply](const Result<PutOutcome> &outcome) {
        if (outcome) {
            reply->send({});
        } else {
            reply->fail(outcome.error());
        }
    });
}

void listNodes(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QString name = request.parameters.value(u"name"_s);
    if (!services.registry->nameOf(name)) {
        reply->fail(noSuchInstance(name));
        return;
    }
    // Word for word what Azure answers (MicrosoftDocs/azure-docs#85756), so it is not translated.
    reply->fail(
        {.code = Error::Code::InvalidArgument,
         .message = u"ComputeListNodes with computeType ComputeInstance is not supported."_s,
         .target = name});
}

void checkNameAvailability(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QJsonValue name = request.json.value("name"_L1);
    if (!name.isString()) {
        reply->fail({.code = Error::Code::InvalidArgument,
                     .message = QCoreApplication::translate("ComputeDetails", "“%1” is missing.")
                                    .arg("name"_L1),
                     .target = u"name"_s});
        return;
    }
    QJsonObject body{{u"nameAvailable"_s, true}};
    if (const auto obstacle = obstacleFor(*services.registry, name.toString())) {
        body = {{u"nameAvailable"_s, false},
                {u"reason"_s, obstacle->reason},
                {u"message"_s, obstacle->message}};
    }
    reply->send({.body = body});
}

} // namespace Atelier::Server
