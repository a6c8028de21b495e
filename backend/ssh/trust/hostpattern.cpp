// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/hostpattern.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>
#include <utility>

namespace Atelier::Ssh {

namespace {

constexpr quint16 standardPort = 22;
/** From this length on OpenSSH gives up on the whole list (match.c). */
constexpr qsizetype longestPattern = 1023;
constexpr QByteArrayView hashMagic("|1|");

/** "*" and "?" only; goes back to the last "*" instead of trying every split, so that no pattern
 * takes long. */
bool matchesWildcards(QByteArrayView pattern, QByteArrayView name)
{
    qsizetype at = 0;
    qsizetype next = 0;
    qsizetype star = -1;
    qsizetype resumed = 0;
    while (next < name.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            resumed = next;
        } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == name[next])) {
            ++at;
            ++next;
        } else if (star >= 0) {
            at = star + 1;
            next = ++resumed;
        } else {
            return false;
        }
    }
    while (at < pattern.size() && pattern[at] == '*') {
        ++at;
    }
    return at == pattern.size();
}

bool matchesHash(QByteArrayView hosts, const QByteArray &name)
{
    const QByteArrayView rest = hosts.sliced(hashMagic.size());
    const qsizetype bar = rest.indexOf('|');
    if (bar <= 0) {
        return false;
    }
    const auto salt = QByteArray::fromBase64Encoding(rest.first(bar).toByteArray(),
                                                     QByteArray::AbortOnBase64DecodingErrors);
    return salt && hashedName(name, *salt) == hosts;
}

} // namespace

QByteArray recordedName(const QString &host, quint16 port)
{
    QByteArray name = host.toUtf8().toLower();
    if (port == 0 || port == standardPort) {
        return name;
    }
    return '[' + name + "]:" + QByteArray::number(port);
}

bool matchesHosts(QByteArrayView hosts, const QByteArray &name)
{
    if (hosts.startsWith(hashMagic)) {
        return matchesHash(hosts, name);
    }
    const QByteArray lowered = hosts.toByteArray().toLower();
    bool isMatch = false;
    for (const QByteArray &entry : lowered.split(',')) {
        const bool isNegated = entry.startsWith('!');
        const QByteArrayView pattern = QByteArrayView(entry).sliced(isNegated ? 1 : 0);
        if (pattern.size() >= longestPattern) {
            return false;
        }
        if (matchesWildcards(pattern, name)) {
            if (isNegated) {
                return false;
            }
            isMatch = true;
        }
    }
    return isMatch;
}

QByteArray hashedName(const QByteArray &name, const QByteArray &salt)
{
    const QByteArray digest = QMessageAuthenticationCode::hash(
        name, salt, QCryptographicHash::Sha1);
    return hashMagic.toByteArray() + salt.toBase64() + '|' + digest.toBase64();
}

bool isRecordableName(const QByteArray &name)
{
    constexpr QByteArrayView meaningful(" ,*?!|#@\"'\\");
    return !name.isEmpty() && std::ranges::none_of(name, [&](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte < 0x20 || byte == 0x7f || meaningful.contains(character);
    });
}

} // namespace Atelier::Ssh
