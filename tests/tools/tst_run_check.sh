#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# ./run --check names every prerequisite and what helps, within five seconds.
# shellcheck source=tests/tools/support.sh
. "$(dirname "${BASH_SOURCE[0]}")/support.sh"

host debian 12
stub mmdebstrap <<<'exit 0'
stub apt-get <<<'echo "http://mirror.invalid/security/ Debian-Security"; echo "http://mirror.invalid/debian/ Debian"'
started=$(date +%s%N)
capture "$run" --check
took=$((($(date +%s%N) - started) / 1000000))
[ "$took" -lt 5000 ] || fail "It took $took ms."
for word in system packages "disk (build root)" "disk (build)" memory "user namespaces" network display; do
    says "$word"
done
says "$roots"
says "http://mirror.invalid/debian/"
# Checking makes nothing.
is_gone "$roots"

# A refusal is named with its remedy; the kernel's answers are given by programs of the test.
stub bwrap <<<'exit 1'
stub unshare <<<'exit 1'
stub id <<<'[ "$*" = -u ] && echo 1000 || exec /usr/bin/id "$@"'
capture "$run" --check
ends_with_status 1
says "Refused; without them the build root can't be entered."
says "→"
says "prerequisites are missing"

# Sandboxes may be allowed, and yet not one inside another.
stub bwrap <<<'case "$*" in *"bwrap --unshare-user --unshare-pid"*) exit 1 ;; *) exit 0 ;; esac'
capture "$run" --check
says "Refused; instances work, but are not isolated"

# Every cause has its remedy.
settings=$scratch/settings
remedies() {
    # shellcheck source=packaging/buildroot/load.sh
    (. "$project/packaging/buildroot/load.sh"
        # shellcheck disable=SC2317 # called by userns_remedies
        kernel_setting() { sed -n "s|^$1 ||p" "$settings"; }
        # shellcheck disable=SC2317
        in_container() { grep -q '^container' "$settings"; }
        userns_remedies)
}
expect_remedy() {
    echo "$1" >"$settings"
    output=$(remedies)
    says "$2"
    [ "$(wc -l <<<"$output")" = 1 ] || fail "It names more than one cause."
}
expect_remedy "kernel/unprivileged_userns_clone 0" "sudo sysctl kernel.unprivileged_userns_clone=1"
expect_remedy "user/max_user_namespaces 0" "sudo sysctl user.max_user_namespaces="
expect_remedy "kernel/apparmor_restrict_unprivileged_userns 1" "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
expect_remedy "container" "--security-opt seccomp=unconfined"
expect_remedy "kernel/unprivileged_userns_clone 1" "CONFIG_USER_NS"

# Before the first update apt tells no labels; then the mirror is read from its configuration.
stub apt-get <<<'exit 0'
mkdir -p "$scratch/apt/sources.list.d"
mirrors() {
    # shellcheck source=packaging/buildroot/load.sh
    (. "$project/packaging/buildroot/load.sh" && echo "$(mirror Debian) $(mirror Debian-Security)")
}
export ATELIER_APT_FOLDER=$scratch/apt
printf 'deb http://other.invalid/linux/debian bookworm stable\ndeb [arch=amd64] http://one.invalid/debian bookworm main\n' >"$scratch/apt/sources.list"
output=$(mirrors)
[ "$output" = "http://one.invalid/debian " ] || fail "The one-line file is misread."
rm "$scratch/apt/sources.list"
cat >"$scratch/apt/sources.list.d/debian.sources" <<'SOURCES'
Types: deb
URIs: http://off.invalid/debian
Suites: bookworm
Components: main
Enabled: no

Types: deb
# a comment
URIs: http://two.invalid/debian/
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://two.invalid/debian-security
Suites: bookworm-security
Components: main
SOURCES
output=$(mirrors)
[ "$output" = "http://two.invalid/debian/ http://two.invalid/debian-security" ] || fail "The file of paragraphs is misread."

finish
