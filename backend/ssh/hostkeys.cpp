// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/hostkeys.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QStringList>
#include <QtEndian>

namespace Atelier::Ssh {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Ssh::HostKeys", text);
}

QList<QByteArray> methodsFor(const QString &type)
{
    // An RSA key signs by one of three methods; the one with SHA-1 is not accepted.
    if (type == QLatin1String("ssh-rsa")) {
        return {"rsa-sha2-512", "rsa-sha2-256"};
    }
    return {type.toLatin1()};
}

bool isAcceptable(const QByteArray &method)
{
    return method != "ssh-rsa" && method != "ssh-dss" && !method.contains("-cert-v01@");
}

/** The fingerprint to compare with: that of the same type, else of all that are known. */
QString expectedFingerprints(const QList<HostKey> &known, const QString &type)
{
    QStringList all;
    for (const HostKey &key : known) {
        if (key.type == type) {
            return key.fingerprint();
        }
        all += key.fingerprint();
    }
    return all.join(QLatin1String(", "));
}

} // namespace

QString HostKey::fingerprint() const
{
    const QByteArray digest = QCryptographicHash::hash(blob, QCryptographicHash::Sha256);
    return QLatin1String("SHA256:")
           + QString::fromLatin1(digest.toBase64(QByteArray::OmitTrailingEquals));
}

HostKey hostKeyFromBlob(const QByteArray &blob)
{
    HostKey key{.type = {}, .blob = blob};
    if (blob.size() >= 4) {
        const auto length = qFromBigEndian<quint32>(blob.constData());
        if (length <= 64 && blob.size() >= 4 + qsizetype{length}) {
            key.type = QString::fromLatin1(blob.mid(4, length));
        }
    }
    return key;
}

QByteArray hostKeyMethods(const QList<HostKey> &known, const QList<QByteArray> &supported)
{
    QList<QByteArray> methods;
    const auto add = [&](const QByteArray &method) {
        if (supported.contains(method) && isAcceptable(method) && !methods.contains(method)) {
            methods += method;
        }
    };
    for (const HostKey &key : known) {
        for (const QByteArray &method : methodsFor(key.type)) {
            add(method);
        }
    }
    for (const QByteArray &method : supported) {
        add(method);
    }
    return methods.join(',');
}

Error unknownHostError(const Destination &destination, const HostKey &presented)
{
    return {.code = Error::Code::HostKeyUnknown,
            .message = translated(QT_TRANSLATE_NOOP("Ssh::HostKeys",
                                                    "The host key of %1 is not known: it "
                                                    "presented %2. The connection was refused."))
                           .arg(destination.host, presented.fingerprint()),
            .detail = presented.type,
            .target = destination.host};
}

Error changedHostError(const Destination &destination,
                       const QList<HostKey> &known,
                       const HostKey &presented)
{
    return {.code = Error::Code::HostKeyChanged,
            .message = translated(
                           QT_TRANSLATE_NOOP(
                               "Ssh::HostKeys",
                               "The host key of %1 has changed: expected %2, but it presented %3. "
                               "The connection was refused."))
                           .arg(destination.host,
                                expectedFingerprints(known, presented.type),
                                presented.fingerprint()),
            .detail = presented.type,
            .target = destination.host};
}

Error revokedHostError(const Destination &destination, const HostKey &presented)
{
    return {.code = Error::Code::HostKeyChanged,
            .message = translated(QT_TRANSLATE_NOOP(
                                      "Ssh::HostKeys",
                                      "The host key that %1 presented, %2, is marked as revoked. "
                                      "The connection was refused."))
                           .arg(destination.host, presented.fingerprint()),
            .detail = presented.type,
            .target = destination.host};
}

Result<void> verifyHostKey(const Destination &destination, const HostKey &presented)
{
    if (destination.hostKeys.isEmpty()) {
        return failure(unknownHostError(destination, presented));
    }
    for (const HostKey &key : destination.hostKeys) {
        if (key.blob == presented.blob) {
            return {};
        }
    }
    return failure(changedHostError(destination, destination.hostKeys, presented));
}

} // namespace Atelier::Ssh
