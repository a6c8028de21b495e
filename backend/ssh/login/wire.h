// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtEndian>

#include <optional>

namespace Atelier::Ssh {

/** Takes the protocol's values (RFC 4251, section 5) off the front of bytes that nobody vouches
 * for, and that outlive it. */
class WireReader final
{
public:
    explicit WireReader(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] std::optional<quint8> byte()
    {
        const auto bytes = take(1);
        return bytes ? std::optional(static_cast<quint8>(bytes->front())) : std::nullopt;
    }
    [[nodiscard]] std::optional<quint32> number()
    {
        const auto bytes = take(4);
        return bytes ? std::optional(qFromBigEndian<quint32>(bytes->data())) : std::nullopt;
    }
    [[nodiscard]] std::optional<QByteArray> text()
    {
        const auto bytes = view();
        return bytes ? std::optional(bytes->toByteArray()) : std::nullopt;
    }
    /** False when there is none. */
    [[nodiscard]] bool skipText() { return view().has_value(); }
    [[nodiscard]] bool atEnd() const { return m_bytes.isEmpty(); }

private:
    [[nodiscard]] std::optional<QByteArrayView> take(qsizetype size)
    {
        if (m_bytes.size() < size) {
            return std::nullopt;
        }
        const QByteArrayView front = m_bytes.first(size);
        m_bytes = m_bytes.sliced(size);
        return front;
    }
    [[nodiscard]] std::optional<QByteArrayView> view()
    {
        const auto length = number();
        return length ? take(qsizetype{*length}) : std::nullopt;
    }

    QByteArrayView m_bytes;
};

[[nodiscard]] inline QByteArray wireNumber(quint32 value)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

[[nodiscard]] inline QByteArray wireText(const QByteArray &value)
{
    return wireNumber(static_cast<quint32>(value.size())).append(value);
}

} // namespace Atelier::Ssh
