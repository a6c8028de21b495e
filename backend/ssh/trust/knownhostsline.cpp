// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/knownhostsline.h"

#include "backend/keys/keyblob.h"
#include "backend/ssh/hostkeys.h"

namespace Atelier::Ssh {

namespace {

bool isBlank(char character)
{
    return character == ' ' || character == '\t';
}

/** Takes the next word off @p rest; empty at the end. */
QByteArrayView takeWord(QByteArrayView &rest)
{
    qsizetype start = 0;
    while (start < rest.size() && isBlank(rest[start])) {
        ++start;
    }
    qsizetype end = start;
    while (end < rest.size() && !isBlank(rest[end])) {
        ++end;
    }
    const QByteArrayView word = rest.sliced(start, end - start);
    rest = rest.sliced(end);
    return word;
}

/** The key of @p type in base64; nothing unless it is whole, because a half one would look like
 * another key of the same host. */
std::optional<HostKey> wholeKey(QByteArrayView type, QByteArrayView encoded)
{
    const auto blob = QByteArray::fromBase64Encoding(encoded.toByteArray(),
                                                     QByteArray::AbortOnBase64DecodingErrors);
    if (!blob || !inspectKeyBlob(*blob).bits) {
        return std::nullopt;
    }
    HostKey key = hostKeyFromBlob(*blob);
    return key.type == QLatin1StringView(type) ? std::optional(std::move(key)) : std::nullopt;
}

} // namespace

std::optional<KnownHostsLine> KnownHostsLine::parse(QByteArrayView line)
{
    // A file written on Windows; OpenSSH ends at a NUL as well.
    QByteArrayView rest = line.first(
        std::min(line.size(), line.contains('\0') ? line.indexOf('\0') : line.size()));
    while (rest.endsWith('\r') || rest.endsWith('\n')) {
        rest.chop(1);
    }
    KnownHostsLine result;
    QByteArrayView word = takeWord(rest);
    if (word.isEmpty() || word.startsWith('#')) {
        return std::nullopt;
    }
    if (word.startsWith('@')) {
        if (word == "@revoked") {
            result.marker = Marker::Revoked;
        } else if (word == "@cert-authority") {
            result.marker = Marker::CertAuthority;
        } else {
            return std::nullopt;
        }
        word = takeWord(rest);
        if (word.startsWith('@')) {
            return std::nullopt; // only one marker is allowed
        }
    }
    result.hosts = word.toByteArray();
    const QByteArrayView type = takeWord(rest);
    auto key = wholeKey(type, takeWord(rest));
    if (!key) {
        return std::nullopt;
    }
    result.key = std::move(*key);
    return result;
}

} // namespace Atelier::Ssh
