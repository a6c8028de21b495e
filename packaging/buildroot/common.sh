# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What every part of ./run and ./test shares: where things are, and how to speak to the person.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
assume_yes=0

# Where everything goes that can be made again.
cache_folder() {
    case ${XDG_CACHE_HOME:-} in
        /*) printf '%s/atelier' "$XDG_CACHE_HOME" ;;
        *) printf '%s/.cache/atelier' "$HOME" ;;
    esac
}

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# Asks the person; without a terminal the answer is no.
ask() {
    local answer
    [ "$assume_yes" = 1 ] && return 0
    { [ -t 0 ] && [ -t 2 ]; } || return 1
    printf '%s [y/N] ' "$1" >&2
    read -r answer || return 1
    case $answer in [yYjJ]*) return 0 ;; *) return 1 ;; esac
}

# "sudo " in front of a line that a plain user is to type.
sudo_prefix() { [ "$(id -u)" = 0 ] || printf 'sudo '; }

# Runs a command with root's rights.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

have() { command -v "$1" >/dev/null 2>&1; }

# A duration in seconds as "48 s" or "2 min 50 s".
duration() {
    if [ "$1" -lt 60 ]; then
        printf '%d s' "$1"
    else
        printf '%d min %d s' $(($1 / 60)) $(($1 % 60))
    fi
}

# A number of kibibytes as "602 MB" or "3.5 GB".
kilobytes() {
    awk -v kib="$1" 'BEGIN {
        mb = kib * 1024 / 1000000
        if (mb >= 1000) printf "%.1f GB", mb / 1000; else printf "%.0f MB", mb }'
}

# What a file or folder takes on the disk, in kibibytes.
disk_use() { du -sk -- "$1" 2>/dev/null | cut -f1; }

# What is free where a folder is, or will be, in kibibytes.
disk_free() {
    local folder=$1
    while [ ! -d "$folder" ]; do
        folder=$(dirname "$folder")
    done
    df -Pk -- "$folder" | awk 'NR == 2 { print $4 }'
}
