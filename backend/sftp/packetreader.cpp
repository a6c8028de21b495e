// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/packetreader.h"

#include "backend/sftp/attributeflags.h"

namespace Atelier::Sftp {

QByteArrayView PacketReader::text()
{
    const quint32 length = number();
    if (!m_valid || length > m_rest.size()) {
        fail();
        return {};
    }
    const QByteArrayView bytes = m_rest.first(length);
    m_rest = m_rest.sliced(length);
    return bytes;
}

Attributes PacketReader::attributes()
{
    Attributes found;
    const quint32 flags = number();
    if ((flags & AttributeSize) != 0) {
        found.size = longNumber();
    }
    if ((flags & AttributeOwnership) != 0) {
        const quint32 user = number();
        found.ownership = Ownership{.user = user, .group = number()};
    }
    if ((flags & AttributeMode) != 0) {
        found.mode = number();
    }
    if ((flags & AttributeTimes) != 0) {
        const quint32 accessed = number();
        found.times = FileTimes{.accessed = accessed, .modified = number()};
    }
    if ((flags & AttributeExtended) != 0) {
        // A count that lies ends the loop with the packet.
        for (quint32 left = number(); left > 0 && m_valid; --left) {
            static_cast<void>(text());
            static_cast<void>(text());
        }
    }
    return m_valid ? found : Attributes();
}

} // namespace Atelier::Sftp
