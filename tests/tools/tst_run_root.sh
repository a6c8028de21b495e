#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The build root is whole or not there, whatever happens while it is made.
# shellcheck source=tests/tools/support.sh
. "$(dirname "${BASH_SOURCE[0]}")/support.sh"

host debian 12
stub apt-get <<<'exit 100'
stub dpkg-query <<<'exit 0'
stub newuidmap <<<'exit 0'
# What was entered is seen by its arguments.
stub bwrap <<<'[ "${*: -1}" = true ] && exit 0; echo "entered: $*"'
# The tests' own user makes the root as root does: into a folder.
stub id <<<'[ "$*" = -u ] && echo 0 || exec /usr/bin/id "$@"'

# An mmdebstrap that unpacks half and waits: the caller is interrupted meanwhile.
stub mmdebstrap <<'STUB'
for argument in "$@"; do case $argument in */root) target=$argument ;; esac; done
echo "I: extracting archives..." >&2
mkdir -p "$target/etc" "$target/usr/bin"
: >"$target/half"
echo "$$" >"$(dirname "$0")/../mmdebstrap.pid"
sleep 30 &
wait
STUB
env --default-signal=INT "$run" --shell echo inside >"$scratch/first.log" 2>&1 </dev/null &
first=$!
for _ in {1..200}; do
    [ -s "$scratch/mmdebstrap.pid" ] && break
    sleep 0.05
done
exists "$scratch/mmdebstrap.pid"
kill -INT "$first"
wait "$first"
status=$?
output=$(cat "$scratch/first.log")
ends_with_status 130
says "goes on from what is there"
says "download"
half=$(find "$roots" -maxdepth 1 -name '.*.partial')
exists "$half/root/half"
kill -0 "$(cat "$scratch/mmdebstrap.pid")" 2>/dev/null && fail "mmdebstrap still runs."
[ -z "$(find "$roots" -mindepth 1 -maxdepth 1 -type d ! -name '.*')" ] || fail "A half-made root has the name of a whole one."

# One that fails: the log's end is shown, and there is still no root.
stub mmdebstrap <<<'echo "E: the mirror has gone away" >&2; exit 1'
capture "$run" --shell echo inside
ends_with_status 1
says "half-made is removed"
says "the mirror has gone away"
is_gone "$half/root/half"

# One that works: two calls at once make it once, and both enter it.
stub mmdebstrap <<'STUB'
for argument in "$@"; do case $argument in */root) target=$argument ;; esac; done
mkdir -p "$target/etc" "$target/usr/bin"
[ ! -e "$target/half" ] || exit 1
cp /etc/passwd /etc/group "$target/etc/"
echo made >>"$(dirname "$0")/../made"
sleep 1
STUB
"$run" --shell echo inside >"$scratch/second.log" 2>&1 </dev/null &
second=$!
capture "$run" --shell echo inside
wait "$second" || fail "The other call failed."
ends_with_status 0
output="$output $(cat "$scratch/second.log")"
says "Another call is preparing"
says "Ready: $roots/"
says "-- echo inside"
[ "$(wc -l <"$scratch/made")" = 1 ] || fail "The root was made $(wc -l <"$scratch/made") times."
root=$(find "$roots" -mindepth 1 -maxdepth 1 -type d)
exists "$root/etc/atelier-build-root"
is_gone "$half"

# The next call only enters, as an ordinary user in a user namespace.
capture "$run" --shell echo inside
ends_with_status 0
says_not "download"
says "--unshare-user --uid 1000 --gid 1000 --bind $root /"
says "--bind /proc /proc"
says_not "--unshare-pid"
says_not "--die-with-parent"

# Other packages are another root; the old one is named and stays.
echo another-package >>"$project/packaging/buildroot/packages.txt"
capture "$run" --shell echo inside
ends_with_status 0
says "no longer used: $root"
exists "$root"
# A comment is not.
echo '# a comment' >>"$project/packaging/buildroot/packages.txt"
capture "$run" --shell echo inside
says_not "download"

finish
