#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Another user of the computer gets nothing from a control plane: neither its files nor an answer,
# even with the token, and cannot use up its connections. Runs on the host, because the build
# environment has one user only: ctest skips it there, .ci/run does it. Needs a built tree.
# Becoming another user takes root, or uidmap and a range in /etc/subuid. Where neither can be had
# it says so and ends with 77.
set -u
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
other=65534

if [ "$(id -u)" != 0 ]; then
    if [ -z "${ATELIER_SECOND_USER:-}" ] && unshare --user --map-root-user --map-auto true 2>/dev/null; then
        other=1
        ATELIER_SECOND_USER=$other exec unshare --user --map-root-user --map-auto "$0"
    fi
    echo "second user: NOT TRIED: this user can't act as another one (no root, no uidmap with a range in /etc/subuid). On a host where it can, .ci/run tries it."
    exit 77
fi
other=${ATELIER_SECOND_USER:-$other}

scratch=$(mktemp -d)
# Only what the control plane itself closes is closed here.
chmod 755 "$scratch"
data=$scratch/data
pid=
failures=0
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$scratch"' EXIT

fail() {
    failures=$((failures + 1))
    echo "FAILED: $*"
}

as_other() { setpriv --reuid="$other" --regid="$other" --clear-groups --inh-caps=-all -- "$@"; }
member() { sed -n "s/^ *\"$1\": \"\\{0,1\\}\\([^\",]*\\).*/\\1/p" "$data/endpoint.json"; }

# What one who calls with the token gets: ask PORT TOKEN
cat >"$scratch/ask" <<'ASK'
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
printf 'GET /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.MachineLearningServices/workspaces/default/computes?api-version=2023-04-01 HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n' "$1" "$2" >&3
timeout 10 cat <&3
ASK
# Opens and holds connections: hold PORT COUNT, until its standard input ends.
cat >"$scratch/hold" <<'HOLD'
for ((count = 0; count < $2; ++count)); do exec {connection}<>"/dev/tcp/127.0.0.1/$1" || exit 1; done
echo held
read -r _
HOLD

ATELIER_WORKSPACE=$scratch/workspace "$project/run" --shell "$project/build/dev/bin/atelierd" --data "$data" \
    >"$scratch/log" 2>&1 &
for ((tries = 0; tries < 300; ++tries)); do
    [ -s "$data/endpoint.json" ] && break
    sleep 0.1
done
pid=$(member pid)
token=$(member token)
url=$(member url)
port=${url##*:}
if [ -z "$pid" ] || [ ${#token} != 64 ]; then
    cat "$scratch/log"
    echo "FAILED: The control plane did not start."
    exit 1
fi

[ "$(as_other id -u)" = "$other" ] || fail "The second user is not another one."
[[ $(bash "$scratch/ask" "$port" "$token") == "HTTP/1.1 200 "* ]] || fail "Its owner gets no answer."

as_other cat "$data/endpoint.json" >/dev/null 2>&1 && fail "The token can be read."
as_other ls "$data" >/dev/null 2>&1 && fail "The data folder can be listed."
for file in "$data"/* "$data"/log/*; do
    as_other test -r "$file" && fail "$file can be read."
done
answer=$(as_other bash "$scratch/ask" "$port" "$token" 2>/dev/null)
[ -z "$answer" ] || fail "With the token it answers: $answer"

# More than the server takes from anybody; held, its owner still gets an answer.
coproc as_other bash "$scratch/hold" "$port" 400
read -r -t 60 held <&"${COPROC[0]}"
[ "${held:-}" = held ] || fail "The connections could not be opened."
[[ $(bash "$scratch/ask" "$port" "$token") == "HTTP/1.1 200 "* ]] || fail "Another user keeps its owner out."
echo >&"${COPROC[1]}"

kill "$pid"
for ((tries = 0; tries < 300; ++tries)); do
    [ -e "$data/endpoint.json" ] || break
    sleep 0.1
done
[ ! -e "$data/endpoint.json" ] || fail "The token is left behind."
[ "$failures" = 0 ] && echo "second user: ok"
exit "$((failures > 0))"
