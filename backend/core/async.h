// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace Atelier {

/**
 * Calls @p function with the future's result in @p context's thread once the work is done.
 *
 * The call is dropped when @p context is destroyed first. A future that ends without a
 * result (its promise was cancelled or destroyed) is reported as Error::Code::Cancelled, so
 * that no caller waits for ever.
 * Use this instead of QFuture::then(context, ...): Qt asserts there that the
 * context is still alive when the work ends, so a closed dialog aborts a Debug build.
 */
template<typename T, typename Function>
void whenDone(const QFuture<Result<T>> &future, QObject *context, Function function)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(
        watcher, &QFutureWatcherBase::finished, context, [watcher, function = std::move(function)] {
            watcher->deleteLater();
            if (watcher->future().resultCount() > 0) {
                function(watcher->result());
            } else {
                function(Result<T>(failure({.code = Error::Code::Cancelled, .message = {}})));
            }
        });
    watcher->setFuture(future);
}

} // namespace Atelier
