// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a connection: cut anywhere, the guard must judge them alike; what it lets through
// must find a route or none; and before it has judged, the parser behind it, which takes a line
// feed for the end of a line, must not see the end of a header.
#include "backend/server/requestguard.h"
#include "backend/server/requesttarget.h"
#include "backend/server/routes.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace Atelier::Server;
using Verdict = RequestGuard::Verdict;

void demand(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

Verdict fedInPieces(RequestGuard *guard, QByteArrayView bytes, qsizetype piece)
{
    Verdict verdict = Verdict::NeedMore;
    while (!bytes.isEmpty() && verdict == Verdict::NeedMore) {
        const qsizetype size = std::min(piece, bytes.size());
        verdict = guard->feed(bytes.first(size));
        bytes = bytes.sliced(size);
    }
    return verdict;
}

void route(const RequestGuard &guard)
{
    const auto target = requestTargetFrom(guard.target());
    demand(target.has_value() && target->path.startsWith('/') && !target->path.contains('?'));
    demand(!guard.verb().isEmpty() && guard.bodySize() <= largestBody);
    const auto found = findRoute(guard.verb(), target->path);
    if (const auto *match = std::get_if<Match>(&found)) {
        demand(match->route != nullptr && !match->parameters.values().contains(QString()));
        for (const QString &parameter : match->parameters) {
            demand(parameter.isValidUtf16() && !parameter.contains(QChar::Null));
        }
    } else if (const auto *wrong = std::get_if<WrongVerb>(&found)) {
        demand(!wrong->allowed.isEmpty());
    }
}

/** Where a lenient reader sees the end of the header. */
bool lookLikeAHeader(QByteArrayView bytes)
{
    return bytes.contains("\n\n") || bytes.contains("\n\r\n");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2) {
        return 0;
    }
    const qsizetype piece = 1 + data[0];
    const QByteArrayView bytes(data + 1, static_cast<qsizetype>(size) - 1);
    RequestGuard whole;
    RequestGuard cut;
    const Verdict verdict = whole.feed(bytes);
    demand(fedInPieces(&cut, bytes, piece) == verdict);
    demand(whole.status() == cut.status());
    demand((verdict == Verdict::Refused) == (whole.status() != 0));
    demand((verdict == Verdict::Refused) != whole.reason().isEmpty());
    if (verdict == Verdict::Complete) {
        const QByteArrayView head = bytes.first(bytes.indexOf("\r\n\r\n") + 2);
        demand(!lookLikeAHeader(head) && head.count('\n') == head.count("\r\n"));
        route(whole);
    } else if (verdict == Verdict::NeedMore && !bytes.contains("\r\n\r\n")) {
        demand(!lookLikeAHeader(bytes));
    }
    return 0;
}
