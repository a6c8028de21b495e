// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/async.h"
#include "backend/engine/local/localengine.h"
#include "backend/engine/local/shimprocess.h"

#include <QElapsedTimer>
#include <QPromise>

#include <memory>

namespace Atelier::Engine {

template<typename T>
using SharedPromise = std::shared_ptr<QPromise<Result<T>>>;

template<typename T>
SharedPromise<T> makePromise()
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    return promise;
}

template<typename T>
void finish(const SharedPromise<T> &promise, Result<T> result)
{
    if (promise) {
        promise->addResult(std::move(result));
        promise->finish();
    }
}

/** The result of @p work, delivered in the thread of @p context. */
template<typename T>
QFuture<Result<T>> deliveredTo(QObject *context, const QFuture<Result<T>> &work)
{
    auto promise = makePromise<T>();
    whenDone(work, context, [promise](const Result<T> &result) { finish<T>(promise, result); });
    return promise->future();
}

/** A node that runs or is being started; for the sources of the engine only. */
struct LocalEngine::Node
{
    std::unique_ptr<ShimProcess> process;
    QByteArray report;                ///< why its keeper gave up the start
    SharedPromise<RunningNode> start; ///< until it runs
    QList<SharedPromise<void>> stops;
    RunningNode running;
    QList<int> cpus;
    int cores = 0;
    double memoryGiB = 0;
    QElapsedTimer sinceStart;
    qint64 prepared = 0; ///< milliseconds from the start until everything was written
};

} // namespace Atelier::Engine
