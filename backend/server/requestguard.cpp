// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/requestguard.h"

#include "backend/server/requesttarget.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>

namespace Atelier::Server {

namespace {

constexpr QByteArrayView endOfHead("\r\n\r\n");

// With more, the parser behind us would drop all fields, the body's length among them.
constexpr int mostFields = 64;
constexpr qsizetype longestField = 8000;

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

/** Of these two would leave it to the reader which one counts. */
bool mayComeOnce(QByteArrayView name)
{
    static constexpr std::array names{"host", "content-length", "content-type", "authorization"};
    return std::ranges::find(names, name) != names.end();
}

/** From @p from on, every line ends in CR LF, and neither stands alone; no byte is NUL. A CR at the
 * very end may still be followed. */
bool hasPlainLines(QByteArrayView text, qsizetype from)
{
    for (qsizetype index = from; index < text.size(); ++index) {
        const bool afterReturn = index > 0 && text.at(index - 1) == '\r';
        if (text.at(index) == '\0' || (text.at(index) == '\n') != afterReturn) {
            return false;
        }
    }
    return true;
}

} // namespace

RequestGuard::Verdict RequestGuard::feed(QByteArrayView bytes)
{
    if (m_status != 0) {
        return Verdict::Refused;
    }
    if (m_headDone) {
        m_bodyLeft -= bytes.size();
    } else if (const Verdict verdict = takeHead(bytes); verdict == Verdict::Refused) {
        return verdict;
    }
    return isComplete() ? Verdict::Complete : Verdict::NeedMore;
}

RequestGuard::Verdict RequestGuard::takeHead(QByteArrayView bytes)
{
    const qsizetype former = m_head.size();
    m_head.append(bytes);
    const qsizetype end = m_head.indexOf(endOfHead,
                                         std::max<qsizetype>(0, former - endOfHead.size()));
    const qsizetype seen = std::min(end < 0 ? m_head.size() : end + endOfHead.size(),
                                    largestHeader + endOfHead.size());
    if (!hasPlainLines(QByteArrayView(m_head).first(seen), std::min(former, seen))) {
        return refuseAsMalformed();
    }
    if (end > largestHeader || (end < 0 && m_head.size() >= largestHeader + endOfHead.size())) {
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
    m_bodyLeft = bodySize() - rest;
    return Verdict::NeedMore;
}

void RequestGuard::reset()
{
    *this = {};
}

bool RequestGuard::isEmpty() const
{
    return m_head.isEmpty();
}

bool RequestGuard::isComplete() const
{
    return m_headDone && m_status == 0 && m_bodyLeft <= 0;
}

bool RequestGuard::wantsClose() const
{
    return m_close;
}

const QByteArray &RequestGuard::verb() const
{
    return m_verb;
}

const QByteArray &RequestGuard::target() const
{
    return m_target;
}

qint64 RequestGuard::bodySize() const
{
    return std::max<qint64>(0, m_length);
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

RequestGuard::Verdict RequestGuard::refuseAsMalformed()
{
    return refuse(400, QCoreApplication::translate("RequestGuard", "The request is malformed."));
}

RequestGuard::Verdict RequestGuard::readHead()
{
    qsizetype start = 0;
    bool first = true;
    while (start <= m_head.size()) {
        qsizetype end = m_head.indexOf("\r\n", start);
        end = end < 0 ? m_head.size() : end;
        const QByteArrayView line = QByteArrayView(m_head).sliced(start, end - start);
        if ((first ? readRequestLine(line) : readField(line)) == Verdict::Refused) {
            return Verdict::Refused;
        }
        first = false;
        start = end + 2;
    }
    if (!m_names.contains("host")) {
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
        return refuseAsMalformed();
    }
    const QByteArrayView target = line.sliced(afterVerb + 1, beforeVersion - afterVerb - 1);
    const QByteArrayView version = line.sliced(beforeVersion + 1);
    const auto isPlain = [](char character) { return character > ' ' && character < '\x7f'; };
    if (!std::ranges::all_of(target, isPlain) || !requestTargetFrom(target)) {
        return refuseAsMalformed();
    }
    m_verb = line.first(afterVerb).toByteArray();
    m_target = target.toByteArray();
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
        return refuseAsMalformed(); // a folded line and a space before the colon among them
    }
    const QByteArray name = line.first(colon).toByteArray().toLower();
    const QByteArray value = line.sliced(colon + 1).toByteArray().trimmed();
    if (mayComeOnce(name) && m_names.contains(name)) {
        return refuse(400,
                      QCoreApplication::translate("RequestGuard",
                                                  "The request's field “%1” comes more than once.")
                          .arg(QString::fromLatin1(name)));
    }
    m_names.insert(name);
    if (line.size() > longestField || ++m_fields > mostFields) {
        return refuse(
            431, QCoreApplication::translate("RequestGuard", "The request's header is too large."));
    }
    if (name == "connection" && value.toLower().contains("close")) {
        m_close = true;
    } else if (name == "content-length") {
        return readLength(value);
    } else if (name == "transfer-encoding") {
        m_encoded = true;
    } else if (name == "expect") {
        return refuse(
            417, QCoreApplication::translate("RequestGuard", "Send the body with the request."));
    } else if (name == "upgrade" && value.toLower().contains("websocket")) {
        // The parser would take it for its own.
        return refuse(
            400, QCoreApplication::translate("RequestGuard", "WebSockets are not spoken here."));
    }
    return Verdict::NeedMore;
}

RequestGuard::Verdict RequestGuard::readLength(const QByteArray &value)
{
    constexpr qsizetype mostDigits = 15;
    const auto isDigit = [](char character) { return character >= '0' && character <= '9'; };
    if (value.isEmpty() || value.size() > mostDigits || !std::ranges::all_of(value, isDigit)) {
        return refuseAsMalformed();
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
