# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the tests of ./run share: an invented host in a temporary folder, and checks that say what they saw.
set -u
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
# A process ends in its own time; what it still writes must not keep the folder.
trap 'chmod -R u+rwX "$scratch"; rm -rf "$scratch" || { sleep 1; rm -rf "$scratch"; }' EXIT
failures=0
output=
status=0

# A project of its own, so that nothing here touches the real one's build.
project=$scratch/project
mkdir -p "$project/packaging" "$scratch/home" "$scratch/cache" "$scratch/bin"
cp -r "$source_folder/run" "$source_folder/test" "$project/"
cp -r "$source_folder/packaging/buildroot" "$project/packaging/"
run=$project/run
roots=$scratch/cache/atelier/roots

unset ATELIER_IN_BUILD_ROOT ATELIER_DATA ATELIER_CONFIG ATELIER_CACHE ATELIER_WORKSPACE XDG_DATA_HOME XDG_CONFIG_HOME
unset DISPLAY WAYLAND_DISPLAY
export HOME=$scratch/home XDG_CACHE_HOME=$scratch/cache PATH=$scratch/bin:$PATH
export ATELIER_OS_RELEASE=$scratch/os-release

# host ID VERSION
host() { printf 'ID=%s\nVERSION_ID="%s"\nPRETTY_NAME="%s %s"\n' "$1" "$2" "$1" "$2" >"$ATELIER_OS_RELEASE"; }

# stub NAME: a program of that name whose text comes from standard input.
stub() {
    { echo '#!/bin/bash' && cat; } >"$scratch/bin/$1"
    chmod +x "$scratch/bin/$1"
}

# Everything a command says, without a terminal.
capture() {
    status=0
    output=$("$@" 2>&1 </dev/null) || status=$?
}

fail() {
    failures=$((failures + 1))
    echo "FAILED: $*"
    printf '%s\n' "$output" | sed 's/^/    | /'
}

says() { [[ $output == *"$1"* ]] || fail "It does not say \"$1\"."; }
says_not() { [[ $output != *"$1"* ]] || fail "It says \"$1\"."; }
ends_with_status() { [ "$status" = "$1" ] || fail "It ended with $status, not $1."; }
exists() { [ -e "$1" ] || fail "$1 is not there."; }
is_gone() { [ ! -e "$1" ] || fail "$1 is still there."; }

finish() {
    [ "$failures" = 0 ] && echo "passed"
    exit "$((failures > 0))"
}
