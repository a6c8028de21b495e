#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# together.sh PROGRAM PART...
# Runs a Qt test once for each part at the same time, for tests that mostly wait. A part is the names of some of its
# functions; each function must be in one. Prints the parts one after the other; fails when one does.
set -u
program=$1
shift
for function in $("$program" -functions | sed 's/()$//'); do
    if [[ " $* " != *" $function "* ]]; then
        echo "$function is in no part."
        exit 1
    fi
done
folder=$(mktemp -d) || exit 1
processes=()
# shellcheck disable=SC2317 # called by the trap
clean() {
    kill "${processes[@]}" 2>/dev/null
    rm -rf "$folder"
}
trap clean EXIT
trap 'exit 1' TERM INT
for part in "$@"; do
    read -ra functions <<<"$part"
    "$program" "${functions[@]}" >"$folder/${#processes[@]}" 2>&1 &
    processes+=("$!")
done
failed=0
for index in "${!processes[@]}"; do
    wait "${processes[$index]}" || failed=1
    cat "$folder/$index"
done
processes=()
exit "$failed"
