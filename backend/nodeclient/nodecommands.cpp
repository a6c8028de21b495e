// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/nodecommands.h"

#include <QList>

#include <algorithm>

namespace Atelier::NodeClient {

namespace {

// "mine [FILE]": whether nobody else can put something in the folder $d, its folders from the cache
// on, or its FILE; else it says where ("foreign": the place isn't the user's to mend). They belong
// to the user or to root, and others may not write to them, unless they can't rename what is there
// (sticky). The user's own group, which has the user's name, is nobody else; a "+" tells of more
// rights than are shown. When a link leads to $d, $d becomes where it really is, and all that is
// above that counts too; a FILE that is a link is nobody's ("w" in its mode). One ls for all: each
// process costs a millisecond.
#define ATELIER_MINE                                                                               \
    "c=\"${XDG_CACHE_HOME:-$HOME/.cache}\"; n=\"$c/atelier/node\"; d=\"$n/%1\"; "                  \
    "mine() { p=$(cd -P \"$d\" && pwd -P) || return 1; f=$1; "                                     \
    "if [ \"$p\" = \"$d\" ]; then set -- \"$c\" \"$c/atelier\" \"$n\" \"$d\"; "                    \
    "else d=$p; set --; while [ -n \"$p\" ]; do set -- \"$p\" \"$@\"; p=${p%/*}; done; "           \
    "set -- / \"$@\"; fi; "                                                                        \
    "[ -z \"$f\" ] || set -- \"$@\" \"$d/$f\"; "                                                   \
    "u=$(id -u); LC_ALL=C ls -ldn \"$@\" | (k=$#; while read -r m l o g s x y z r; do "            \
    "k=$((k-1)); w=; [ \"$o\" = \"$u\" ] || [ \"$o\" = 0 ] || w=1; "                               \
    "case \"$m\" in d????????[tT]*) ;; ????????w*|?????w????+*) w=1;; "                            \
    "?????w*) [ \"$g\" = \"$(id -g)\" ] && [ \"$(id -gn)\" = \"$(id -un)\" ] || w=1;; esac; "      \
    "[ -z \"$w\" ] || { [ \"$o\" = \"$u\" ] && w=unsafe || w=foreign; "                            \
    "echo \"$w: $m $r\" >&2; exit 1; }; "                                                          \
    "done; [ $k -eq 0 ]); }; "

constexpr QLatin1StringView serveText("exec /bin/sh -c '" ATELIER_MINE
                                      "if [ -x \"$d/atelier-node\" ] && mine atelier-node; "
                                      "then exec \"$d/atelier-node\" serve %1; fi; "
                                      "echo; echo ATELIER-MISSING $(uname -s) $(uname -m)'");

// Statuses: BringStatus. What the program's own check says is 65 or, when the system doesn't start
// it, the shell's 126 or 127.
constexpr QLatin1StringView bringText("exec /bin/sh -c '" ATELIER_MINE "umask 077; "
                                      "drop() { rm -f \"$t\"; exit $1; }; "
                                      "mkdir -p \"$d\" || exit 71; "
                                      "chmod go-w \"$c/atelier\" \"$n\" \"$d\"; "
                                      "mine || exit 75; t=\"$d/.new.%2\"; "
                                      "trap \"drop 72\" HUP INT TERM PIPE; "
                                      "cat > \"$t\" || drop 72; "
                                      "chmod 0700 \"$t\" || drop 72; "
                                      "\"$t\" check %1; s=$?; "
                                      "[ $s -eq 65 ] && drop 65; "
                                      "[ $s -eq 0 ] || drop 73; "
                                      "mv -f \"$t\" \"$d/atelier-node\" || drop 74'");

#undef ATELIER_MINE

/** More of a path is no help in a sentence. */
constexpr qsizetype longestPath = 400;

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

std::optional<UnsafePlace> unsafePlaceIn(const QByteArray &errorOutput)
{
    std::optional<UnsafePlace> found;
    const QList<QByteArray> lines = errorOutput.split('\n');
    for (const QByteArray &line : lines) {
        // "unsafe: MODE PATH"; a login shell may have written before it.
        const qsizetype path = line.indexOf(" /");
        const bool isOwn = line.startsWith("unsafe: ");
        if (path > 0 && (isOwn || line.startsWith("foreign: "))) {
            found = UnsafePlace{.path = QString::fromUtf8(line.sliced(path + 1).left(longestPath)),
                                .isOwn = isOwn};
        }
    }
    return found;
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
