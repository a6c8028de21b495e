// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/authwatch.h"

#include "backend/ssh/login/wire.h"
#include "backend/ssh/transport.h"

#include <malloc.h>
// NOLINTNEXTLINE(modernize-deprecated-headers): explicit_bzero is not of <cstring>
#include <string.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace Atelier::Ssh {

namespace {

constexpr unsigned char extensionInfo = 7;
constexpr unsigned char authenticationFailure = 51;
/** Neither message is longer; what lies behind it in the block is not looked at. */
constexpr std::size_t longestMessage = std::size_t{8} * 1024;
constexpr quint32 mostExtensions = 64;

thread_local AuthWatch *activeWatch = nullptr;
/** Wiped, and kept until the next one comes: libssh2 1.11.1 writes into the buffer of a key that
 * could not be derived after it has given it back, and gives it back once more. */
thread_local void *lastReleased = nullptr;

SessionMemory &memoryOf(void **abstract)
{
    return static_cast<Transport *>(*abstract)->memory();
}

} // namespace

AuthWatch::Scope::Scope(AuthWatch &watch)
    : m_previous(std::exchange(activeWatch, &watch))
{
}

AuthWatch::Scope::~Scope()
{
    activeWatch = m_previous;
    std::free(std::exchange(lastReleased, nullptr)); // NOLINT: it is malloc's
}

void AuthWatch::install(LIBSSH2_SESSION *session)
{
    // The library's type for all callbacks; it casts back by the callback's number.
    libssh2_session_callback_set2(
        session,
        LIBSSH2_CALLBACK_DISCONNECT,
        reinterpret_cast<libssh2_cb_generic *>(&AuthWatch::disconnected)); // NOLINT
}

void *AuthWatch::allocate(std::size_t count, void **abstract)
{
    return memoryOf(abstract).allocate(count);
}

void *AuthWatch::reallocate(void *memory, std::size_t count, void **abstract)
{
    if (activeWatch == nullptr || memory == nullptr) {
        return memoryOf(abstract).reallocate(memory, count);
    }
    void *moved = allocate(count, abstract);
    if (moved != nullptr) {
        std::memcpy(moved, memory, std::min(count, ::malloc_usable_size(memory)));
        release(memory, abstract);
    }
    return moved;
}

void AuthWatch::release(void *memory, void **)
{
    if (activeWatch == nullptr || memory == nullptr) {
        std::free(memory); // NOLINT: it is malloc's
        return;
    }
    if (memory == lastReleased) {
        return;
    }
    const std::size_t size = ::malloc_usable_size(memory);
    activeWatch->look(static_cast<const unsigned char *>(memory), size);
    ::explicit_bzero(memory, size);
    std::free(std::exchange(lastReleased, memory)); // NOLINT: likewise
}

void AuthWatch::disconnected(
    LIBSSH2_SESSION *, int reason, const char *message, int length, const char *, int, void **)
{
    if (activeWatch != nullptr && !activeWatch->m_farewell) {
        activeWatch->m_farewell = Farewell{
            .reason = reason, .message = QString::fromUtf8(message, length).simplified()};
    }
}

void AuthWatch::look(const unsigned char *bytes, std::size_t size)
{
    if (size < 6 || (bytes[0] != extensionInfo && bytes[0] != authenticationFailure)) {
        return;
    }
    const QByteArrayView packet(bytes + 1, // NOLINT: an array; its first byte is the type
                                static_cast<qsizetype>(std::min(size, longestMessage)) - 1);
    if (bytes[0] == authenticationFailure) {
        lookAtRefusal(packet);
    } else {
        lookAtExtensions(packet);
    }
}

void AuthWatch::lookAtRefusal(QByteArrayView packet)
{
    WireReader reader(packet);
    const auto methods = reader.text();
    const auto partial = reader.byte();
    const auto isName = [](char letter) { return letter > ' ' && letter < '\x7f'; };
    if (methods && partial && *partial <= 1 && std::ranges::all_of(*methods, isName)) {
        m_refusal = Refusal{.methods = methods->split(','), .isPartial = *partial == 1};
        m_refusal->methods.removeAll(QByteArray());
    }
}

void AuthWatch::lookAtExtensions(QByteArrayView packet)
{
    WireReader reader(packet);
    const auto count = reader.number();
    for (quint32 index = 0; count && index < std::min(*count, mostExtensions); ++index) {
        const auto name = reader.text();
        const auto value = reader.text();
        if (!name || !value) {
            return;
        }
        if (*name == "server-sig-algs") {
            const QList<QByteArray> methods = value->split(',');
            m_takesRsaSha2 = methods.contains("rsa-sha2-256") || methods.contains("rsa-sha2-512");
        }
    }
}

} // namespace Atelier::Ssh
