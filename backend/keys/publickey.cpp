// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keys/publickey.h"

#include "backend/keys/keyblob.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QStringList>

#include <optional>
#include <utility>

namespace Atelier::Ssh {

namespace {

constexpr qint64 maximumFile = 64 * 1024;
constexpr int shortestRsa = 2048; // what OpenSSH is moving to; below 1024 it refuses at once
constexpr qsizetype maximumComment = 256;

/** The context of this file's sentences. */
class Text final
{
    Q_DECLARE_TR_FUNCTIONS(Atelier::Ssh::PublicKey)
};

Error invalid(const QString &message)
{
    return {.code = Error::Code::InvalidArgument,
            .message = message,
            .target = QStringLiteral("sshSettings.adminPublicKey")};
}

bool isPrivate(const QString &text)
{
    return text.contains(u"PRIVATE KEY-----") || text.startsWith(u"PuTTY-User-Key-File")
           || text.startsWith(u"b3BlbnNzaC1rZXktdjE") // "openssh-key-v1", the armour left out
           || text.contains(u"SSH2 ENCRYPTED PRIVATE KEY");
}

Result<PublicKey> fromBlob(const QByteArray &blob, const QString &comment)
{
    const KeyBlob content = inspectKeyBlob(blob);
    PublicKey key{.type = content.type, .bits = content.bits.value_or(0), .blob = blob};
    if (key.type == u"ssh-dss") {
        return failure(
            invalid(Text::tr("This is a DSA key, which SSH servers no longer accept. Use an "
                             "ED25519 or RSA key.")));
    }
    if (key.type.contains(u"-cert-v0")) {
        return failure(
            invalid(Text::tr("This is an SSH certificate. Paste the plain public key, the "
                             "line from the .pub file without “-cert” in its name.")));
    }
    if (!content.bits) {
        return failure(
            invalid(Text::tr("The key is damaged or was cut off. Copy the whole line from the "
                             ".pub file.")));
    }
    if (key.type == u"ssh-rsa" && key.bits < shortestRsa) {
        return failure(invalid(Text::tr("This RSA key has %1 bits. At least %2 are needed.")
                                   .arg(key.bits)
                                   .arg(shortestRsa)));
    }
    for (const QChar character : comment.left(maximumComment)) {
        // Nothing that could end the line or reach a terminal as an escape.
        if (character.isPrint()) {
            key.comment += character;
        }
    }
    return key;
}

std::optional<QByteArray> decoded(const QString &base64)
{
    const auto result = QByteArray::fromBase64Encoding(base64.toLatin1(),
                                                       QByteArray::AbortOnBase64DecodingErrors);
    return result ? std::optional(result.decoded) : std::nullopt;
}

/** RFC 4716: headers "Name: value" (a backslash continues the line), then base64. */
Result<PublicKey> fromSsh2Block(const QStringList &lines)
{
    QString base64;
    QString comment;
    bool inHeader = false;
    for (const QString &line : lines.sliced(1)) {
        if (line.startsWith(u"---- END")) {
            break;
        }
        if (inHeader || line.contains(u':')) {
            if (line.startsWith(u"Comment:", Qt::CaseInsensitive)) {
                comment = line.section(u':', 1).trimmed().remove(u'"');
            }
            inHeader = line.endsWith(u'\\');
        } else {
            base64 += line;
        }
    }
    const auto blob = decoded(base64);
    return fromBlob(blob.value_or(QByteArray()), comment);
}

Result<PublicKey> fromLine(const QString &line)
{
    const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
    const QString &type = words.constFirst();
    const bool looksLikeKey = type.startsWith(u"ssh-") || type.startsWith(u"ecdsa-")
                              || type.startsWith(u"sk-");
    if (!looksLikeKey) {
        for (const QString &word : words.sliced(1)) {
            if (isKnownKeyType(word)) {
                return failure(
                    invalid(Text::tr("Options before the key are not accepted. Paste only the "
                                     "part that begins with “%1”.")
                                .arg(word)));
            }
        }
        return failure(
            invalid(Text::tr("This is not a public key. Paste the line from the .pub file; it "
                             "begins with “ssh-ed25519” or “ssh-rsa”.")));
    }
    if (words.size() < 2) {
        return failure(
            invalid(Text::tr("The key is damaged or was cut off. Copy the whole line from the "
                             ".pub file.")));
    }
    const auto blob = decoded(words.at(1));
    Result<PublicKey> key = fromBlob(blob.value_or(QByteArray()), words.sliced(2).join(u' '));
    if (key && key->type != type) {
        return failure(invalid(Text::tr("The line says “%1”, but the key is of type “%2”.")
                                   .arg(type.left(64), key->type)));
    }
    return key;
}

} // namespace

QString PublicKey::line() const
{
    const QString text = type + u' ' + QString::fromLatin1(blob.toBase64());
    return comment.isEmpty() ? text : text + u' ' + comment;
}

QString PublicKey::fingerprint() const
{
    const QByteArray digest = QCryptographicHash::hash(blob, QCryptographicHash::Sha256);
    return u"SHA256:" + QString::fromLatin1(digest.toBase64(QByteArray::OmitTrailingEquals));
}

QString PublicKey::algorithm() const
{
    if (type == u"ssh-ed25519") {
        return QStringLiteral("ED25519");
    }
    if (type == u"sk-ssh-ed25519@openssh.com") {
        return Text::tr("ED25519 on a security key");
    }
    if (type.startsWith(u"sk-")) {
        return Text::tr("ECDSA on a security key");
    }
    const QString family = type == u"ssh-rsa" ? QStringLiteral("RSA") : QStringLiteral("ECDSA");
    return Text::tr("%1, %2 bits").arg(family).arg(bits);
}

Result<PublicKey> publicKeyFrom(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) {
        return failure(invalid(Text::tr("Paste a public key: the line from a .pub file.")));
    }
    if (isPrivate(trimmed)) {
        return failure(
            invalid(Text::tr("This is a private key. Never share it; paste the line from the "
                             ".pub file.")));
    }
    QStringList lines;
    for (const QString &line : trimmed.split(u'\n')) {
        const QString content = line.simplified();
        if (!content.isEmpty() && !content.startsWith(u'#')) {
            lines.append(content);
        }
    }
    if (lines.isEmpty()) {
        return failure(invalid(Text::tr("Paste a public key: the line from a .pub file.")));
    }
    if (lines.constFirst().startsWith(u"---- BEGIN SSH2 PUBLIC KEY")) {
        return fromSsh2Block(lines);
    }
    if (lines.constFirst().startsWith(u"-----BEGIN")) {
        const QString format = lines.constFirst().contains(u"RSA") ? QStringLiteral("PEM")
                                                                   : QStringLiteral("PKCS8");
        return failure(invalid(
            Text::tr("This is a public key in PEM format. Convert it with “ssh-keygen -i -m %1 -f "
                     "FILE” and paste the line that it prints.")
                .arg(format)));
    }
    if (lines.size() > 1) {
        return failure(
            invalid(lines.at(1).contains(u' ')
                        ? Text::tr("These are several keys. Paste one.")
                        : Text::tr("The key is broken over several lines. Paste it as one "
                                   "line.")));
    }
    return fromLine(lines.constFirst());
}

Result<PublicKey> publicKeyFromFile(const QString &file)
{
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly)) {
        return failure({.code = Error::Code::KeyUnreadable,
                        .message = Text::tr("“%1” can't be read.").arg(file),
                        .detail = input.errorString()});
    }
    Result<PublicKey> key = publicKeyFrom(QString::fromUtf8(input.read(maximumFile)));
    if (key) {
        key->file = file;
    }
    return key;
}

QList<PublicKey> publicKeysIn(const QString &folder)
{
    QList<PublicKey> keys;
    const QDir directory(folder);
    const QStringList names = directory.entryList(
        {QStringLiteral("*.pub")}, QDir::Files | QDir::Readable, QDir::Name);
    for (const QString &name : names) {
        if (Result<PublicKey> key = publicKeyFromFile(directory.filePath(name))) {
            keys.append(*std::move(key));
        }
    }
    return keys;
}

} // namespace Atelier::Ssh
