// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/keyfile.h"

#include "backend/ssh/hostkeys.h"
#include "backend/ssh/login/secret.h"
#include "backend/ssh/login/wire.h"
#include "backend/ssh/privatekeyfile.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace Atelier::Ssh {

namespace {

constexpr qint64 longestPublicKey = qint64{64} * 1024;
/** 1.2.840.113549.1.1.1, rsaEncryption, as DER has it in a PKCS #8 key. */
constexpr QByteArrayView rsaEncryption("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01");

QString keyFileText(const char *text)
{
    return QCoreApplication::translate("Ssh::KeyFile", text);
}

std::unexpected<Error> unusable(const QString &path, const QString &message)
{
    return failure({.code = Error::Code::KeyUnreadable, .message = message, .target = path});
}

std::unexpected<Error> damaged(const QString &path)
{
    return unusable(
        path,
        keyFileText(QT_TRANSLATE_NOOP("Ssh::KeyFile",
                                      "The key file %1 can't be used: it is damaged, or no key in "
                                      "OpenSSH's format or PEM."))
            .arg(path));
}

QByteArray beginLine(const QByteArray &label)
{
    return "-----BEGIN " + label + "-----";
}

/** The bytes between the "-----BEGIN LABEL-----" and its end; nothing when they are no base64. */
QByteArray armoured(const QByteArray &content, const QByteArray &label)
{
    const QByteArray begin = beginLine(label);
    const QByteArray end = "-----END " + label + "-----";
    const qsizetype from = content.indexOf(begin);
    const qsizetype to = content.indexOf(end, from);
    if (from < 0 || to < 0) {
        return {};
    }
    QByteArray body = content.mid(from + begin.size(), to - from - begin.size());
    const WipeGuard guard(body);
    body.replace('\r', "");
    // OpenSSL's headers end with an empty line.
    if (const qsizetype headers = body.indexOf("\n\n"); body.contains("Proc-Type:")) {
        body = headers < 0 ? QByteArray() : body.mid(headers);
    }
    body.replace('\n', "");
    const auto decoded = QByteArray::fromBase64Encoding(body,
                                                        QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? *decoded : QByteArray();
}

/** The same with lines of 70: libssh2 reads none of more than 128, nor one that ends in CR. */
QByteArray rewrapped(const QByteArray &bytes, const QByteArray &label)
{
    constexpr qsizetype width = 70;
    QByteArray body = bytes.toBase64();
    const WipeGuard guard(body);
    QByteArray content;
    content.reserve(body.size() + (body.size() / width) + (4 * width)); // not moved while it grows
    content += beginLine(label);
    for (qsizetype from = 0; from < body.size(); from += width) {
        content += '\n';
        content += QByteArrayView(body).sliced(from, std::min(width, body.size() - from));
    }
    content += "\n-----END " + label + "-----\n";
    return content;
}

bool isKnownCipher(const QByteArray &name)
{
    static const QList<QByteArray> names{"none",
                                         "3des-cbc",
                                         "aes128-cbc",
                                         "aes192-cbc",
                                         "aes256-cbc",
                                         "aes128-ctr",
                                         "aes192-ctr",
                                         "aes256-ctr",
                                         "aes128-gcm@openssh.com",
                                         "aes256-gcm@openssh.com"};
    return names.contains(name);
}

/**
 * Whether a key of @p cipher can be derived as its file says (PROTOCOL.key): libssh2 1.11.1 frees
 * its buffer twice where it can't.
 */
bool isDerivable(const QByteArray &cipher, const QByteArray &derivation, const QByteArray &options)
{
    if (cipher == "none") {
        return true;
    }
    WireReader reader(options);
    const auto salt = reader.text();
    const auto rounds = reader.number();
    return derivation == "bcrypt" && salt && !salt->isEmpty() && rounds && *rounds > 0;
}

Result<KeyFile> readOpenSsh(const QString &path, const QByteArray &content)
{
    QByteArray bytes = armoured(content, "OPENSSH PRIVATE KEY");
    const WipeGuard guard(bytes);
    const QByteArray magic("openssh-key-v1\0", 15);
    if (!bytes.startsWith(magic)) {
        return damaged(path);
    }
    WireReader reader(QByteArrayView(bytes).mid(magic.size()));
    const auto cipher = reader.text();
    const auto derivation = reader.text();
    const auto options = reader.text();
    const auto count = reader.number();
    const auto blob = reader.text();
    const bool isWhole = reader.skipText(); // the secret part; some ciphers add a tag
    if (!cipher || !derivation || !options || count != 1U || !blob || !isWhole) {
        return damaged(path);
    }
    if (!isKnownCipher(*cipher)) {
        return unusable(path,
                        keyFileText(QT_TRANSLATE_NOOP(
                                        "Ssh::KeyFile",
                                        "The key file %1 is encrypted with %2, which can't be read "
                                        "here. Run “ssh-keygen -p -f” on it to change that."))
                            .arg(path, QString::fromUtf8(*cipher)));
    }
    if (!isDerivable(*cipher, *derivation, *options)) {
        return damaged(path);
    }
    return KeyFile{.content = rewrapped(bytes, "OPENSSH PRIVATE KEY"),
                   .publicBlob = *blob,
                   .isEncrypted = *cipher != "none",
                   .mayBeRsa = blob->startsWith(wireText("ssh-rsa"))};
}

/** Whether @p bytes are one DER sequence, the whole of it. */
bool isSequence(const QByteArray &bytes)
{
    if (bytes.size() < 2 || bytes.at(0) != '\x30') {
        return false;
    }
    const auto first = static_cast<quint8>(bytes.at(1));
    if (first < 0x80) {
        return bytes.size() == 2 + qsizetype{first};
    }
    const qsizetype digits = first - 0x80;
    if (digits < 1 || digits > 4 || bytes.size() < 2 + digits) {
        return false;
    }
    qsizetype length = 0;
    for (qsizetype index = 0; index < digits; ++index) {
        length = length * 256 + static_cast<quint8>(bytes.at(2 + index));
    }
    return bytes.size() == 2 + digits + length;
}

Result<KeyFile> readPem(const QString &path, const QByteArray &content)
{
    static const QList<QByteArray> labels{
        "RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"};
    for (const QByteArray &label : labels) {
        if (!content.contains(beginLine(label))) {
            continue;
        }
        QByteArray bytes = armoured(content, label);
        const WipeGuard guard(bytes);
        const bool hasHeaders = content.contains("Proc-Type: 4,ENCRYPTED");
        const bool isPlain = !hasHeaders && label != "ENCRYPTED PRIVATE KEY";
        if (hasHeaders ? bytes.isEmpty() : !isSequence(bytes)) {
            return damaged(path);
        }
        const QByteArray blob = readPublicKey(path + QLatin1String(".pub"));
        const bool mayBeRsa = blob.isEmpty()
                                  ? label == "RSA PRIVATE KEY" || label == "ENCRYPTED PRIVATE KEY"
                                        || (label == "PRIVATE KEY" && bytes.contains(rsaEncryption))
                                  : blob.startsWith(wireText("ssh-rsa"));
        return KeyFile{
            .content = content, .publicBlob = blob, .isEncrypted = !isPlain, .mayBeRsa = mayBeRsa};
    }
    return damaged(path);
}

} // namespace

QByteArray readPublicKey(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QList<QByteArray> fields = file.read(longestPublicKey).simplified().split(' ');
    const QByteArray blob = QByteArray::fromBase64(fields.value(1));
    const QString type = hostKeyFromBlob(blob).type;
    return !type.isEmpty() && type.toLatin1() == fields.value(0) ? blob : QByteArray();
}

Result<KeyFile> readKeyFile(const QString &path)
{
    // A public key stands for one that the agent holds; others may read it.
    if (const QByteArray blob = readPublicKey(path); !blob.isEmpty()) {
        return KeyFile{.publicBlob = blob};
    }
    auto content = readPrivateKey(path);
    if (!content) {
        return failure(content.error());
    }
    const WipeGuard guard(*content);
    if (content->startsWith("PuTTY-User-Key-File")) {
        return unusable(path,
                        keyFileText(QT_TRANSLATE_NOOP("Ssh::KeyFile",
                                                      "The key file %1 is in PuTTY's format. "
                                                      "Export it as an OpenSSH key."))
                            .arg(path));
    }
    return content->contains("-----BEGIN OPENSSH PRIVATE KEY-----") ? readOpenSsh(path, *content)
                                                                    : readPem(path, *content);
}

Result<void> checkKeyType(const QByteArray &blob, const QString &name)
{
    const QString type = hostKeyFromBlob(blob).type;
    if (type.contains(QLatin1String("-cert-v01@"))) {
        return unusable(name,
                        keyFileText(QT_TRANSLATE_NOOP("Ssh::KeyFile",
                                                      "%1 is a certificate, which can't be used "
                                                      "here."))
                            .arg(name));
    }
    if (type.startsWith(QLatin1String("sk-"))) {
        return unusable(name,
                        keyFileText(QT_TRANSLATE_NOOP("Ssh::KeyFile",
                                                      "%1 is a security key (FIDO), which can't be "
                                                      "used here."))
                            .arg(name));
    }
    if (type != QLatin1String("ssh-ed25519") && type != QLatin1String("ssh-rsa")
        && !type.startsWith(QLatin1String("ecdsa-sha2-nistp"))) {
        return unusable(
            name,
            keyFileText(QT_TRANSLATE_NOOP("Ssh::KeyFile",
                                          "%1 is a key of the type “%2”, which can't be "
                                          "used here."))
                .arg(name, type));
    }
    return {};
}

} // namespace Atelier::Ssh
