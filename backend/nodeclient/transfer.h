// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/fileaccess.h"
#include "backend/nodeclient/nodelink.h"
#include "backend/nodeclient/poster.h"

#include <QFuture>
#include <QPromise>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace Atelier::NodeClient {

/**
 * A download or an upload: a thread that packs or unpacks, and a link of its own. Made, started and
 * destroyed in the client's thread.
 */
class Transfer
{
public:
    Transfer(std::shared_ptr<Poster> poster, const TransferOptions &options);
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;
    virtual ~Transfer();

    [[nodiscard]] QFuture<Result<EntriesResult>> future() const { return m_promise.future(); }
    /** Begins over @p link, which belongs to this transfer alone. */
    void start(std::shared_ptr<NodeLink> link);
    void fail(const Error &error) { finish(failure(error)); }
    /** Tells that it has ended, cancelled; its thread, which a disk may hold up, follows. */
    void stop();

protected:
    /** The work, in the transfer's thread; looks at stopToken() per block. */
    [[nodiscard]] virtual Result<EntriesResult> run(NodeLink &link) = 0;
    /** For the destructors of what runs. */
    void stopAndWait();

    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
    [[nodiscard]] const TransferOptions &options() const { return m_options; }
    void tellProgress(const TransferProgress &progress);

private:
    void finish(const Result<EntriesResult> &result);

    std::shared_ptr<Poster> m_poster;
    TransferOptions m_options;
    std::shared_ptr<std::function<void(const TransferProgress &)>> m_onProgress;
    std::chrono::steady_clock::time_point m_told;
    std::stop_source m_stop;
    std::mutex m_mutex;
    bool m_hasEnded = false;
    QPromise<Result<EntriesResult>> m_promise;
    std::shared_ptr<NodeLink> m_link;
    std::thread m_thread;
    std::stop_callback<std::function<void()>> m_callback; // last: uses all of the above
};

} // namespace Atelier::NodeClient
