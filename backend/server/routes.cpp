// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/routes.h"

#include "backend/server/handlers.h"

#include <QByteArrayView>

#include <array>
#include <optional>

namespace Atelier::Server {

namespace {

#define ATELIER_PROVIDER "/providers/Microsoft.MachineLearningServices"
#define ATELIER_WORKSPACE                                                                          \
    "/subscriptions/{subscription}/resourceGroups/{group}" ATELIER_PROVIDER                        \
    "/workspaces/{workspace}"
#define ATELIER_LOCATION "/subscriptions/{subscription}" ATELIER_PROVIDER "/locations/{location}"
#define ATELIER_COMPUTE ATELIER_WORKSPACE "/computes/{name}"

constexpr std::array routeTable{
    Route{.verb = "GET", .pattern = "/health", .handler = health, .kind = Route::Kind::Open},

    Route{.verb = "GET", .pattern = ATELIER_WORKSPACE, .handler = getWorkspace},
    Route{.verb = "GET", .pattern = ATELIER_WORKSPACE "/computes", .handler = listComputes},
    Route{.verb = "GET", .pattern = ATELIER_COMPUTE, .handler = getCompute},
    Route{.verb = "PUT", .pattern = ATELIER_COMPUTE, .handler = putCompute},
    Route{.verb = "PATCH", .pattern = ATELIER_COMPUTE, .handler = patchCompute},
    Route{.verb = "DELETE", .pattern = ATELIER_COMPUTE, .handler = deleteCompute},
    Route{.verb = "POST", .pattern = ATELIER_COMPUTE "/start", .handler = startCompute},
    Route{.verb = "POST", .pattern = ATELIER_COMPUTE "/stop", .handler = stopCompute},
    Route{.verb = "POST", .pattern = ATELIER_COMPUTE "/restart", .handler = restartCompute},
    Route{.verb = "POST",
          .pattern = ATELIER_COMPUTE "/updateIdleShutdownSetting",
          .handler = updateIdleShutdown},
    Route{.verb = "POST", .pattern = ATELIER_COMPUTE "/listNodes", .handler = listNodes},
    Route{.verb = "POST",
          .pattern = ATELIER_WORKSPACE "/checkComputeNameAvailability",
          .handler = checkNameAvailability},

    Route{.verb = "GET", .pattern = ATELIER_LOCATION "/vmSizes", .handler = listVmSizes},
    Route{.verb = "GET", .pattern = ATELIER_LOCATION "/usages", .handler = listUsages},
    Route{.verb = "GET", .pattern = ATELIER_LOCATION "/quotas", .handler = listQuotas},
    Route{.verb = "POST", .pattern = ATELIER_LOCATION "/updateQuotas", .handler = updateQuotas},
    Route{.verb = "GET",
          .pattern = ATELIER_LOCATION "/computeOperationsStatus/{id}",
          .handler = getOperationStatus},
    Route{.verb = "GET",
          .pattern = ATELIER_LOCATION "/computeOperationsResults/{id}",
          .handler = getOperationResult},

    // Extensions, described in docs/rest-api.md.
    Route{.verb = "GET", .pattern = ATELIER_WORKSPACE "/changes", .handler = followChanges},
    Route{.verb = "GET", .pattern = ATELIER_WORKSPACE "/studioKeys", .handler = listStudioKeys},
    Route{.verb = "GET", .pattern = ATELIER_WORKSPACE "/studioKeys/{id}", .handler = getStudioKey},
    Route{.verb = "PUT", .pattern = ATELIER_WORKSPACE "/studioKeys/{id}", .handler = putStudioKey},
    Route{.verb = "DELETE",
          .pattern = ATELIER_WORKSPACE "/studioKeys/{id}",
          .handler = deleteStudioKey},
    Route{.verb = "GET", .pattern = ATELIER_COMPUTE "/hostKeys", .handler = getHostKeys},
    Route{.verb = "GET", .pattern = ATELIER_COMPUTE "/creationLog", .handler = getCreationLog},
    Route{.verb = "GET", .pattern = ATELIER_COMPUTE "/homeSummary", .handler = getHomeSummary},
};

#undef ATELIER_COMPUTE
#undef ATELIER_LOCATION
#undef ATELIER_WORKSPACE
#undef ATELIER_PROVIDER

/** The parameters of @p path when it fits @p pattern. */
std::optional<QHash<QString, QString>> fit(QByteArrayView pattern, const QList<QByteArray> &path)
{
    const QList<QByteArray> parts = pattern.toByteArray().split('/');
    if (parts.size() != path.size()) {
        return {};
    }
    QHash<QString, QString> parameters;
    for (qsizetype index = 0; index < parts.size(); ++index) {
        const QByteArray &part = parts.at(index);
        // Decoded only now: an encoded slash is part of a name, not of the path.
        const QByteArray segment = QByteArray::fromPercentEncoding(path.at(index));
        if (part.startsWith('{')) {
            if (segment.isEmpty()) {
                return {};
            }
            parameters.insert(QString::fromLatin1(part.sliced(1, part.size() - 2)),
                              QString::fromUtf8(segment));
        } else if (part.compare(segment, Qt::CaseInsensitive) != 0) {
            return {};
        }
    }
    return parameters;
}

} // namespace

std::span<const Route> routes()
{
    return routeTable;
}

std::variant<Match, WrongVerb, NoSuchPath> findRoute(const QByteArray &verb, const QByteArray &path)
{
    const QList<QByteArray> segments = path.split('/');
    const QByteArray wanted = verb == "HEAD" ? QByteArray("GET") : verb;
    WrongVerb other;
    for (const Route &route : routeTable) {
        const auto parameters = fit(route.pattern, segments);
        if (!parameters) {
            continue;
        }
        if (wanted == route.verb) {
            return Match{.route = &route, .parameters = *parameters};
        }
        other.allowed.append(route.verb);
        if (QByteArrayView(route.verb) == "GET") {
            other.allowed.append("HEAD");
        }
    }
    if (other.allowed.isEmpty()) {
        return NoSuchPath{};
    }
    return other;
}

} // namespace Atelier::Server
