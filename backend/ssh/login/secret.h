// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstddef>

namespace Atelier::Ssh {

/** Overwrites what nobody else shares; the compiler may not leave it out. */
void wipe(QByteArray &bytes);
void wipe(QString &text);

/** Wipes what it was given when the block ends, however it ends. */
class WipeGuard final
{
public:
    explicit WipeGuard(QByteArray &bytes)
        : m_bytes(bytes)
    {
    }
    WipeGuard(const WipeGuard &) = delete;
    WipeGuard &operator=(const WipeGuard &) = delete;
    ~WipeGuard() { wipe(m_bytes); }

private:
    QByteArray &m_bytes;
};

/**
 * A passphrase or password as UTF-8 in pages of its own, which stay out of swap (where the limit on
 * locked memory allows it) and of core dumps, and are wiped in the end.
 */
class Secret final
{
public:
    explicit Secret(const QByteArray &bytes);
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;
    ~Secret();

    /** Ends with a zero byte that size() doesn't count. */
    [[nodiscard]] const char *data() const { return m_data; }
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    char *m_data = nullptr;
    std::size_t m_size = 0;
    std::size_t m_mapped = 0;
};

} // namespace Atelier::Ssh
