// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QCoreApplication>
#include <QFuture>
#include <QPromise>

#include <memory>

namespace Atelier::Ssh {

/** What a dropped request is answered with. */
[[nodiscard]] inline Error cancelledError()
{
    return {.code = Error::Code::Cancelled,
            .message = QCoreApplication::translate("Ssh", "The operation was cancelled.")};
}

/** The one answer to one request. A reply that is dropped unanswered says Cancelled, so that no
 * caller waits for ever. */
template<typename T>
class Reply final
{
public:
    Reply()
        : m_promise(std::make_unique<QPromise<Result<T>>>())
    {
        m_promise->start();
    }
    Reply(Reply &&) noexcept = default;
    Reply &operator=(Reply &&) noexcept = default;
    Reply(const Reply &) = delete;
    Reply &operator=(const Reply &) = delete;
    ~Reply() { give(failure(cancelledError())); }

    [[nodiscard]] QFuture<Result<T>> future() const { return m_promise->future(); }

    /** Only the first answer counts. */
    void give(Result<T> result)
    {
        if (m_promise) {
            m_promise->addResult(std::move(result));
            m_promise->finish();
            m_promise.reset();
        }
    }

private:
    std::unique_ptr<QPromise<Result<T>>> m_promise;
};

} // namespace Atelier::Ssh
