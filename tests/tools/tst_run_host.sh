#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Which hosts build directly, and what they are told when packages are missing.
# shellcheck source=tests/tools/support.sh
. "$(dirname "${BASH_SOURCE[0]}")/support.sh"

place() {
    # shellcheck source=packaging/buildroot/load.sh
    (. "$project/packaging/buildroot/load.sh" && build_place)
}

expect_place() {
    host "$1" "$2"
    output=$(place)
    [ "$output" = "$3" ] || fail "$1 $2 is built in \"$output\"."
}
stub pkg-config <<<'exit 1'
expect_place debian 12 root
expect_place debian 13 host
expect_place debian 14 host
expect_place debian '' host
expect_place ubuntu 24.04 root
expect_place ubuntu 25.10 host
expect_place ubuntu 26.04 host
expect_place fedora 41 root
expect_place fedora 43 host
expect_place linuxmint 22 root
stub pkg-config <<<'exit 0'
expect_place arch '' host

host debian 13
output=$(ATELIER_BUILD_ROOT=1 place)
[ "$output" = root ] || fail "ATELIER_BUILD_ROOT=1 is ignored."
host debian 12
output=$(ATELIER_BUILD_ROOT=0 place)
[ "$output" = host ] || fail "ATELIER_BUILD_ROOT=0 is ignored."

# Two packages are missing: the line names them and nothing else, and without a terminal nothing is installed.
host debian 13
stub id <<<'[ "$*" = -u ] && echo 1000 || exec /usr/bin/id "$@"'
stub apt-get <<<"echo \"apt-get \$*\" >>'$scratch/installed'"
stub apt-cache <<<'echo known'
stub sudo <<<'exec "$@"'
stub dpkg-query <<'STUB'
for name in "${@:4}"; do
    case $name in
        qt6-httpserver-dev) ;;
        mold) echo "config-files $name" ;;
        *) echo "installed $name" ;;
    esac
done
STUB
capture "$run" --shell true
ends_with_status 1
says "2 packages"
says "    sudo apt-get install --no-install-recommends mold qt6-httpserver-dev"
is_gone "$scratch/installed"

# With --yes that line is run.
capture "$run" --yes --shell true
ends_with_status 0
output=$(cat "$scratch/installed")
says "install -y --no-install-recommends mold qt6-httpserver-dev"

# What only linting and the benchmarks want is not asked for.
stub dpkg-query <<<'for name in "${@:4}"; do echo "$name" >>'"'$scratch/asked'"'; echo "installed $name"; done'
capture "$run" --shell true
ends_with_status 0
output=$(cat "$scratch/asked")
says "qt6-webengine-dev"
says_not "clang-tidy"
says_not "qbittorrent"

# Fedora gets its own line.
host fedora 43
stub rpm <<<'echo "no package provides qt6-qtwebengine-devel"'
capture "$run" --shell true
ends_with_status 1
says "    sudo dnf install qt6-qtwebengine-devel"

finish
