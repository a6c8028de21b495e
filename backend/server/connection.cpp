// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/connection.h"

#include "backend/arm/errorenvelope.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace Atelier::Server {

namespace {

using namespace std::chrono_literals;

constexpr auto idleTime = 60s;    ///< a connection on which nothing is asked
constexpr auto requestTime = 10s; ///< from the first byte of a request to its last

constexpr std::array phrases{
    std::pair{200, "OK"},
    std::pair{201, "Created"},
    std::pair{202, "Accepted"},
    std::pair{204, "No Content"},
    std::pair{400, "Bad Request"},
    std::pair{401, "Unauthorized"},
    std::pair{403, "Forbidden"},
    std::pair{404, "Not Found"},
    std::pair{405, "Method Not Allowed"},
    std::pair{408, "Request Timeout"},
    std::pair{409, "Conflict"},
    std::pair{410, "Gone"},
    std::pair{411, "Length Required"},
    std::pair{413, "Content Too Large"},
    std::pair{415, "Unsupported Media Type"},
    std::pair{417, "Expectation Failed"},
    std::pair{431, "Request Header Fields Too Large"},
    std::pair{500, "Internal Server Error"},
    std::pair{502, "Bad Gateway"},
    std::pair{503, "Service Unavailable"},
    std::pair{505, "HTTP Version Not Supported"},
    std::pair{507, "Insufficient Storage"},
};

} // namespace

QByteArray reasonPhrase(int status)
{
    const auto row = std::ranges::find(
        phrases, status, [](const auto &entry) { return entry.first; });
    return row == phrases.end() ? QByteArray("Error") : QByteArray(row->second);
}

Connection::Connection(QObject *parent)
    : QTcpSocket(parent)
{
    m_deadline.setSingleShot(true);
    // Coarse timers may fire together with others: an idle connection is in no hurry.
    m_deadline.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_deadline, &QTimer::timeout, this, &QAbstractSocket::abort);
    connect(this, &QIODevice::readyRead, this, &Connection::inspect);
    m_deadline.start(idleTime);
}

void Connection::requestTaken()
{
    m_phase = Phase::Handling;
    m_deadline.stop();
}

void Connection::requestAnswered()
{
    const bool close = m_guard.wantsClose();
    m_guard.reset();
    if (state() != QAbstractSocket::ConnectedState) {
        return;
    }
    if (close) {
        m_phase = Phase::Refused; // nothing more is read from this client
        disconnectFromHost();
        return;
    }
    m_phase = Phase::Reading;
    m_deadline.start(idleTime);
}

bool Connection::closesAfterAnswer() const
{
    return m_guard.wantsClose();
}

void Connection::inspect()
{
    if (m_phase == Phase::Handling) {
        return; // the next request already: it is looked at when this one is answered
    }
    const QByteArray bytes = peek(bytesAvailable());
    if (m_phase == Phase::Refused) {
        skip(bytes.size());
        return;
    }
    if (bytes.isEmpty()) {
        return;
    }
    if (m_guard.isEmpty()) {
        m_deadline.start(requestTime);
    }
    if (m_guard.feed(bytes) == RequestGuard::Verdict::Refused) {
        skip(bytes.size()); // the parser behind us finds nothing to read
        refuse(m_guard.status(), m_guard.reason());
    }
}

void Connection::refuse(int status, const QString &reason)
{
    m_phase = Phase::Refused;
    const Error error{.code = Error::Code::InvalidArgument, .message = reason};
    const QByteArray body = QJsonDocument(Arm::toEnvelope(error)).toJson(QJsonDocument::Compact);
    write("HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status)
          + "\r\nContent-Type: application/json; charset=utf-8\r\nConnection: "
            "close\r\nContent-Length: "
          + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    disconnectFromHost();
}

} // namespace Atelier::Server
