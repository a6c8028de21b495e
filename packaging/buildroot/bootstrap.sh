# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Makes a Debian system in a folder with mmdebstrap.

bootstrap_seen=0

# mmdebstrap's own lines, in words, and how many packages are set up.
bootstrap_probe() {
    local log=$1 line lines
    lines=$(grep -a '^I: ' "$log" 2>/dev/null) || return 0
    while IFS= read -r line; do
        case $line in
            'I: downloading packages'*) step "Collecting the packages of the base system" ;;
            'I: extracting archives'*) step "Unpacking the base system" ;;
            'I: installing essential'*) step "Setting up the base system" ;;
            'I: installing remaining'*) step "Installing the tools, Qt and JupyterLab" ;;
            'I: cleaning package lists'*) step "Tidying up" ;;
            'I: creating tarball'*) step "Moving it into place" ;;
        esac
    done < <(tail -n +$((bootstrap_seen + 1)) <<<"$lines")
    bootstrap_seen=$(wc -l <<<"$lines")
    if [ -t 2 ]; then
        live "             $(grep -ac '^Setting up ' "$log") of ${package_count:-about 1300} packages set up"
    fi
}

# A word for one of mmdebstrap's hooks, which splits its line as a shell does.
hook_word() { printf "'%s'" "${1//\'/\'\\\'\'}"; }

# bootstrap LOG DEBS TARGET SOURCES NAMES…
bootstrap() {
    local log=$1 debs=$2 target=$3 sources=$4 line
    shift 4
    local -a arguments=(--verbose --variant=apt --skip=essential/unlink --skip=download/empty
        "--aptopt=APT::Install-Recommends \"false\"" "--aptopt=Acquire::Languages \"none\""
        --dpkgopt=path-exclude=/usr/share/man/* --dpkgopt=path-exclude=/usr/share/info/*
        --dpkgopt=force-unsafe-io
        "--include=$(IFS=,; echo "$*")"
        "--setup-hook=mkdir -p \"\$1\"/var/cache/apt/archives/partial"
        "--setup-hook=sync-in $(hook_word "$debs") /var/cache/apt/archives")
    while IFS= read -r line; do
        [ -n "$line" ] && arguments+=("--aptopt=${line%;}")
    done < <(acquire_settings)
    local -a mirrors=()
    if [ -n "$sources" ]; then
        mapfile -t mirrors <<<"$sources"
    fi
    bootstrap_seen=0
    if [ "$(id -u)" = 0 ]; then
        watched bootstrap_probe "$log" mmdebstrap --mode=root --format=directory "${arguments[@]}" \
            "$suite" "$target" "${mirrors[@]}"
    else
        # The system is made in the namespace of the user's subordinate ids and comes out as a
        # stream; unpacked without owners it belongs to the user, who can remove it like any file.
        mkdir -p "$target"
        # shellcheck disable=SC2016 # expanded by the inner shell
        watched bootstrap_probe "$log" env "TMPDIR=${ATELIER_ROOT_TMPDIR:-/var/tmp}" bash -o pipefail -c '
            target=$1; shift
            "$@" | tar -x --no-same-owner --exclude="./dev/*" -C "$target" -f -' bootstrap "$target" \
            mmdebstrap --mode=unshare --format=tar "${arguments[@]}" "$suite" - "${mirrors[@]}"
    fi
}
