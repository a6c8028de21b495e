// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/attributes.h"

#include <QByteArrayView>
#include <QtEndian>

namespace Atelier::Sftp {

/** Takes a packet's fields apart. What goes beyond its end reads as zero or nothing and makes the
 *  reader invalid, so one question at the end is enough. */
class PacketReader final
{
public:
    explicit PacketReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    [[nodiscard]] quint8 byte() { return take<quint8>(); }
    [[nodiscard]] quint32 number() { return take<quint32>(); }
    [[nodiscard]] quint64 longNumber() { return take<quint64>(); }
    /** A view into the packet, at most as long as it. */
    [[nodiscard]] QByteArrayView text();
    [[nodiscard]] Attributes attributes();

    [[nodiscard]] bool isValid() const { return m_valid; }
    [[nodiscard]] bool atEnd() const { return m_rest.isEmpty(); }
    [[nodiscard]] qsizetype left() const { return m_rest.size(); }

private:
    template<typename Integer>
    Integer take()
    {
        if (m_rest.size() < static_cast<qsizetype>(sizeof(Integer))) {
            fail();
            return 0;
        }
        const auto value = qFromBigEndian<Integer>(m_rest.data());
        m_rest = m_rest.sliced(static_cast<qsizetype>(sizeof(Integer)));
        return value;
    }
    void fail()
    {
        m_valid = false;
        m_rest = {};
    }

    QByteArrayView m_rest;
    bool m_valid = true;
};

} // namespace Atelier::Sftp
