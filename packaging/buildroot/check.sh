# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# ./run --check: every prerequisite, what is wrong with it, and what helps; within five seconds.

check_failures=0

result() { printf '%-8s %-18s %s\n' "$1" "$2" "$3"; }
good() { result ok "$1" "$2"; }
note() { result note "$1" "$2"; }
bad() {
    result MISSING "$1" "$2"
    check_failures=$((check_failures + 1))
}
remedy() { while IFS= read -r line; do printf '%-27s → %s\n' '' "$line"; done; }

check_system() {
    local name
    name=$(os_release PRETTY_NAME)
    if [ "$(build_place)" = host ]; then
        good system "${name:-unknown}: Atelier is built on it directly."
    elif [ -d "$(root_path)" ]; then
        good system "${name:-unknown}: Atelier is built in the build root $(root_path)."
    else
        note system "${name:-unknown}: a private Debian 13 will be made in $(root_path) (about 710 MB to download)."
    fi
}

check_packages() {
    local -a missing
    if [ "$(build_place)" = host ]; then
        mapfile -t missing < <([ "${ATELIER_IN_BUILD_ROOT:-}" = 1 ] || missing_host_packages)
    else
        mapfile -t missing < <(missing_root_tools)
    fi
    if [ ${#missing[@]} -eq 0 ]; then
        good packages "Everything that is needed is installed."
    else
        bad packages "${#missing[@]} missing."
        install_line "${missing[@]}" | remedy
    fi
}

check_place() {
    local name=$1 folder=$2 need=$3 free
    free=$(disk_free "$folder")
    if [ "$free" -ge "$need" ]; then
        good "$name" "$(kilobytes "$free") free in $folder."
    else
        bad "$name" "$(kilobytes "$free") free in $folder; $(kilobytes "$need") are needed."
        echo "Free some room$4." | remedy
    fi
}

check_disk() {
    if [ "$(build_place)" = root ] && [ ! -d "$(root_path)" ]; then
        check_place "disk (build root)" "$(roots_folder)" "$root_needs_kib" ", or name another place with XDG_CACHE_HOME"
        [ "$(id -u)" = 0 ] ||
            check_place "disk (temporary)" "${ATELIER_ROOT_TMPDIR:-/var/tmp}" "$root_needs_kib" ", or name another place with ATELIER_ROOT_TMPDIR"
    fi
    check_place "disk (build)" "$project" 3000000 ""
}

check_memory() {
    local kib
    kib=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
    if [ "$kib" -ge 3000000 ]; then
        good memory "$(kilobytes "$kib") available, $(nproc) processors."
    else
        note memory "$(kilobytes "$kib") available; building wants 3 GB, and may be slow with less."
    fi
}

check_network() {
    local uri status=0
    uri=$(mirror Debian)
    if [ -z "$uri" ]; then
        note network "Not tested: this system's apt names no Debian mirror."
        return
    fi
    reachable 3 "$uri" "$suite" || status=$?
    if [ "$status" = 0 ]; then
        good network "The Debian mirror that apt uses answers ($uri)."
    elif [ "$status" = 2 ]; then
        note network "Not tested: apt's helper is not installed."
    elif [ "$(build_place)" = host ] || [ -d "$(root_path)" ]; then
        note network "The Debian mirror that apt uses does not answer ($uri); nothing has to be downloaded now."
    else
        bad network "The Debian mirror that apt uses does not answer ($uri)."
        echo "Check the connection, and the proxy in http_proxy or in /etc/apt/apt.conf.d." | remedy
    fi
}

check_namespaces() {
    if ! have bwrap; then
        bad "user namespaces" "Not tested: bubblewrap is missing."
    elif ! userns_allowed; then
        if [ "$(id -u)" = 0 ]; then
            note "user namespaces" "Refused. As root, ./run works without; instances are not isolated."
        elif [ "$(build_place)" = root ]; then
            bad "user namespaces" "Refused; without them the build root can't be entered."
        else
            note "user namespaces" "Refused; instances work, but are not isolated from this computer."
        fi
        userns_remedies | remedy
    else
        good "user namespaces" "Allowed."
        if nested_userns_allowed; then
            good "nested namespaces" "Allowed: instances are sandboxes."
        else
            note "nested namespaces" "Refused; instances work, but are not isolated from this computer."
            userns_remedies | remedy
        fi
    fi
}

check_subordinate_ids() {
    [ "$(build_place)" = root ] && [ ! -d "$(root_path)" ] && [ "$(id -u)" != 0 ] || return 0
    if grep -qs "^\($(id -un)\|$(id -u)\):" /etc/subuid && grep -qs "^\($(id -un)\|$(id -u)\):" /etc/subgid; then
        good "subordinate ids" "There are some for $(id -un)."
    else
        bad "subordinate ids" "There are none for $(id -un); the build root can't be made without."
        echo "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un)" | remedy
    fi
}

check_display() {
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        good display "${WAYLAND_DISPLAY:-$DISPLAY}"
    else
        note display "None: ./run starts a display of its own and takes the tour with pictures."
    fi
}

check_all() {
    check_system
    check_packages
    check_disk
    check_memory
    check_namespaces
    check_subordinate_ids
    check_network
    check_display
    if [ "$check_failures" = 0 ]; then
        echo "Everything that Atelier needs is there."
    else
        echo "$check_failures of the prerequisites are missing; the arrows say what helps."
        exit 1
    fi
}
