// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/attributes.h"
#include "backend/sftp/packettype.h"

#include <QByteArray>
#include <QtEndian>

namespace Atelier::Sftp {

/** Puts a request together; Channel gives it its number. Length, type and number come first. */
class PacketWriter final
{
public:
    /** The bytes before a packet's own fields. */
    static constexpr qsizetype headerSize = 9;

    explicit PacketWriter(PacketType type)
        : m_bytes(headerSize, '\0')
    {
        m_bytes[4] = static_cast<char>(type);
    }
    /** An extension's request; @p name ends in "@openssh.com" or is a draft's own. */
    [[nodiscard]] static PacketWriter extension(QByteArrayView name)
    {
        PacketWriter writer(PacketType::Extended);
        writer.text(name);
        return writer;
    }

    PacketWriter &number(quint32 value) { return append(value); }
    PacketWriter &longNumber(quint64 value) { return append(value); }
    PacketWriter &text(QByteArrayView bytes)
    {
        append(static_cast<quint32>(bytes.size()));
        m_bytes += bytes;
        return *this;
    }
    PacketWriter &attributes(const Attributes &attributes);

    /** The whole packet numbered @p id, with @p payload bytes to come behind it. */
    [[nodiscard]] QByteArray finished(quint32 id, qsizetype payload = 0) const;
    [[nodiscard]] PacketType type() const { return static_cast<PacketType>(m_bytes.at(4)); }

private:
    template<typename Integer>
    PacketWriter &append(Integer value)
    {
        const qsizetype at = m_bytes.size();
        m_bytes.resize(at + static_cast<qsizetype>(sizeof value));
        qToBigEndian(value, m_bytes.data() + at);
        return *this;
    }

    QByteArray m_bytes;
};

} // namespace Atelier::Sftp
