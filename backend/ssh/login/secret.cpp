// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/secret.h"

// NOLINTNEXTLINE(modernize-deprecated-headers): explicit_bzero is not of <cstring>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <new>

namespace Atelier::Ssh {

void wipe(QByteArray &bytes)
{
    if (bytes.isDetached()) {
        ::explicit_bzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    }
    bytes.clear();
}

void wipe(QString &text)
{
    if (text.isDetached()) {
        ::explicit_bzero(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    }
    text.clear();
}

Secret::Secret(const QByteArray &bytes)
    : m_size(static_cast<std::size_t>(bytes.size()))
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    m_mapped = (m_size / page + 1) * page;
    void *memory = ::mmap(
        nullptr, m_mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        throw std::bad_alloc();
    }
    // Beyond RLIMIT_MEMLOCK the secret is still wiped, only not kept out of swap.
    static_cast<void>(::mlock(memory, m_mapped));
    static_cast<void>(::madvise(memory, m_mapped, MADV_DONTDUMP));
    m_data = static_cast<char *>(memory);
    std::memcpy(m_data, bytes.constData(), m_size);
}

Secret::~Secret()
{
    ::explicit_bzero(m_data, m_mapped);
    static_cast<void>(
        ::munmap(m_data, m_mapped)); // fails only for addresses that were never mapped
}

} // namespace Atelier::Ssh
