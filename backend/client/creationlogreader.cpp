// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/creationlogreader.h"

#include "backend/arm/resourcepaths.h"
#include "backend/client/requests.h"

#include <QNetworkReply>
#include <QUrlQuery>

#include <utility>

namespace Atelier::Client {

namespace {

using namespace std::chrono_literals;

constexpr qint64 maximumLog = 16LL * 1024 * 1024;
constexpr int statusOk = 200;
constexpr int mostFruitless = 3;
constexpr qsizetype longestLine = 4096;

} // namespace

CreationLogReader::CreationLogReader(ControlPlane *controlPlane, Requests *requests, QString name)
    : m_controlPlane(controlPlane)
    , m_requests(requests)
    , m_name(std::move(name))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &CreationLogReader::open);
    connect(controlPlane, &ControlPlane::linkChanged, this, [this](ControlPlane::Link link) {
        if (link == ControlPlane::Link::Online && !m_reply && !m_done) {
            open();
        }
    });
    // From the event loop, so that the caller has connected its slots before anything is said.
    m_again.start(0);
}

CreationLogReader::~CreationLogReader()
{
    drop();
}

void CreationLogReader::open()
{
    if (m_reply || m_done || !m_controlPlane || !m_requests
        || m_controlPlane->link() != ControlPlane::Link::Online) {
        return;
    }
    m_arrived = 0;
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("follow"), QStringLiteral("true"));
    m_reply = m_requests->openStream(Arm::ResourcePaths().creationLog(m_name), query);
    connect(m_reply, &QNetworkReply::readyRead, this, &CreationLogReader::read);
    connect(m_reply, &QNetworkReply::finished, this, &CreationLogReader::replyEnded);
}

void CreationLogReader::read()
{
    if (Requests::statusOf(m_reply) != statusOk) {
        return;
    }
    QByteArray text = m_reply->readAll();
    const qint64 known = m_given - m_arrived;
    m_arrived += text.size();
    if (known > 0) {
        text = known < text.size() ? text.sliced(known) : QByteArray();
    }
    if (text.isEmpty()) {
        return;
    }
    m_given += text.size();
    if (m_given > maximumLog) {
        m_done = true;
        drop();
        Q_EMIT failed(
            {.code = Error::Code::Exhausted,
             .message = tr("The creation log of “%1” is too long to be shown.").arg(m_name),
             .target = m_name});
        return;
    }
    m_fruitless = 0;
    m_lastLine += text;
    m_lastLine = m_lastLine.trimmed();
    m_lastLine = m_lastLine.sliced(m_lastLine.lastIndexOf('\n') + 1).right(longestLine);
    Q_EMIT appended(text);
}

bool CreationLogReader::mayGoOn() const
{
    const Arm::ComputeInstance *instance = m_controlPlane ? m_controlPlane->instance(m_name)
                                                          : nullptr;
    const bool isAlive = instance != nullptr
                         && (instance->state == Arm::InstanceState::Running
                             || Arm::isTransitional(instance->state));
    const bool isWhole = m_lastLine.contains("Ready.") || m_lastLine.contains("Failed:");
    return isAlive && !isWhole && m_fruitless < mostFruitless;
}

void CreationLogReader::replyEnded()
{
    read(); // what came together with the end
    if (m_done) {
        return;
    }
    QNetworkReply *reply = m_reply;
    const int status = Requests::statusOf(reply);
    const bool ended = status == statusOk && reply->error() == QNetworkReply::NoError;
    // An end without the closing line of an instance that goes on: a control plane that was
    // replaced just now may not have known better.
    if (ended && mayGoOn()) {
        ++m_fruitless;
        drop();
        m_again.start(250ms);
        return;
    }
    if (ended) {
        m_done = true;
        drop();
        Q_EMIT finished();
        return;
    }
    if (status >= 400 && status < 500) {
        const Error error = Requests::errorOf(reply, reply->read(maximumLog));
        m_done = true;
        drop();
        Q_EMIT failed(error);
        return;
    }
    drop();
    m_again.start(250ms); // does nothing until the link is online again
}

void CreationLogReader::drop()
{
    if (QNetworkReply *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

} // namespace Atelier::Client
