// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/requestguard.h"

#include <QCoreApplication>

#include <algorithm>
#include <string_view>

namespace Atelier::Server {

namespace {

constexpr QByteArrayView endOfHead("\r\n\r\n");

bool isTokenCharacter(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    const bool alphanumeric = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')
                              || (byte >= 'a' && byte <= 'z');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").contains(character);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, isTokenCharacter);
}

QString malformed()
{
    return QCoreApplication::translate("RequestGuard", "The request is malformed.");
}

} // namespace

RequestGuard::Verdict RequestGuard::feed(QByteArrayView bytes)
{
    if (m_status != 0) {
        return Verdict::Refused;
    }
    if (m_headDone) {
        m_bodyLeft -= bytes.size();
        return m_bodyLeft <= 0 ? Verdict::Complete : Verdict::NeedMore;
    }
    const qsizetype searchFrom = std::max<qsizetype>(0, m_head.size() - endOfHead.size());
    m_head.append(bytes);
    const qsizetype end = m_head.indexOf(endOfHead, searchFrom);
    if (end > largestHeader || (end < 0 && m_head.size() > largestHeader)) {
        return refuse(
            431, QCoreApplication::translate("RequestGuard", "The request's header is too large."));
    }
    if (end < 0) {
        return Verdict::NeedMore;
    }
    const qsizetype rest = m_head.size() - end - endOfHead.size();
    m_head.truncate(end);
    m_headDone = true;
    if (const Verdict verdict = readHead(); verdict == Verdict::Refused) {
        return verdict;
    }
    m_bodyLeft = std::max<qint64>(0, m_length) - rest;
    return m_bodyLeft <= 0 ? Verdict::Complete : Verdict::NeedMore;
}

void RequestGuard::reset()
{
    *this = {};
}

bool RequestGuard::isEmpty() const
{
    return m_head.isEmpty();
}

bool RequestGuard::wantsClose() const
{
    return m_close;
}

int RequestGuard::status() const
{
    return m_status;
}

QString RequestGuard::reason() const
{
    return m_reason;
}

RequestGuard::Verdict RequestGuard::refuse(int status, const QString &reason)
{
    m_status = status;
    m_reason = reason;
    return Verdict::Refused;
}

RequestGuard::Verdict RequestGuard::readHead()
{
    qsizetype start = 0;
    bool first = true;
    while (start <= m_head.size()) {
        qsizetype end = m_head.indexOf("\r\n", start);
        end = end < 0 ? m_head.size() : end;
        const QByteArrayView line = QByteArrayView(m_head).sliced(start, end - start);
        if (line.contains('\n') || line.contains('\r') || line.contains('\0')) {
            return refuse(400, malformed());
        }
        if ((first ? readRequestLine(line) : readField(line)) == Verdict::Refused) {
            return Verdict::Refused;
        }
        first = false;
        start = end + 2;
    }
    if (m_hosts != 1) {
        return refuse(
            400, QCoreApplication::translate("RequestGuard", "The request must name one host."));
    }
    if (m_encoded) {
        // With both, two readers may see two different requests (RFC 9112, section 6.3).
        return refuse(m_length >= 0 ? 400 : 411,
                      QCoreApplication::translate("RequestGuard",
                                                  "The request must give its body's length."));
    }
    return Verdict::NeedMore;
}

RequestGuard::Verdict RequestGuard::readRequestLine(QByteArrayView line)
{
    const qsizetype afterVerb = line.indexOf(' ');
    const qsizetype beforeVersion = line.lastIndexOf(' ');
    if (afterVerb <= 0 || beforeVersion <= afterVerb + 1 || !isToken(line.first(afterVerb))) {
        return refuse(400, malformed());
    }
    const QByteArrayView target = line.sliced(afterVerb + 1, beforeVersion - afterVerb - 1);
    const QByteArrayView version = line.sliced(beforeVersion + 1);
    const auto isPlain = [](char character) { return character > ' ' && character < '\x7f'; };
    if (!target.startsWith('/') || !std::ranges::all_of(target, isPlain)) {
        return refuse(400, malformed());
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return refuse(505,
                      QCoreApplication::translate("RequestGuard", "Only HTTP 1.1 is spoken here."));
    }
    m_close = version == "HTTP/1.0";
    return Verdict::NeedMore;
}

RequestGuard::Verdict RequestGuard::readField(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon))) {
        return refuse(400, malformed()); // a folded line and a space before the colon among them
    }
    const QByteArray name = line.first(colon).toByteArray().toLower();
    const QByteArray value = line.sliced(colon + 1).toByteArray().trimmed();
    if (name == "host") {
        ++m_hosts;
    } else if (name == "connection" && value.toLower().contains("close")) {
        m_close = true;
    } else if (name == "content-length") {
        return readLength(value);
    } else if (name == "transfer-encoding") {
        m_encoded = true;
    } else if (name == "expect") {
        return refuse(
            417, QCoreApplication::translate("RequestGuard", "Send the body with the request."));
    }
    return Verdict::NeedMore;
}

RequestGuard::Verdict RequestGuard::readLength(const QByteArray &value)
{
    constexpr qsizetype mostDigits = 15;
    const auto isDigit = [](char character) { return character >= '0' && character <= '9'; };
    if (m_length >= 0 || value.isEmpty() || value.size() > mostDigits
        || !std::ranges::all_of(value, isDigit)) {
        return refuse(400, malformed());
    }
    m_length = value.toLongLong();
    if (m_length > largestBody) {
        return refuse(413,
                      QCoreApplication::translate("RequestGuard",
                                                  "The request's body is larger than 1 MiB."));
    }
    return Verdict::NeedMore;
}

} // namespace Atelier::Server
