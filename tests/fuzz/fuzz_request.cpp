// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a connection: cut anywhere, the guard must judge them alike, and what it lets
// through must find a route or none.
#include "backend/server/requestguard.h"
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

void route(QByteArrayView request)
{
    const QByteArray line = request.first(request.indexOf('\r')).toByteArray();
    const qsizetype start = line.indexOf(' ') + 1;
    const QByteArray target = line.mid(start, line.lastIndexOf(' ') - start);
    const auto found = findRoute(line.first(start - 1), target.left(target.indexOf('?')));
    if (const auto *match = std::get_if<Match>(&found)) {
        demand(match->route != nullptr && !match->parameters.values().contains(QString()));
    } else if (const auto *wrong = std::get_if<WrongVerb>(&found)) {
        demand(!wrong->allowed.isEmpty());
    }
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
        route(bytes);
    }
    return 0;
}
