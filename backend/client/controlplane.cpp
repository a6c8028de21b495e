// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/controlplane.h"

#include "backend/client/controlplaneprivate.h"
#include "backend/client/creationlogreader.h"
#include "backend/client/operation.h"
#include "backend/core/async.h"

#include <algorithm>
#include <utility>

namespace Atelier::Client {

namespace {

/** Turns the answer of @p response into a T by @p parse; dropped when @p context goes first. */
template<typename T, typename Parse>
QFuture<Result<T>> parsed(const QFuture<Result<Response>> &response, QObject *context, Parse parse)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto future = promise->future();
    whenDone(response, context, [promise, parse](const Result<Response> &answer) {
        promise->addResult(answer ? Result<T>(parse(answer->body))
                                  : Result<T>(failure(answer.error())));
        promise->finish();
    });
    return future;
}

} // namespace

ControlPlane::ControlPlane(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
}

ControlPlane::~ControlPlane()
{
    // They use what Private owns, so they go first.
    qDeleteAll(findChildren<Operation *>(Qt::FindDirectChildrenOnly));
}

void ControlPlane::follow(const Endpoint &endpoint)
{
    d->stream.close();
    d->streamAge.invalidate();
    d->pause.stop();
    d->nextPause = Private::shortestPause;
    ++d->generation;
    d->isListing = false;
    d->sequence = -1; // numbers of another control plane mean nothing here
    d->requests.setEndpoint(endpoint);
    d->setLink(Link::Connecting);
    d->list();
}

void ControlPlane::refresh()
{
    if (d->link == Link::Idle) {
        return;
    }
    d->nextPause = Private::shortestPause;
    d->list();
}

ControlPlane::Link ControlPlane::link() const
{
    return d->link;
}

QDateTime ControlPlane::lastSeen() const
{
    return d->link == Link::Online ? QDateTime::currentDateTimeUtc() : d->lastSeen;
}

Error ControlPlane::linkError() const
{
    return d->linkError;
}

const QList<Arm::ComputeInstance> &ControlPlane::instances() const
{
    return d->instances.all();
}

const Arm::ComputeInstance *ControlPlane::instance(const QString &name) const
{
    return d->instances.find(name);
}

bool ControlPlane::isLoaded() const
{
    return d->isLoaded;
}

QFuture<Result<Arm::ComputeInstance>> ControlPlane::create(const Arm::ComputeInstance &instance)
{
    const auto taken = std::ranges::find_if(instances(), [&instance](const auto &other) {
        return other.name.compare(instance.name, Qt::CaseInsensitive) == 0;
    });
    if (taken != instances().cend()) {
        // The dialect's PUT would overwrite it.
        return QtFuture::makeReadyValueFuture(Result<Arm::ComputeInstance>(
            failure({.code = Error::Code::AlreadyExists,
                     .message = tr("An instance named “%1” exists already.").arg(taken->name),
                     .target = QStringLiteral("name")})));
    }
    const QFuture<Result<Arm::ComputeInstance>> created = update(instance);
    whenDone(created, this, [this](const Result<Arm::ComputeInstance> &answer) {
        // The stream may have told of it, and of more, already.
        if (answer && this->instance(answer->name) == nullptr) {
            d->take(*answer);
        }
    });
    return created;
}

QFuture<Result<Arm::ComputeInstance>> ControlPlane::update(const Arm::ComputeInstance &instance)
{
    return parsed<Arm::ComputeInstance>(
        d->requests.send(Verb::Put, d->paths.compute(instance.name), Arm::toPutBody(instance)),
        this,
        &Arm::computeInstanceFrom);
}

QFuture<Result<void>> ControlPlane::start(const QString &name)
{
    return d->run(Arm::OperationName::Start, Verb::Post, name);
}

QFuture<Result<void>> ControlPlane::stop(const QString &name)
{
    return d->run(Arm::OperationName::Stop, Verb::Post, name);
}

QFuture<Result<void>> ControlPlane::restart(const QString &name)
{
    return d->run(Arm::OperationName::Restart, Verb::Post, name);
}

QFuture<Result<void>> ControlPlane::remove(const QString &name)
{
    return d->run(Arm::OperationName::Delete, Verb::Delete, name);
}

QFuture<Result<Arm::VmSizeList>> ControlPlane::sizes()
{
    return parsed<Arm::VmSizeList>(
        d->requests.send(Verb::Get, d->paths.vmSizes()), this, &Arm::vmSizeListFrom);
}

QFuture<Result<Arm::NodeAccess>> ControlPlane::access(const QString &name)
{
    return parsed<Arm::NodeAccess>(
        d->requests.send(Verb::Get, d->paths.hostKeys(name)), this, &Arm::nodeAccessFrom);
}

QFuture<Result<Arm::HomeSummary>> ControlPlane::homeSummary(const QString &name)
{
    return parsed<Arm::HomeSummary>(
        d->requests.send(Verb::Get, d->paths.homeSummary(name)), this, &Arm::homeSummaryFrom);
}

QFuture<Result<void>> ControlPlane::registerStudioKey(const QString &id,
                                                      const QString &publicKeyLine)
{
    const QJsonObject body{{QStringLiteral("publicKey"), publicKeyLine}};
    return parsed<void>(d->requests.send(Verb::Put, d->paths.studioKey(id), body),
                        this,
                        [](const QJsonObject &) { return Result<void>(); });
}

std::unique_ptr<CreationLog> ControlPlane::creationLog(const QString &name)
{
    return std::make_unique<CreationLogReader>(this, &d->requests, name);
}

} // namespace Atelier::Client
