// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/jobs.h"

#include "backend/core/async.h"
#include "backend/nodeclient/client.h"

#include <QCoreApplication>
#include <QPromise>

#include <array>
#include <memory>
#include <utility>

namespace Atelier::NodeClient {

namespace {

NodeJob::State stateFrom(const QString &word)
{
    using State = NodeJob::State;
    static constexpr std::array<std::pair<QLatin1StringView, State>, 6> words{
        {{QLatin1StringView("prepared"), State::Prepared},
         {QLatin1StringView("starting"), State::Starting},
         {QLatin1StringView("running"), State::Running},
         {QLatin1StringView("ending"), State::Ending},
         {QLatin1StringView("ended"), State::Ended},
         {QLatin1StringView("elsewhere"), State::Elsewhere}}};
    for (const auto &[name, state] : words) {
        if (word == name) {
            return state;
        }
    }
    return State::Unknown;
}

NodeJob jobFrom(const QJsonObject &object)
{
    return {.id = object.value(QLatin1StringView("id")).toString(),
            .state = stateFrom(object.value(QLatin1StringView("state")).toString()),
            .startedAt = object.value(QLatin1StringView("startedAt")).toString(),
            .pid = object.value(QLatin1StringView("pid")).toInteger(),
            .memoryLimited = object.value(QLatin1StringView("memoryLimited")).toBool(),
            .end = object.value(QLatin1StringView("end")).toObject(),
            .spec = object.value(QLatin1StringView("spec")).toObject()};
}

/** The client's sentences are about files; @p id is the target of what is about this job. */
Error jobError(Error error, const QString &id)
{
    switch (error.code) {
    case Error::Code::InvalidArgument:
        error.message = QCoreApplication::translate("NodeClient",
                                                    "The node refuses the job “%1”: %2")
                            .arg(id, error.detail);
        return error;
    case Error::Code::NotFound:
        error.message =
            QCoreApplication::translate("NodeClient", "The node has no job “%1”.").arg(id);
        return error;
    case Error::Code::AlreadyExists:
        error.message = QCoreApplication::translate("NodeClient",
                                                    "The node has another job “%1” already.")
                            .arg(id);
        return error;
    case Error::Code::Unavailable:
        if (error.target == id) {
            error.code = Error::Code::Conflict;
            error.message = QCoreApplication::translate(
                                "NodeClient", "The state of the job “%1” does not allow that.")
                                .arg(id);
        }
        return error;
    default:
        return error;
    }
}

/** What @p take makes of the result of @p asked. */
template<typename T, typename Function>
QFuture<Result<T>> mappedJob(const QFuture<Result<QJsonObject>> &asked,
                             Client *client,
                             const QString &id,
                             const Function &take)
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    whenDone(asked, client, [promise, id, take](const Result<QJsonObject> &result) {
        promise->addResult(result.transform(take).transform_error(
            [&id](const Error &error) { return jobError(error, id); }));
        promise->finish();
    });
    return promise->future();
}

QJsonObject withId(QJsonObject arguments, const QString &id)
{
    arguments.insert(QLatin1StringView("id"), id);
    return arguments;
}

} // namespace

QFuture<Result<NodeJob>> Jobs::ask(const char *request,
                                   const QString &id,
                                   QJsonObject arguments,
                                   std::stop_token stop) const
{
    return mappedJob<NodeJob>(m_client->ask(QLatin1StringView(request),
                                            withId(std::move(arguments), id),
                                            std::move(stop)),
                              m_client,
                              id,
                              jobFrom);
}

QFuture<Result<NodeJob>> Jobs::start(const QString &id, const QJsonObject &spec) const
{
    return ask("run.start", id, {{QStringLiteral("spec"), spec}});
}

QFuture<Result<NodeJob>> Jobs::status(const QString &id) const
{
    return ask("run.status", id, {});
}

QFuture<Result<QList<NodeJob>>> Jobs::statusOfAll() const
{
    const auto jobs = std::make_shared<QList<NodeJob>>();
    return mappedJob<QList<NodeJob>>(
        m_client->ask(QStringLiteral("run.status"),
                      {},
                      {},
                      [jobs](const QJsonObject &item) { jobs->append(jobFrom(item)); }),
        m_client,
        {},
        [jobs](const QJsonObject &) { return *jobs; });
}

QFuture<Result<int>> Jobs::signal(const QString &id, const QString &name) const
{
    return mappedJob<int>(
        m_client->ask(QStringLiteral("run.signal"), withId({{QStringLiteral("signal"), name}}, id)),
        m_client,
        id,
        [](const QJsonObject &result) {
            return result.value(QLatin1StringView("processes")).toInt();
        });
}

QFuture<Result<NodeJob>> Jobs::cancel(const QString &id, std::optional<int> grace) const
{
    QJsonObject arguments;
    if (grace) {
        arguments.insert(QLatin1StringView("graceSeconds"), *grace);
    }
    return ask("run.cancel", id, arguments);
}

QFuture<Result<NodeJob>> Jobs::wait(const QString &id, std::stop_token stop) const
{
    return ask("run.wait", id, {}, std::move(stop));
}

QFuture<Result<void>> Jobs::remove(const QString &id) const
{
    return mappedJob<void>(m_client->ask(QStringLiteral("run.remove"), withId({}, id)),
                           m_client,
                           id,
                           [](const QJsonObject &) {});
}

} // namespace Atelier::NodeClient
