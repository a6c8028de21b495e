// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/nodecommands.h"

#include <QList>

#include <algorithm>

namespace Atelier::NodeClient {

namespace {

constexpr QLatin1StringView serveText(
    "exec /bin/sh -c '"
    "f=\"${XDG_CACHE_HOME:-$HOME/.cache}/atelier/node/%1/atelier-node\"; "
    "if [ -x \"$f\" ]; then exec \"$f\" serve %1; fi; "
    "echo; echo ATELIER-MISSING $(uname -s) $(uname -m)'");

// Statuses: BringStatus. What the program's own check says is 65 or, when the system doesn't start
// it, the shell's 126 or 127.
constexpr QLatin1StringView bringText(
    "exec /bin/sh -c '"
    "umask 077; "
    "d=\"${XDG_CACHE_HOME:-$HOME/.cache}/atelier/node/%1\"; t=\"$d/.new.%2\"; "
    "drop() { rm -f \"$t\"; exit $1; }; "
    "mkdir -p \"$d\" || exit 71; "
    "trap \"drop 72\" HUP INT TERM PIPE; "
    "cat > \"$t\" || drop 72; "
    "chmod 0700 \"$t\" || drop 72; "
    "\"$t\" check %1; s=$?; "
    "[ $s -eq 65 ] && drop 65; "
    "[ $s -eq 0 ] || drop 73; "
    "mv -f \"$t\" \"$d/atelier-node\" || drop 74'");

bool isHexadecimal(const QByteArray &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
}

} // namespace

QString serveCommand(const QByteArray &digest)
{
    Q_ASSERT(isHexadecimal(digest));
    return QString(serveText).arg(QLatin1StringView(digest));
}

QString bringCommand(const QByteArray &digest, const QByteArray &nonce)
{
    Q_ASSERT(isHexadecimal(digest) && isHexadecimal(nonce));
    return QString(bringText).arg(QLatin1StringView(digest), QLatin1StringView(nonce));
}

std::optional<MissingCopy> missingCopyIn(const QByteArray &text)
{
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.first() == "ATELIER-MISSING" && words.size() == 3) {
            return MissingCopy{.system = words.at(1), .machine = words.at(2)};
        }
    }
    return std::nullopt;
}

} // namespace Atelier::NodeClient
