// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The x86 instructions for SHA-256 (Intel SDM 2, SHA256RNDS2 and its companions).
#include "backend/node/files/sha256blocks.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

// NOLINTBEGIN(portability-simd-intrinsics): this file is for one kind of processor
namespace Atelier::Node {

#if defined(__x86_64__)

bool hasSha256Instructions()
{
    // "sha" is unknown to __builtin_cpu_supports of some compilers: leaf 7, EBX bit 29.
    unsigned int a = 0;
    unsigned int b = 0;
    unsigned int c = 0;
    unsigned int d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & (1U << 29U)) != 0
           && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("ssse3");
}

namespace {

/** Four rounds with the words @p words of the schedule. */
__attribute__((target("sha,sse4.1"))) inline void fourRounds(__m128i *abef,
                                                             __m128i *cdgh,
                                                             __m128i words,
                                                             std::size_t round)
{
    const auto *constants = reinterpret_cast<const __m128i *>(&sha256Constants[round]);
    __m128i sum = _mm_add_epi32(words, _mm_loadu_si128(constants));
    *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, sum);
    sum = _mm_shuffle_epi32(sum, 0x0E);
    *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, sum);
}

} // namespace

__attribute__((target("sha,sse4.1"))) void addSha256BlocksFast(Sha256State *state,
                                                               const unsigned char *blocks,
                                                               std::size_t count)
{
    const __m128i byteOrder = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    auto *const memory = reinterpret_cast<__m128i *>(state->data());
    const __m128i dcba = _mm_shuffle_epi32(_mm_loadu_si128(memory), 0xB1);
    const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128(memory + 1), 0x1B);
    __m128i abef = _mm_alignr_epi8(dcba, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, dcba, 0xF0);
    for (; count > 0; --count, blocks += 64) {
        const __m128i abefBefore = abef;
        const __m128i cdghBefore = cdgh;
        const auto *source = reinterpret_cast<const __m128i *>(blocks);
        __m128i w0 = _mm_shuffle_epi8(_mm_loadu_si128(source), byteOrder);
        __m128i w1 = _mm_shuffle_epi8(_mm_loadu_si128(source + 1), byteOrder);
        __m128i w2 = _mm_shuffle_epi8(_mm_loadu_si128(source + 2), byteOrder);
        __m128i w3 = _mm_shuffle_epi8(_mm_loadu_si128(source + 3), byteOrder);
        for (std::size_t round = 0; round < 64; round += 4) {
            fourRounds(&abef, &cdgh, w0, round);
            // The next four words: w[t] from w[t-16], w[t-15], w[t-7] and w[t-2].
            __m128i next = _mm_sha256msg1_epu32(w0, w1);
            next = _mm_add_epi32(next, _mm_alignr_epi8(w3, w2, 4));
            next = _mm_sha256msg2_epu32(next, w3);
            w0 = w1;
            w1 = w2;
            w2 = w3;
            w3 = next;
        }
        abef = _mm_add_epi32(abef, abefBefore);
        cdgh = _mm_add_epi32(cdgh, cdghBefore);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128(memory, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128(memory + 1, _mm_alignr_epi8(dchg, feba, 8));
}

#else

bool hasSha256Instructions()
{
    return false;
}

void addSha256BlocksFast(Sha256State *state, const unsigned char *blocks, std::size_t count)
{
    addSha256Blocks(state, blocks, count);
}

#endif

} // namespace Atelier::Node
// NOLINTEND(portability-simd-intrinsics)
