// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/publickey.h"

#include <QCoreApplication>
#include <QtEndian>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

constexpr int smallestRsaBits = 2048;
constexpr qsizetype ed25519Bytes = 32;

std::unexpected<Error> broken(const QString &target, const QString &message)
{
    return failure({.code = Error::Code::InvalidArgument, .message = message, .target = target});
}

/** The length-prefixed fields of an SSH wire blob (RFC 4251, section 5); none when it is cut off.
 */
QList<QByteArray> fieldsOf(const QByteArray &blob)
{
    QList<QByteArray> fields;
    QByteArrayView rest(blob);
    while (!rest.isEmpty()) {
        if (rest.size() < 4) {
            return {};
        }
        const auto length = qFromBigEndian<quint32>(rest.data());
        rest = rest.sliced(4);
        if (length > static_cast<quint64>(rest.size())) {
            return {};
        }
        fields.append(rest.first(length).toByteArray());
        rest = rest.sliced(length);
    }
    return fields;
}

int bitsOf(const QByteArray &number)
{
    qsizetype start = 0;
    while (start < number.size() && number.at(start) == '\0') {
        ++start;
    }
    int bits = static_cast<int>(number.size() - start) * 8;
    if (start < number.size()) {
        for (int bit = 7; bit >= 0 && (static_cast<uchar>(number.at(start)) >> bit) == 0; --bit) {
            --bits;
        }
    }
    return bits;
}

bool isKnownType(const QString &type)
{
    static const QStringList types{
        u"ssh-ed25519"_s,
        u"ssh-rsa"_s,
        u"ecdsa-sha2-nistp256"_s,
        u"ecdsa-sha2-nistp384"_s,
        u"ecdsa-sha2-nistp521"_s,
        u"sk-ssh-ed25519@openssh.com"_s,
        u"sk-ecdsa-sha2-nistp256@openssh.com"_s,
    };
    return types.contains(type);
}

bool isPrivateKey(const QString &text)
{
    return text.contains("PRIVATE KEY"_L1) || text.startsWith("PuTTY-User-Key-File"_L1);
}

} // namespace

Result<void> checkPublicKey(const QString &line, const QString &target)
{
    const QString text = line.trimmed();
    if (isPrivateKey(text)) {
        return broken(target,
                      QCoreApplication::translate(
                          "Validation",
                          "This is a private key. Keep it secret and give the public one, "
                          "which is in the file that ends with “.pub”."));
    }
    const QStringList parts = text.split(u' ', Qt::SkipEmptyParts);
    const bool oneLine = !text.contains(u'\n') && !text.contains(u'\r');
    if (!oneLine || parts.size() < 2 || !isKnownType(parts.first())) {
        return broken(target,
                      QCoreApplication::translate(
                          "Validation",
                          "This is not an OpenSSH public key: that is one line that begins "
                          "with “ssh-ed25519” or “ssh-rsa”."));
    }
    const auto blob = QByteArray::fromBase64Encoding(parts.at(1).toLatin1(),
                                                     QByteArray::AbortOnBase64DecodingErrors);
    const QList<QByteArray> fields = fieldsOf(blob ? blob.decoded : QByteArray());
    const bool whole = fields.size() > 1 && QString::fromLatin1(fields.first()) == parts.first();
    const bool shortKey = parts.first() == "ssh-ed25519"_L1 && whole
                          && fields.at(1).size() != ed25519Bytes;
    if (!whole || shortKey) {
        return broken(target,
                      QCoreApplication::translate(
                          "Validation", "This public key is damaged: copy the whole line again."));
    }
    if (parts.first() == "ssh-rsa"_L1) {
        const int bits = fields.size() > 2 ? bitsOf(fields.at(2)) : 0;
        if (bits < smallestRsaBits) {
            return broken(
                target,
                QCoreApplication::translate(
                    "Validation", "This RSA key has %1 bits, which is too short: %2 is the least.")
                    .arg(QString::number(bits), QString::number(smallestRsaBits)));
        }
    }
    return {};
}

} // namespace Atelier::Server
