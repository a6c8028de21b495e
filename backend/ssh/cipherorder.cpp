// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/cipherorder.h"

#include <sys/auxv.h>

namespace Atelier::Ssh {

namespace {

bool hasAesInstructions()
{
#if defined(__x86_64__) || defined(__i386__)
    return __builtin_cpu_supports("aes") && __builtin_cpu_supports("pclmul");
#elif defined(__aarch64__)
    return (::getauxval(AT_HWCAP) & HWCAP_AES) != 0;
#else
    return false;
#endif
}

} // namespace

void preferFastCiphers(LIBSSH2_SESSION *session)
{
    const char *aesFirst =
        "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,"
        "aes128-ctr,aes192-ctr,aes256-ctr";
    const char *chachaFirst =
        "chacha20-poly1305@openssh.com,aes128-gcm@openssh.com,aes256-gcm@openssh.com,"
        "aes128-ctr,aes192-ctr,aes256-ctr";
    const char *ciphers = hasAesInstructions() ? aesFirst : chachaFirst;
    for (const int method : {LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC}) {
        // A refused preference leaves the library's own order, which is slower.
        static_cast<void>(libssh2_session_method_pref(session, method, ciphers));
    }
}

} // namespace Atelier::Ssh
