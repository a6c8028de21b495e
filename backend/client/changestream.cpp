// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/changestream.h"

#include "backend/arm/resourcepaths.h"
#include "backend/client/requests.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QNetworkReply>
#include <QUrlQuery>

#include <utility>

namespace Atelier::Client {

namespace {

Q_LOGGING_CATEGORY(changeLog, "atelier.client.changes", QtWarningMsg)

using namespace std::chrono_literals;

constexpr qsizetype maximumLine = 4 * 1024 * 1024;
constexpr int statusOk = 200;
constexpr int statusGone = 410;

} // namespace

ChangeStream::ChangeStream(Requests *requests, QObject *parent)
    : QObject(parent)
    , m_requests(requests)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(10s);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_reply) {
            m_reply->abort();
        }
    });
}

ChangeStream::~ChangeStream()
{
    close();
}

void ChangeStream::open(qint64 since)
{
    close();
    QUrlQuery query;
    if (since >= 0) {
        query.addQueryItem(QStringLiteral("since"), QString::number(since));
    }
    m_reply = m_requests->openStream(Arm::ResourcePaths().changes(), query);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ChangeStream::readHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &ChangeStream::readLines);
    connect(m_reply, &QNetworkReply::finished, this, &ChangeStream::finish);
    m_patience.start();
}

void ChangeStream::close()
{
    m_patience.stop();
    m_open = false;
    m_pending.clear();
    if (QNetworkReply *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

bool ChangeStream::isOpen() const
{
    return m_open;
}

void ChangeStream::readHeaders()
{
    if (!m_open && m_reply && Requests::statusOf(m_reply) == statusOk) {
        m_patience.stop();
        m_open = true;
        Q_EMIT opened();
    }
}

void ChangeStream::readLines()
{
    if (!m_open) {
        return; // an error's body: read whole when the reply ends
    }
    m_pending += m_reply->readAll();
    qsizetype begin = 0;
    for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n', begin)) {
        const QByteArray line = m_pending.sliced(begin, end - begin).trimmed();
        begin = end + 1;
        if (!line.isEmpty()) {
            give(line);
        }
        if (!m_open) {
            return; // closed by whoever heard of the change
        }
    }
    m_pending.remove(0, begin);
    if (m_pending.size() > maximumLine) {
        close();
        Q_EMIT ended(
            {.code = Error::Code::Protocol,
             .message = tr("Atelier's background service sent a change that is too large."),
             .detail = QStringLiteral("change stream: line without end")});
    }
}

void ChangeStream::give(const QByteArray &line)
{
    QJsonParseError parse;
    const QJsonDocument json = QJsonDocument::fromJson(line, &parse);
    const Result<Arm::Change> change = Arm::changeFrom(json.object());
    if (change) {
        Q_EMIT changed(*change);
    } else {
        // What this studio does not know (another kind of resource) must not end the stream.
        qCWarning(changeLog) << "skipped a change:" << parse.errorString() << change.error().detail;
    }
}

void ChangeStream::finish()
{
    QNetworkReply *reply = m_reply;
    const bool gone = Requests::statusOf(reply) == statusGone;
    Error error{.code = Error::Code::ConnectionLost,
                .message = tr("The connection to Atelier's background service ended."),
                .detail = QStringLiteral("change stream closed")};
    if (!m_open || reply->error() != QNetworkReply::NoError) {
        error = Requests::errorOf(reply, m_open ? QByteArray() : reply->read(maximumLine));
    }
    close();
    if (gone) {
        Q_EMIT tooOld();
    } else {
        Q_EMIT ended(error);
    }
}

} // namespace Atelier::Client
