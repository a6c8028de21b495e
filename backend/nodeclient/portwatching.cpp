// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/portwatching.h"

#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/client.h"
#include "backend/nodeclient/faulterror.h"

#include <QJsonDocument>
#include <QPointer>

#include <limits>

namespace Atelier::NodeClient {

namespace {

QJsonObject jsonObjectFrom(const nlohmann::json &json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(Node::payloadOf(json))).object();
}

} // namespace

std::optional<ListeningPort> portFrom(const nlohmann::json &json)
{
    const QJsonObject object = jsonObjectFrom(json);
    const int port = object.value(QLatin1StringView("port")).toInt();
    if (port <= 0 || port > std::numeric_limits<quint16>::max()) {
        return {};
    }
    return ListeningPort{.port = static_cast<quint16>(port),
                         .address = object.value(QLatin1StringView("address")).toString(),
                         .program = object.value(QLatin1StringView("program")).toString(),
                         .label = object.value(QLatin1StringView("label")).toString(),
                         .pid = object.value(QLatin1StringView("pid")).toInteger()};
}

PortWatching::PortWatching(Client *client)
    : m_poster(std::make_shared<Poster>(this))
{
    // After the caller has connected the signals.
    m_poster->post([this, node = QPointer<Client>(client)] {
        if (node) {
            begin(node);
        }
    });
}

PortWatching::~PortWatching()
{
    m_poster->close();
    if (m_running) {
        m_running->stop();
    }
}

void PortWatching::begin(Client *client)
{
    StreamReply::Takers takers{
        .item = [this](const nlohmann::json &item) { take(item); },
        .end =
            [this](const Result<nlohmann::json> &result) {
                Q_EMIT failed(result ? brokenNode(QStringLiteral("a watch that is done"))
                                     : result.error());
            }};
    m_running = client->begin({{"request", "ports.watch"}},
                              std::make_shared<StreamReply>(m_poster, std::move(takers)));
}

void PortWatching::take(const nlohmann::json &item)
{
    const auto gonePort = Node::numberIn(item, "gone");
    if (gonePort && *gonePort > 0 && *gonePort <= std::numeric_limits<quint16>::max()) {
        Q_EMIT gone(static_cast<quint16>(*gonePort));
    }
    if (const auto found = item.find("appeared"); found != item.end()) {
        if (const auto port = portFrom(*found)) {
            Q_EMIT appeared(*port);
        }
    }
}

} // namespace Atelier::NodeClient
