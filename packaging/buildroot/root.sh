# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The private Debian 13 in the user's cache: named after what it is made of, made under a temporary
# name and renamed when whole, so that what has the name can be used.

# Raised when the same packages would make another root.
root_recipe=1
root_needs_kib=6900000

roots_folder() { printf '%s/roots' "$(cache_folder)"; }

root_packages() { package_names "$project/packaging/buildroot/packages.txt"; }

root_digest() {
    { echo "recipe $root_recipe $suite $(uname -m)" && root_packages; } | sha256sum | cut -c 1-16
}

root_path() { printf '%s/%s' "$(roots_folder)" "$(root_digest)"; }

# Removes a folder that may hold a system; never across a mount.
remove_tree() {
    local tree=$1 mounted
    [ -e "$tree" ] || return 0
    if grep -q " $tree/" /proc/self/mountinfo 2>/dev/null; then
        # Only a bootstrap that was killed half-way leaves mounts, the last one first.
        while IFS= read -r mounted; do
            umount -l -- "$mounted" 2>/dev/null || true
        done < <(awk -v tree="$tree/" 'index($5, tree) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
    fi
    rm -rf --one-file-system -- "$tree" 2>/dev/null && return 0
    # A user's own root has folders that not even their owner may write.
    chmod -R u+rwX -- "$tree" 2>/dev/null
    rm -rf --one-file-system -- "$tree"
}

# What an interrupted call left; its downloaded packages stay.
mend_root() {
    local half
    for half in "$(roots_folder)"/.*.partial; do
        [ -d "$half" ] || continue
        say "An earlier call was interrupted; what it left half-made is removed, its downloads are kept."
        remove_tree "$half"
    done
}

announce_root() {
    local free
    free=$(disk_free "$1")
    if [ "${ATELIER_BUILD_ROOT:-}" = 1 ]; then
        say "A build root was asked for."
    else
        say "This system is $(os_release PRETTY_NAME), whose Qt is too old for Atelier."
    fi
    say "A private Debian 13 with compiler, Qt and JupyterLab is prepared once and reused:"
    say "  place     $1"
    say "  download  about 710 MB, less what an interrupted call has fetched"
    say "  disk      about 4.4 GB, 7 GB while it is made ($(kilobytes "$free") free)"
    say "  time      about $([ "$(id -u)" = 0 ] && echo 4 || echo 7) minutes on a fast line"
    [ "$free" -ge "$root_needs_kib" ] ||
        die "There is not enough room there. Free some, or name another place with XDG_CACHE_HOME."
}

# Azure's packages hold 230 services in 1.3 GB; what its client for machine learning and "az rest"
# import is a fifth of that.
trim_azure() {
    local azure=$1/usr/lib/python3/dist-packages/azure service
    local -A kept=()
    for service in __init__.py cdn containerregistry core iotcentral iothub iothubprovisioningservices \
        machinelearningservices msi mysqlflexibleservers rdbms redhatopenshift resource servicelinker; do
        kept[$service]=1
    done
    rm -rf -- "$azure/ai"
    for service in "$azure"/mgmt/*; do
        [ -n "${kept[${service##*/}]:-}" ] || rm -rf -- "$service"
    done
}

finish_root() {
    local root=$1
    trim_azure "$root"
    # The link leads to the host's file, wherever that is and whenever it is replaced (see enter.sh).
    ln -sfn ../run/host/resolv.conf "$root/etc/resolv.conf"
    mkdir -p "$root/usr/local/share/fonts" "$root/run" "$root/proc" "$root/sys" "$root/dev" "$root/tmp"
    date -u +%FT%TZ >"$root/etc/atelier-build-root"
}

make_root() {
    local root=$1 partial debs sources
    partial=$(roots_folder)/.${root##*/}.partial
    debs=$(roots_folder)/.downloads
    progress_start=$SECONDS
    mkdir -p "$partial" "$debs"
    sources=$(source_lines)
    local -a names
    mapfile -t names < <(root_packages)
    if [ -n "$sources" ]; then
        download_packages "$partial" "$debs" "$sources" "${names[@]}" ||
            step "Not everything could be downloaded beforehand; it is tried again on the way"
    fi
    bootstrap "$partial/bootstrap.log" "$debs" "$partial/root" "$sources" "${names[@]}" || {
        say "The build root could not be made. The end of the log:"
        grep -av '^\(Selecting\|Preparing\|Unpacking\|Setting up\|Get:\)' "$partial/bootstrap.log" | tail -n 15 | sed 's/^/    /' >&2
        cp -f "$partial/bootstrap.log" "$(roots_folder)/failed.log" 2>/dev/null &&
            say "The whole log: $(roots_folder)/failed.log. Start again to go on; ./run --check looks for the cause."
        exit 1
    }
    finish_root "$partial/root"
    mv -T -- "$partial/root" "$root"
    remove_tree "$partial"
    remove_tree "$debs"
    step "Ready: $root ($(kilobytes "$(disk_use "$root")"), made in $(duration $((SECONDS - progress_start))))"
}

name_old_roots() {
    local other
    for other in "$(roots_folder)"/*; do
        if [ -d "$other" ] && [ "$other" != "$1" ]; then
            say "An older build root is no longer used: $other. ./run --uninstall --old removes it."
        fi
    done
}

# Makes the root when it is not there; one call at a time.
ensure_root() {
    local root lock
    root=$(root_path)
    [ -d "$root" ] && return 0
    ensure_root_tools
    mkdir -p "$(roots_folder)" || die "The folder $(roots_folder) can't be made."
    exec {lock}>"$(roots_folder)/.lock"
    if ! flock -n "$lock"; then
        say "Another call is preparing the build root; this one waits for it."
        flock "$lock"
    fi
    if [ ! -d "$root" ]; then
        mend_root
        announce_root "$root"
        make_root "$root"
        name_old_roots "$root"
    fi
    exec {lock}>&-
}
