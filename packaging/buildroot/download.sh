# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Downloads the packages of the build root into the cache, before anything is made of them: so the
# size is known exactly, and an interrupted download goes on where it stopped.

download_bytes=
download_count=
package_count=
download_before=0

# An apt with a state of its own, as if nothing were installed.
prepare_private_apt() {
    local work=$1 debs=$2 sources=$3
    mkdir -p "$work/state/lists/partial" "$work/cache" "$debs/partial"
    : >"$work/status"
    printf '%s\n' "$sources" >"$work/sources.list"
    {
        printf 'Dir::Etc::main "/dev/null";\nDir::Etc::parts "/dev/null";\n'
        printf 'Dir::Etc::sourcelist "%s";\nDir::Etc::sourceparts "/dev/null";\n' "$work/sources.list"
        printf 'Dir::State "%s";\nDir::State::status "%s";\n' "$work/state" "$work/status"
        printf 'Dir::Cache "%s";\nDir::Cache::archives "%s";\n' "$work/cache" "$debs"
        printf 'Dir::Log "%s";\n' "$work"
        printf 'APT::Sandbox::User "root";\nAPT::Install-Recommends "false";\nAcquire::Languages "none";\n'
        printf 'Debug::NoLocking "true";\nDPkg::Use-Pty "false";\nAcquire::Retries "3";\n'
        acquire_settings
    } >"$work/apt.conf"
}

no_probe() { :; }

downloaded_probe() {
    local kib
    [ -t 2 ] || return 0
    kib=$(disk_use "$download_folder")
    live "             $(kilobytes $((${kib:-0} - download_before))) of $(kilobytes $((download_bytes / 1024)))"
}

# download_packages WORK DEBS SOURCES NAMES…: fills DEBS. What fails here is left to mmdebstrap,
# which downloads what it does not find.
download_packages() {
    local work=$1 sources=$3
    download_folder=$2
    shift 3
    local -a private_apt=(env "APT_CONFIG=$work/apt.conf" apt-get)
    prepare_private_apt "$work" "$download_folder" "$sources"
    step "Reading the package lists"
    watched no_probe "$work/update.log" "${private_apt[@]}" -q update || return 1
    local uris
    uris=$("${private_apt[@]}" -qq --print-uris -y install '?essential' apt "$@" 2>"$work/solve.log") || return 1
    read -r download_count download_bytes < <(awk '/^\047/ { bytes += $3; count++ } END { print count + 0, bytes + 0 }' <<<"$uris")
    package_count=$((download_count + $(find "$download_folder" -maxdepth 1 -name '*.deb' | wc -l)))
    download_before=$(disk_use "$download_folder")
    step "Downloading $download_count packages, $(kilobytes $((download_bytes / 1024)))"
    watched downloaded_probe "$work/download.log" \
        "${private_apt[@]}" -q -y --download-only install '?essential' apt "$@"
}
