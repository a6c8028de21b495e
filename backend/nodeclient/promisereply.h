// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/noderequest.h"

#include <QFuture>
#include <QPromise>

#include <memory>
#include <mutex>
#include <utility>

namespace Atelier::NodeClient {

/** A request's answer as a future. The first end counts, from whatever thread: the node's, or that
 *  of who lost patience. */
template<typename T>
class PromiseReply : public NodeReply
{
public:
    PromiseReply() { m_promise.start(); }

    [[nodiscard]] QFuture<Result<T>> future() const { return m_promise.future(); }
    /** Keeps what may stop the request, for as long as it has not ended. */
    void keep(std::shared_ptr<void> guard)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_hasEnded) {
            m_guard = std::move(guard);
        }
    }

    void end(const Result<nlohmann::json> &result) override
    {
        complete(result ? resultFrom(*result) : Result<T>(failure(result.error())));
    }

    void complete(Result<T> result)
    {
        std::shared_ptr<void> guard; // let go of without the lock
        {
            const std::lock_guard lock(m_mutex);
            if (m_hasEnded) {
                return;
            }
            m_hasEnded = true;
            guard.swap(m_guard);
        }
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

    [[nodiscard]] Result<void> item(const nlohmann::json &) override { return {}; }
    [[nodiscard]] Result<void> data(std::string_view) override { return {}; }

protected:
    [[nodiscard]] virtual Result<T> resultFrom(const nlohmann::json &json) = 0;

private:
    QPromise<Result<T>> m_promise;
    std::mutex m_mutex;
    std::shared_ptr<void> m_guard;
    bool m_hasEnded = false;
};

} // namespace Atelier::NodeClient
