// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keys/keyblob.h"

#include <QStringList>
#include <QtEndian>

#include <bit>

namespace Atelier::Ssh {

namespace {

/** Takes RFC 4251 strings off a key blob. */
class BlobReader
{
public:
    explicit BlobReader(QByteArrayView blob)
        : m_rest(blob)
    {
    }

    std::optional<QByteArrayView> next()
    {
        constexpr qsizetype lengthSize = sizeof(quint32);
        if (m_rest.size() < lengthSize) {
            return std::nullopt;
        }
        const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(m_rest.data()));
        if (length > m_rest.size() - lengthSize) {
            return std::nullopt;
        }
        const QByteArrayView value = m_rest.sliced(lengthSize, length);
        m_rest = m_rest.sliced(lengthSize + length);
        return value;
    }

    [[nodiscard]] bool atEnd() const { return m_rest.isEmpty(); }

private:
    QByteArrayView m_rest;
};

int bitsOf(QByteArrayView number)
{
    while (!number.isEmpty() && number.front() == '\0') {
        number = number.sliced(1);
    }
    if (number.isEmpty()) {
        return 0;
    }
    const auto first = static_cast<unsigned char>(number.front());
    return static_cast<int>((number.size() - 1) * 8) + std::bit_width(first);
}

std::optional<int> curveBits(const QString &type)
{
    for (const int bits : {256, 384, 521}) {
        if (type.endsWith(u"nistp" + QString::number(bits))
            || type.endsWith(u"nistp" + QString::number(bits) + u"@openssh.com")) {
            return bits;
        }
    }
    return std::nullopt;
}

/** The bits of the key in @p reader after its type; nothing when the content does not fit it. */
std::optional<int> readBits(const QString &type, BlobReader &reader)
{
    const auto first = reader.next();
    if (!first) {
        return std::nullopt;
    }
    std::optional<int> bits;
    bool isHardware = false;
    if (type == u"ssh-rsa") {
        const auto modulus = reader.next();
        bits = modulus ? std::optional(bitsOf(*modulus)) : std::nullopt;
    } else if (type == u"ssh-ed25519" || type == u"sk-ssh-ed25519@openssh.com") {
        isHardware = type.startsWith(u"sk-");
        bits = first->size() == 32 ? std::optional(256) : std::nullopt;
    } else {
        isHardware = type.startsWith(u"sk-");
        const auto point = reader.next();
        bits = point && !point->isEmpty() ? curveBits(type) : std::nullopt;
    }
    if (isHardware && !reader.next()) {
        return std::nullopt; // the application, usually "ssh:"
    }
    return reader.atEnd() ? bits : std::nullopt;
}

} // namespace

bool isKnownKeyType(const QString &type)
{
    static const QStringList types{QStringLiteral("ssh-ed25519"),
                                   QStringLiteral("ssh-rsa"),
                                   QStringLiteral("ecdsa-sha2-nistp256"),
                                   QStringLiteral("ecdsa-sha2-nistp384"),
                                   QStringLiteral("ecdsa-sha2-nistp521"),
                                   QStringLiteral("sk-ssh-ed25519@openssh.com"),
                                   QStringLiteral("sk-ecdsa-sha2-nistp256@openssh.com")};
    return types.contains(type);
}

KeyBlob inspectKeyBlob(const QByteArray &blob)
{
    BlobReader reader(blob);
    KeyBlob content;
    if (const auto type = reader.next()) {
        content.type = QString::fromLatin1(*type);
    }
    if (isKnownKeyType(content.type)) {
        content.bits = readBits(content.type, reader);
    }
    return content;
}

} // namespace Atelier::Ssh
