// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/async.h"

#include <QFuture>
#include <QPromise>

#include <memory>

namespace Atelier::Notebook {

/**
 * A future of what @p function makes of another's result. When @p context goes first, it ends
 * without a result, which whenDone reports as Error::Code::Cancelled.
 */
template<typename Out, typename In, typename Function>
[[nodiscard]] QFuture<Result<Out>> mapped(const QFuture<Result<In>> &future,
                                          QObject *context,
                                          Function function)
{
    auto promise = std::make_shared<QPromise<Result<Out>>>();
    promise->start();
    QFuture<Result<Out>> answer = promise->future();
    whenDone(future, context, [promise, function = std::move(function)](const Result<In> &result) {
        promise->addResult(function(result));
        promise->finish();
    });
    return answer;
}

} // namespace Atelier::Notebook
