// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/renewedwatch.h"

#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/client.h"
#include "backend/nodeclient/faulterror.h"
#include "backend/nodeclient/runningrequest.h"
#include "backend/ssh/connection.h"

#include <algorithm>
#include <utility>

namespace Atelier::NodeClient {

namespace {

constexpr int shortestRetry = 250;
constexpr int longestRetry = 15'000;

/** Hands items and the end to the watch's thread. */
class WatchReply final : public NodeReply
{
public:
    using Item = std::function<void(const nlohmann::json &)>;
    using End = std::function<void(const Error &)>;

    WatchReply(std::shared_ptr<Poster> poster, Item item, End end)
        : m_poster(std::move(poster))
        , m_item(std::move(item))
        , m_end(std::move(end))
    {
    }

    [[nodiscard]] Result<void> item(const nlohmann::json &json) override
    {
        m_poster->post([item = m_item, json] { item(json); });
        return {};
    }
    [[nodiscard]] Result<void> data(std::string_view) override
    {
        return failure(brokenNode(QStringLiteral("a watch gives no data")));
    }
    void end(const Result<nlohmann::json> &result) override
    {
        m_poster->post([end = m_end,
                        error = result ? brokenNode(QStringLiteral("a watch that is done"))
                                       : result.error()] { end(error); });
    }
    void whenTaken(const std::function<void()> &done) override { m_poster->post(done); }
    [[nodiscard]] bool isUrgent() const override { return false; }

private:
    std::shared_ptr<Poster> m_poster;
    Item m_item;
    End m_end;
};

/** Faults that time may mend: the way to the node, or its program, was lost. */
bool isPassing(const Error &error)
{
    if (cannotRun(error)) {
        return false;
    }
    switch (error.code) {
    case Error::Code::ConnectionLost:
    case Error::Code::ConnectionRefused:
    case Error::Code::CommandFailed:
    case Error::Code::NameNotResolved:
    case Error::Code::TimedOut:
    case Error::Code::Unavailable:
    case Error::Code::Unreachable:
        return true;
    default:
        return false;
    }
}

FileChange::Kind kindFrom(const std::string &word)
{
    if (word == "created") {
        return FileChange::Kind::Created;
    }
    return word == "removed" ? FileChange::Kind::Removed : FileChange::Kind::Modified;
}

} // namespace

RenewedWatch::RenewedWatch(Client *client, nlohmann::json request)
    : m_client(client)
    , m_request(std::move(request))
    , m_poster(std::make_shared<Poster>(this))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &RenewedWatch::begin);
    if (client->connection() != nullptr) {
        connect(client->connection(),
                &Ssh::Connection::stateChanged,
                this,
                [this](Ssh::SessionState state) {
                    if (state == Ssh::SessionState::Ready && m_retry.isActive()) {
                        m_retry.stop();
                        begin();
                    }
                });
    }
    // After the caller has connected the signals.
    m_poster->post([this] { begin(); });
}

RenewedWatch::~RenewedWatch()
{
    m_poster->close();
    if (m_running) {
        m_running->stop();
    }
}

void RenewedWatch::begin()
{
    if (!m_client) {
        return;
    }
    m_running = m_client->begin(m_request,
                                std::make_shared<WatchReply>(
                                    m_poster,
                                    [this](const nlohmann::json &item) { take(item); },
                                    [this](const Error &error) { ended(error); }));
}

void RenewedWatch::take(const nlohmann::json &item)
{
    if (item.contains("watching")) {
        m_failures = 0;
        if (std::exchange(m_wasReady, true)) {
            Q_EMIT resync();
        } else {
            Q_EMIT ready();
        }
    }
    if (Node::flagIn(item, "overflow")) {
        Q_EMIT resync();
    }
    if (const auto folders = Node::numberIn(item, "unwatched"); folders && *folders > 0) {
        Q_EMIT limited(static_cast<quint64>(*folders));
    }
    const auto list = item.find("changes");
    if (list != item.end() && list->is_array()) {
        takeChanges(*list);
    }
}

void RenewedWatch::takeChanges(const nlohmann::json &list)
{
    FileChanges changes;
    for (const nlohmann::json &entry : list) {
        if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string()
            || !entry[1].is_string()) {
            continue;
        }
        if (const auto path = Node::pathFrom(entry[1].get<std::string>())) {
            changes.append({.kind = kindFrom(entry[0].get<std::string>()),
                            .path = QByteArray::fromStdString(*path)});
        }
    }
    if (!changes.isEmpty()) {
        Q_EMIT changed(changes);
    }
}

void RenewedWatch::ended(const Error &error)
{
    m_running.reset();
    if (error.code == Error::Code::Cancelled) {
        return; // the client has gone
    }
    if (!isPassing(error)) {
        Q_EMIT failed(error);
        return;
    }
    m_retry.start(std::min(shortestRetry << std::min(m_failures, 10), longestRetry));
    ++m_failures;
}

} // namespace Atelier::NodeClient
