// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <libssh2.h>

#include <cstddef>
#include <optional>

namespace Atelier::Ssh {

/**
 * What libssh2 learns during a login and keeps to itself: whether a refusal was a partial success
 * (RFC 4252, section 5.1) and which methods may follow, which signatures the server takes (RFC
 * 8308, section 3.1), and its parting words.
 *
 * libssh2 has no call for these, but it hands every packet back to the allocator that it was given.
 * There they are read, only in the thread and for the time of a Scope; all that is freed meanwhile
 * is wiped, because passwords and keys are among it. Outside a Scope the allocator is SessionMemory
 * alone.
 */
class AuthWatch final
{
public:
    struct Refusal
    {
        QList<QByteArray> methods = {}; ///< that may follow
        bool isPartial = false;         ///< the method succeeded and is not enough
    };
    struct Farewell
    {
        int reason = 0;       ///< RFC 4253, section 11.1
        QString message = {}; ///< the server's: show as plain text
    };

    /** Lets the watch see what libssh2 does in this thread. */
    class Scope final
    {
    public:
        explicit Scope(AuthWatch &watch);
        Scope(const Scope &) = delete;
        Scope &operator=(const Scope &) = delete;
        ~Scope();

    private:
        AuthWatch *m_previous;
    };

    AuthWatch() = default;
    AuthWatch(const AuthWatch &) = delete;
    AuthWatch &operator=(const AuthWatch &) = delete;
    ~AuthWatch() = default;

    /** Wants libssh2's word of a disconnection too. */
    static void install(LIBSSH2_SESSION *session);

    /** Before each request. */
    void forgetRefusal() { m_refusal.reset(); }
    [[nodiscard]] const std::optional<Refusal> &refusal() const { return m_refusal; }
    [[nodiscard]] const std::optional<Farewell> &farewell() const { return m_farewell; }
    /** False: RSA keys would be used with SHA-1. */
    [[nodiscard]] bool takesRsaSha2() const { return m_takesRsaSha2; }

    /** For libssh2_session_init_ex(). */
    static void *allocate(std::size_t count, void **abstract);
    static void *reallocate(void *memory, std::size_t count, void **abstract);
    static void release(void *memory, void **abstract);

private:
    static void disconnected(LIBSSH2_SESSION *session,
                             int reason,
                             const char *message,
                             int length,
                             const char *language,
                             int languageLength,
                             void **abstract);
    void look(const unsigned char *bytes, std::size_t size);
    void lookAtRefusal(QByteArrayView packet);
    void lookAtExtensions(QByteArrayView packet);

    std::optional<Refusal> m_refusal;
    std::optional<Farewell> m_farewell;
    bool m_takesRsaSha2 = false;
};

} // namespace Atelier::Ssh
