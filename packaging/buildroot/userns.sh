# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# User namespaces: may they be made here, also one inside another, and if not, why?

userns_allowed() {
    if have bwrap; then
        bwrap --unshare-user --dev-bind / / true 2>/dev/null
    else
        unshare --user --map-root-user true 2>/dev/null
    fi
}

# An instance is a sandbox inside the sandbox of the build root, with a /proc of its own.
nested_userns_allowed() {
    bwrap --unshare-user --dev-bind / / --bind /proc /proc \
        bwrap --unshare-user --unshare-pid --dev-bind / / --proc /proc true 2>/dev/null
}

kernel_setting() { cat "/proc/sys/$1" 2>/dev/null; }

in_container() {
    [ -e /.dockerenv ] || [ -e /run/.containerenv ] || [ -n "${container:-}" ] ||
        { have systemd-detect-virt && systemd-detect-virt -qc; }
}

# One line a likely cause, with what helps.
userns_remedies() {
    local named=0
    if [ "$(kernel_setting kernel/unprivileged_userns_clone)" = 0 ]; then
        echo "The kernel refuses them to users: sudo sysctl kernel.unprivileged_userns_clone=1"
        named=1
    fi
    if [ "$(kernel_setting user/max_user_namespaces)" = 0 ]; then
        echo "Their number is limited to none: sudo sysctl user.max_user_namespaces=15000"
        named=1
    fi
    if [ "$(kernel_setting kernel/apparmor_restrict_unprivileged_userns)" = 1 ]; then
        echo "AppArmor restricts them: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0" \
            "(a file in /etc/sysctl.d keeps it), or an AppArmor profile for bwrap with the rule \"userns,\"."
        named=1
    fi
    if in_container; then
        echo "This is a container: start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined" \
            "--security-opt systempaths=unconfined (Podman: --security-opt unmask=ALL), or with --privileged."
        named=1
    fi
    [ "$named" = 1 ] || echo "The kernel may have been built without them (CONFIG_USER_NS)."
}
