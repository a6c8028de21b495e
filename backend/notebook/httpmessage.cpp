// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/httpmessage.h"

#include <QCoreApplication>

namespace Atelier::Notebook {

namespace {

Error malformed(const QString &detail)
{
    return {.code = Error::Code::Protocol,
            .message = QCoreApplication::translate(
                "Notebook", "JupyterLab sent an answer that could not be read."),
            .detail = detail};
}

Result<QByteArray> decodeChunks(const QByteArray &coded)
{
    QByteArray body;
    qsizetype position = 0;
    while (true) {
        const qsizetype lineEnd = coded.indexOf("\r\n", position);
        if (lineEnd < 0) {
            return failure(malformed(QStringLiteral("chunk size without a line end")));
        }
        const QByteArray size =
            coded.sliced(position, lineEnd - position).split(';').first().trimmed();
        bool valid = false;
        const qsizetype length = size.toLongLong(&valid, 16);
        const qsizetype start = lineEnd + 2;
        if (!valid || length < 0 || length > coded.size() - start) {
            return failure(malformed(QStringLiteral("chunk size that does not fit")));
        }
        if (length == 0) {
            return body;
        }
        body += coded.sliced(start, length);
        position = start + length + 2;
    }
}

} // namespace

QByteArray HttpResponse::header(const QByteArray &name) const
{
    const QList<QByteArray> values = allHeaders(name);
    return values.isEmpty() ? QByteArray() : values.first();
}

QList<QByteArray> HttpResponse::allHeaders(const QByteArray &name) const
{
    QList<QByteArray> values;
    for (const auto &[key, value] : headers) {
        if (key == name) {
            values.append(value);
        }
    }
    return values;
}

QByteArray serialize(const HttpRequest &request)
{
    QByteArray bytes;
    bytes.append(request.method).append(' ').append(request.path).append(" HTTP/1.1\r\n");
    bytes.append("Host: ").append(request.host).append("\r\n");
    bytes.append("Connection: close\r\nAccept: application/json\r\n");
    if (!request.token.isEmpty()) {
        bytes.append("Authorization: token ").append(request.token).append("\r\n");
    }
    if (!request.json.isEmpty()) {
        bytes.append("Content-Type: application/json\r\n");
    }
    if (!request.json.isEmpty() || request.method != "GET") {
        bytes.append("Content-Length: ")
            .append(QByteArray::number(request.json.size()))
            .append("\r\n");
    }
    return bytes.append("\r\n").append(request.json);
}

Result<HttpResponse> parseHttpResponse(const QByteArray &bytes)
{
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0) {
        return failure(
            malformed(QStringLiteral("%1 bytes without the end of a header").arg(bytes.size())));
    }
    const QList<QByteArray> lines = bytes.first(headEnd).split('\n');
    const QList<QByteArray> statusLine = lines.first().trimmed().split(' ');
    HttpResponse response;
    if (statusLine.size() < 2 || !statusLine.first().startsWith("HTTP/1.")) {
        return failure(malformed(QStringLiteral("no HTTP status line")));
    }
    response.status = statusLine.at(1).toInt();
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0) {
            response.headers.emplaceBack(line.first(colon).trimmed().toLower(),
                                         line.sliced(colon + 1).trimmed());
        }
    }
    const QByteArray rest = bytes.sliced(headEnd + 4);
    if (response.header("transfer-encoding").toLower() == "chunked") {
        Result<QByteArray> body = decodeChunks(rest);
        if (!body) {
            return failure(std::move(body).error());
        }
        response.body = std::move(*body);
        return response;
    }
    const QByteArray length = response.header("content-length");
    if (!length.isEmpty() && length.toLongLong() > rest.size()) {
        return failure(malformed(QStringLiteral("the connection ended before the body")));
    }
    response.body = length.isEmpty() ? rest : rest.first(length.toLongLong());
    return response;
}

} // namespace Atelier::Notebook
