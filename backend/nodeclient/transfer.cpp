// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/transfer.h"

#include <utility>

namespace Atelier::NodeClient {

namespace {

constexpr std::chrono::milliseconds progressInterval{100};

} // namespace

Transfer::Transfer(std::shared_ptr<Poster> poster, const TransferOptions &options)
    : m_poster(std::move(poster))
    , m_options(options)
    , m_onProgress(
          std::make_shared<std::function<void(const TransferProgress &)>>(options.onProgress))
    , m_callback(options.stop, std::function<void()>([this] { stop(); }))
{
    // A callback that was called at once has started it already.
    const std::lock_guard lock(m_mutex);
    if (!m_hasEnded) {
        m_promise.start();
    }
}

Transfer::~Transfer()
{
    stopAndWait();
    finish(failure({.code = Error::Code::Cancelled, .message = {}}));
}

void Transfer::start(std::shared_ptr<NodeLink> link)
{
    m_link = std::move(link);
    m_thread = std::thread([this] {
        const Result<EntriesResult> result = run(*m_link);
        finish(stopToken().stop_requested()
                   ? failure({.code = Error::Code::Cancelled, .message = {}})
                   : result);
    });
}

void Transfer::stop()
{
    m_stop.request_stop();
    finish(failure({.code = Error::Code::Cancelled, .message = {}}));
}

void Transfer::stopAndWait()
{
    m_stop.request_stop();
    if (m_thread.joinable()) {
        m_thread.join();
    }
    m_link.reset();
}

void Transfer::tellProgress(const TransferProgress &progress)
{
    const auto now = std::chrono::steady_clock::now();
    if (!*m_onProgress || now - m_told < progressInterval) {
        return;
    }
    m_told = now;
    m_poster->post([onProgress = m_onProgress, progress] { (*onProgress)(progress); });
}

void Transfer::finish(const Result<EntriesResult> &result)
{
    const std::lock_guard lock(m_mutex);
    if (m_hasEnded) {
        return;
    }
    m_hasEnded = true;
    m_promise.start();
    m_promise.addResult(result);
    m_promise.finish();
}

} // namespace Atelier::NodeClient
