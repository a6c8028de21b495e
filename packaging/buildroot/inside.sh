#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The part of ./run and ./test that works inside the build environment: configure, build, start.
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
project=$(cd "$here/../.." && pwd -P)
jobs=$(nproc)

# configure PRESET: once, and again when the system below it is another one.
configure() {
    local preset=$1 tree=$project/build/$1 system stamp
    system=$(cat /etc/atelier-build-root /etc/debian_version 2>/dev/null || uname -r)
    stamp=$tree/.system
    if [ -f "$tree/build.ninja" ]; then
        [ -f "$stamp" ] || printf '%s\n' "$system" >"$stamp"
        [ "$(cat "$stamp")" = "$system" ] && return
    fi
    mkdir -p "$tree"
    (cd "$project" && cmake --preset "$preset" --fresh) >"$tree/configure.log" 2>&1 || {
        tail -n 40 "$tree/configure.log" >&2
        echo "The build could not be configured; the whole log is $tree/configure.log." >&2
        exit 1
    }
    printf '%s\n' "$system" >"$stamp"
}

# build PRESET TARGET…: silent and quick when there is nothing to do.
build() {
    local tree=$project/build/$1 started=$SECONDS
    configure "$1"
    shift
    if ninja -C "$tree" -n "$@" 2>/dev/null | grep -q 'no work to do'; then
        return
    fi
    [ -f "$tree/.ninja_log" ] || echo "Building for the first time; this takes some minutes." >&2
    NINJA_STATUS='[%f/%t %es] ' ninja -C "$tree" -j "$jobs" "$@" >&2
    echo "Built in $((SECONDS - started)) s." >&2
}

# tests PRESET ARGS…
tests() { (cd "$project" && ctest --preset "$1" -j "$jobs" "${@:2}"); }

# True when an argument already says which tests to run.
selects_tests() {
    local argument
    for argument in "$@"; do
        case $argument in -[LRIEN]* | --label* | --tests-* | --exclude-* | --rerun-failed | --test-*) return 0 ;; esac
    done
    return 1
}

test_push() {
    build dev all
    if selects_tests "$@"; then
        tests dev "$@"
    else
        tests dev -L 'unit|integration' -LE 'slow|benchmark|fuzz' "$@"
    fi
}

test_all() {
    local failed=0
    build dev all
    "$project/.ci/lint" all || failed=1
    # The figures come first, while the machine is otherwise idle, and from an optimised build.
    build bench all
    jobs=1 tests bench -L benchmark -V "$@" || failed=1
    build asan all
    # The notebook plugin has copies of what the program exports to it; the program's are taken.
    ASAN_OPTIONS=detect_leaks=0:detect_odr_violation=0:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
        tests asan -L integration -LE threads --timeout 900 "$@" || failed=1
    # Those have no windows, whose libraries keep what they have.
    ASAN_OPTIONS=detect_odr_violation=0:abort_on_error=1:fast_unwind_on_malloc=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
        LSAN_OPTIONS=suppressions=$project/tests/leaks.supp tests asan -L threads --timeout 900 "$@" || failed=1
    build tsan threadtests
    TSAN_OPTIONS=suppressions=$project/tests/threads.supp:second_deadlock_stack=1:history_size=4 \
        tests tsan -L threads --timeout 900 "$@" || failed=1
    build fuzz fuzzers
    tests fuzz -L fuzz "$@" || failed=1
    tests dev -LE 'benchmark|fuzz' "$@" || failed=1
    return "$failed"
}

package() {
    build release all
    (cd "$project/build/release" && cpack -G DEB) >"$project/build/release/cpack.log" 2>&1 || {
        tail -n 20 "$project/build/release/cpack.log" >&2
        exit 1
    }
    echo "The package:"
    find "$project/build/release" -maxdepth 1 -name '*.deb' -newer "$project/build/release/build.ninja"
}

verb=$1
shift
case $verb in
    build) build "$@" ;;
    configure) configure "$@" ;;
    studio)
        build dev product
        exec "$project/build/dev/bin/atelier" "$@"
        ;;
    studio-without-display)
        build dev product
        exec "$here/with-display.sh" "$project/build/dev/bin/atelier" "$@"
        ;;
    control-plane)
        build dev atelierd atelier-shim
        exec "$project/build/dev/bin/atelierd" "$@"
        ;;
    test) test_push "$@" ;;
    test-all) test_all "$@" ;;
    package) package ;;
    *)
        echo "inside.sh does not know \"$verb\"." >&2
        exit 2
        ;;
esac
