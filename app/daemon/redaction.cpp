// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/redaction.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype shortestSecret = 6;
const QString removedMark = u"‹removed›"_s;

/** Fields of a row, a resource or an operation whose text is kept. */
bool isHarmless(const QString &name)
{
    static const QStringList names{u"id"_s,
                                   u"compute_id"_s,
                                   u"sequence"_s,
                                   u"number"_s,
                                   u"state"_s,
                                   u"status"_s,
                                   u"port"_s,
                                   u"key"_s,
                                   u"name"_s,
                                   u"compute_name"_s,
                                   u"count"_s,
                                   u"computeType"_s,
                                   u"location"_s,
                                   u"createdOn"_s,
                                   u"modifiedOn"_s,
                                   u"vmSize"_s,
                                   u"code"_s,
                                   u"operationName"_s,
                                   u"operationTime"_s,
                                   u"operationStatus"_s,
                                   u"startTime"_s,
                                   u"endTime"_s,
                                   u"operationTrigger"_s,
                                   u"provisioningState"_s,
                                   u"stateSince"_s,
                                   u"isolated"_s,
                                   u"coresLimited"_s,
                                   u"memoryLimited"_s,
                                   u"sshPort"_s,
                                   u"sourceType"_s,
                                   u"readOnly"_s,
                                   u"sshPublicAccess"_s};
    return names.contains(name);
}

/** Fields that are sentences of ours, or hold harmless ones. */
bool isStructure(const QString &name)
{
    static const QStringList names{u"rows"_s,
                                   u"json"_s,
                                   u"resource"_s,
                                   u"properties"_s,
                                   u"atelier"_s,
                                   u"lastOperation"_s,
                                   u"sshSettings"_s,
                                   u"dataMounts"_s,
                                   u"error"_s,
                                   u"errors"_s,
                                   u"details"_s,
                                   u"message"_s,
                                   u"stateReason"_s,
                                   u"fault"_s};
    return names.contains(name);
}

struct Rule
{
    QRegularExpression pattern;
    QString replacement;
};

const std::array<Rule, 6> &rules()
{
    using Option = QRegularExpression::PatternOption;
    static const std::array<Rule, 6> all{{
        {.pattern = QRegularExpression(
             u"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\\z)"_s,
             Option::DotMatchesEverythingOption),
         .replacement = removedMark},
        {.pattern = QRegularExpression(u"://[^/\\s@]+@"_s),
         .replacement = u"://"_s + removedMark + u'@'},
        {.pattern = QRegularExpression(
             u"\\b(ssh-[a-z0-9@.-]+|ecdsa-[a-z0-9-]+) [A-Za-z0-9+/=]+(?: [^\\n\"]*)?"_s),
         .replacement = u"\\1 "_s + removedMark},
        {.pattern = QRegularExpression(u"\\b(bearer|basic)\\s+\\S+"_s,
                                       Option::CaseInsensitiveOption),
         .replacement = u"\\1 "_s + removedMark},
        {.pattern = QRegularExpression(
             u"([a-z0-9_-]*(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|credential|cookie)"
             "[a-z0-9_-]*[\"']?\\s*[:=]\\s*[\"']?)[^\\s\"'&,;]+"_s,
             Option::CaseInsensitiveOption),
         .replacement = u"\\1"_s + removedMark},
        // Base64 has slashes; a path of this length has a dot, a dash or a blank somewhere.
        {.pattern = QRegularExpression(
             u"(?=[A-Za-z0-9+/=]*[0-9])(?=[A-Za-z0-9+/=]*[A-Z])[A-Za-z0-9+/=]{40,}"_s),
         .replacement = removedMark},
    }};
    return all;
}

/** Long words of letters and digits, except ids of our own. */
QString withoutLongWords(const QString &text)
{
    static const QRegularExpression word(u"[A-Za-z0-9+_=-]{20,}"_s);
    static const QRegularExpression id(
        u"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"_s);
    QString result;
    qsizetype end = 0;
    for (auto matches = word.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QString found = match.captured();
        const bool mixed = std::ranges::any_of(found, [](QChar c) { return c.isDigit(); })
                           && std::ranges::any_of(found, [](QChar c) { return c.isLetter(); });
        result += text.sliced(end, match.capturedStart() - end);
        result += mixed && !id.match(found).hasMatch() ? removedMark : found;
        end = match.capturedEnd();
    }
    return result + text.sliced(end);
}

} // namespace

Redaction::Redaction(QStringList secrets)
    : m_secrets(std::move(secrets))
    , m_home(QDir::homePath())
{
    m_secrets.removeIf([](const QString &secret) { return secret.size() < shortestSecret; });
    // A secret may be a part of another one.
    std::ranges::sort(m_secrets, std::greater<>(), &QString::size);
}

QString Redaction::text(const QString &text) const
{
    QString result = text;
    for (const QString &secret : m_secrets) {
        result.replace(secret, removedMark);
    }
    for (const Rule &rule : rules()) {
        result.replace(rule.pattern, rule.replacement);
    }
    if (m_home.size() > 1) {
        result.replace(m_home, u"~"_s);
    }
    return withoutLongWords(result);
}

QJsonValue Redaction::json(const QJsonValue &value) const
{
    if (value.isObject()) {
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            // The name of an unknown field may be a secret itself: it is kept only as far as text.
            result.insert(text(entry.key()), field(entry.key(), entry.value()));
        }
        return result;
    }
    if (value.isArray()) {
        QJsonArray result;
        const QJsonArray array = value.toArray();
        for (const QJsonValueConstRef entry : array) {
            result.append(json(entry));
        }
        return result;
    }
    return value.isString() ? QJsonValue(text(value.toString())) : value;
}

QJsonValue Redaction::field(const QString &name, const QJsonValue &value) const
{
    if (isStructure(name) || (isHarmless(name) && !value.isObject() && !value.isArray())) {
        return json(value);
    }
    if (value.isNull() || value.isBool()) {
        return value;
    }
    if (value.isObject()) {
        return u"‹removed: %1 fields›"_s.arg(value.toObject().size());
    }
    if (value.isArray()) {
        return u"‹removed: %1 entries›"_s.arg(value.toArray().size());
    }
    return u"‹removed: %1 characters›"_s.arg(value.toVariant().toString().size());
}

QStringList Redaction::secretsIn(const QByteArray &environment)
{
    static const QRegularExpression name(
        u"token|key|secret|passw|pwd|credential|cookie|auth|proxy"_s,
        QRegularExpression::CaseInsensitiveOption);
    QStringList secrets;
    for (const QByteArray &entry : environment.split('\0')) {
        const qsizetype equals = entry.indexOf('=');
        if (equals > 0 && name.match(QString::fromLatin1(entry.first(equals))).hasMatch()) {
            secrets.append(QString::fromUtf8(entry.sliced(equals + 1)));
        }
    }
    return secrets;
}

} // namespace Atelier::Daemon
