// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/refusedanswer.h"

#include "backend/arm/errorenvelope.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

namespace Atelier::Server {

namespace {

constexpr std::array phrases{
    std::pair{200, "OK"},
    std::pair{201, "Created"},
    std::pair{202, "Accepted"},
    std::pair{204, "No Content"},
    std::pair{304, "Not Modified"},
    std::pair{400, "Bad Request"},
    std::pair{401, "Unauthorized"},
    std::pair{403, "Forbidden"},
    std::pair{404, "Not Found"},
    std::pair{405, "Method Not Allowed"},
    std::pair{408, "Request Timeout"},
    std::pair{409, "Conflict"},
    std::pair{410, "Gone"},
    std::pair{411, "Length Required"},
    std::pair{412, "Precondition Failed"},
    std::pair{413, "Content Too Large"},
    std::pair{415, "Unsupported Media Type"},
    std::pair{417, "Expectation Failed"},
    std::pair{429, "Too Many Requests"},
    std::pair{431, "Request Header Fields Too Large"},
    std::pair{500, "Internal Server Error"},
    std::pair{501, "Not Implemented"},
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

QByteArray refusedAnswer(int status, const QString &reason)
{
    const auto code = status == 503 ? Error::Code::Exhausted : Error::Code::InvalidArgument;
    const Error error{.code = code, .message = reason};
    const QByteArray body = QJsonDocument(Arm::toEnvelope(error)).toJson(QJsonDocument::Compact);
    const QByteArray retry = status == 503 ? "Retry-After: 1\r\n" : "";
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status)
           + "\r\nContent-Type: application/json; charset=utf-8\r\nCache-Control: no-store\r\n"
           + retry + "Connection: close\r\nContent-Length: " + QByteArray::number(body.size())
           + "\r\n\r\n" + body;
}

} // namespace Atelier::Server
