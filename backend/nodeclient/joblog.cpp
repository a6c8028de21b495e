// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/joblog.h"

#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/client.h"
#include "backend/nodeclient/streamreply.h"

#include <QPointer>

namespace Atelier::NodeClient {

namespace {

nlohmann::json logRequest(const QString &id, const JobLogRange &range)
{
    nlohmann::json request{{"request", "run.log"},
                           {"id", id.toStdString()},
                           {"stream", range.ofErrors ? "stderr" : "stdout"},
                           {"offset", range.offset},
                           {"follow", range.follow}};
    if (range.length) {
        request["length"] = *range.length;
    }
    return request;
}

} // namespace

JobLog::JobLog(Client *client, const QString &id, const JobLogRange &range, QObject *parent)
    : QObject(parent)
    , m_poster(std::make_shared<Poster>(this))
    , m_offset(range.offset)
{
    // After the caller has connected the signals.
    m_poster->post([this, node = QPointer<Client>(client), request = logRequest(id, range)] {
        if (node) {
            begin(node, request);
        }
    });
}

JobLog::~JobLog()
{
    m_poster->close();
    if (m_running) {
        m_running->stop();
    }
}

void JobLog::begin(Client *client, const nlohmann::json &request)
{
    StreamReply::Takers takers{.item =
                                   [this](const nlohmann::json &item) {
                                       if (Node::flagIn(item, "cut")) {
                                           m_offset = 0;
                                           Q_EMIT cut();
                                       }
                                   },
                               .data =
                                   [this](const QByteArray &bytes) {
                                       m_offset += bytes.size();
                                       m_running->grant(static_cast<std::size_t>(bytes.size()));
                                       Q_EMIT received(bytes);
                                   },
                               .end =
                                   [this](const Result<nlohmann::json> &result) {
                                       if (result) {
                                           Q_EMIT finished(Node::flagIn(*result, "ended"));
                                       } else {
                                           Q_EMIT failed(result.error());
                                       }
                                   },
                               .grantsItself = true};
    m_running = client->begin(request, std::make_shared<StreamReply>(m_poster, std::move(takers)));
}

} // namespace Atelier::NodeClient
