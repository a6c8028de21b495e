// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The version of the dialect, which every request names.
#include "backend/arm/apiversions.h"
#include "backend/server/guards.h"
#include "backend/server/query.h"

#include <QCoreApplication>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

Refusal wrongVersion(const QString &code, const QString &message)
{
    return {.error = {.code = Error::Code::InvalidArgument,
                      .message = message,
                      .target = u"api-version"_s,
                      .serviceCode = code}};
}

} // namespace

std::optional<Refusal> apiVersionRefusal(const Request &request)
{
    const QStringList given = queryValues(request, "api-version"_L1);
    if (given.isEmpty() || given.constFirst().isEmpty()) {
        return wrongVersion(
            u"MissingApiVersionParameter"_s,
            QCoreApplication::translate("Guards", "The query parameter “api-version” is missing."));
    }
    const QString &version = given.constFirst();
    const bool several = given.count(version) != given.size();
    switch (several ? Arm::ApiVersionVerdict::Malformed : Arm::verdictOn(version)) {
    case Arm::ApiVersionVerdict::Accepted:
        return {};
    case Arm::ApiVersionVerdict::Malformed:
        return wrongVersion(
            u"InvalidApiVersionParameter"_s,
            QCoreApplication::translate(
                "Guards",
                "“%1” is not a version of the interface: those are dates such as “%2” or "
                "“%2-preview”.")
                .arg(given.join(u", "_s), QLatin1StringView(Arm::newestApiVersion)));
    case Arm::ApiVersionVerdict::Unsupported:
        break;
    }
    return wrongVersion(
        u"NoRegisteredProviderFound"_s,
        QCoreApplication::translate(
            "Guards", "The version “%1” of the interface is not served here: “%2” to “%3” are.")
            .arg(version,
                 QLatin1StringView(Arm::oldestApiVersion),
                 QLatin1StringView(Arm::newestApiVersion)));
}

} // namespace Atelier::Server
