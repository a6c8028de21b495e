#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# A command gets a display of its own, which ends with it.
# shellcheck source=tests/tools/support.sh
. "$(dirname "${BASH_SOURCE[0]}")/support.sh"

with_display=$project/packaging/buildroot/with-display.sh
if ! command -v Xvfb >/dev/null; then
    echo "Xvfb is not installed; there is nothing to try."
    exit 0
fi

# Two at once have two displays.
"$with_display" sh -c 'echo "$DISPLAY"; xdpyinfo >/dev/null && sleep 2' >"$scratch/first" &
first=$!
capture "$with_display" sh -c 'echo "$DISPLAY"; exit 5'
wait "$first" || fail "The first display could not be used."
ends_with_status 5
[ "$output" != "$(cat "$scratch/first")" ] || fail "Both have the display $output."

# It is gone soon after its command, also when that is killed.
"$with_display" sh -c 'echo "$DISPLAY" >"$1"; exec sleep 30' sh "$scratch/third" &
third=$!
for _ in {1..200}; do
    [ -s "$scratch/third" ] && break
    sleep 0.05
done
number=$(sed 's/^://' "$scratch/third")
exists "/tmp/.X11-unix/X$number"
kill -KILL "$third"
wait "$third" 2>/dev/null
for _ in {1..100}; do
    [ -e "/tmp/.X11-unix/X$number" ] || break
    sleep 0.05
done
is_gone "/tmp/.X11-unix/X$number"

finish
