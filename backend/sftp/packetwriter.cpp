// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/packetwriter.h"

#include "backend/sftp/attributeflags.h"

namespace Atelier::Sftp {

PacketWriter &PacketWriter::attributes(const Attributes &attributes)
{
    const quint32 flags = (attributes.size ? AttributeSize : 0U)
                          | (attributes.ownership ? AttributeOwnership : 0U)
                          | (attributes.mode ? AttributeMode : 0U)
                          | (attributes.times ? AttributeTimes : 0U);
    number(flags);
    if (attributes.size) {
        longNumber(*attributes.size);
    }
    if (attributes.ownership) {
        number(attributes.ownership->user).number(attributes.ownership->group);
    }
    if (attributes.mode) {
        number(*attributes.mode);
    }
    if (attributes.times) {
        number(attributes.times->accessed).number(attributes.times->modified);
    }
    return *this;
}

QByteArray PacketWriter::finished(quint32 id, qsizetype payload) const
{
    QByteArray bytes = m_bytes;
    qToBigEndian(static_cast<quint32>(bytes.size() - 4 + payload), bytes.data());
    qToBigEndian(id, bytes.data() + 5);
    return bytes;
}

} // namespace Atelier::Sftp
