// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/locations/local/usages and /quotas, POST …/updateQuotas: the cores in use, and their
// limits.
#include "backend/server/handlers.h"
#include "backend/server/services.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

/** The families of the sizes that this computer offers. */
QStringList familiesOf(const Services &services)
{
    QStringList families;
    const Arm::VmSizeList list = services.engine->sizes();
    for (const Arm::VmSize &size : list.sizes) {
        if (!families.contains(size.family)) {
            families.append(size.family);
        }
    }
    return families;
}

/** Takes one entry of an update over into @p limits; the status that is answered for it. */
QString take(const QJsonObject &entry, const QStringList &families, Arm::QuotaLimits *limits)
{
    constexpr int none = -1;
    constexpr int most = 1'000'000;
    const QString id = entry.value("id"_L1).toString().section(u'/', -1);
    const int limit = entry.value("limit"_L1).toInt(none - 1);
    const bool total = id.compare(QLatin1StringView(Arm::totalCoresQuota), Qt::CaseInsensitive)
                       == 0;
    const qsizetype family = families.indexOf(id, 0, Qt::CaseInsensitive);
    if (!total && family < 0) {
        return u"InvalidVMFamilyName"_s;
    }
    if (limit < none || limit > most) {
        return u"Failure"_s;
    }
    if (total) {
        limits->totalCores = limit == none ? std::nullopt : std::optional(limit);
    } else if (limit == none) {
        limits->families.remove(families.at(family));
    } else {
        limits->families.insert(families.at(family), limit);
    }
    return u"Success"_s;
}

} // namespace

void listUsages(const Services &services, const Request & /*request*/, const ReplyPtr &reply)
{
    const auto limits = services.registry->quotas().limits();
    if (!limits) {
        reply->fail(limits.error());
        return;
    }
    reply->send({.body = {{u"value"_s,
                           Arm::usagesJson(
                               services.registry->coreUses(), *limits, familiesOf(services))}}});
}

void listQuotas(const Services &services, const Request & /*request*/, const ReplyPtr &reply)
{
    const auto limits = services.registry->quotas().limits();
    if (!limits) {
        reply->fail(limits.error());
        return;
    }
    reply->send({.body = {{u"value"_s, Arm::quotasJson(*limits, familiesOf(services))}}});
}

void updateQuotas(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QJsonValue value = request.json.value("value"_L1);
    if (!value.isArray()) {
        reply->fail({.code = Error::Code::InvalidArgument,
                     .message = QCoreApplication::translate("Usages", "“%1” must be a list.")
                                    .arg("value"_L1),
                     .target = u"value"_s});
        return;
    }
    // A file that can't be read is replaced: this is a way to repair it.
    Arm::QuotaLimits limits = services.registry->quotas().limits().value_or(Arm::QuotaLimits{});
    const QStringList families = familiesOf(services);
    QJsonArray answer;
    bool changes = false;
    const QJsonArray entries = value.toArray();
    for (const auto &entry : entries) {
        QJsonObject outcome = entry.toObject();
        const QString status = take(outcome, families, &limits);
        changes = changes || status == "Success"_L1;
        outcome.insert(u"status"_s, status);
        answer.append(outcome);
    }
    // Without an entry that counts the file stays as it is: one that can't be read keeps new
    // instances out, and must not become "no limit" by that.
    if (changes) {
        if (auto saved = services.registry->quotas().setLimits(limits); !saved) {
            reply->fail(saved.error());
            return;
        }
    }
    reply->send({.body = {{u"value"_s, answer}}});
}

} // namespace Atelier::Server
