# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Long work, seen: a line a step with the time since the start, and on a terminal one live line.

progress_start=$SECONDS
progress_job=

# One step begins.
step() {
    live ''
    printf '  [%4d s] %s\n' $((SECONDS - progress_start)) "$*" >&2
}

# The live line, replaced by the next; nothing where there is no terminal.
live() {
    [ -t 2 ] || return 0
    printf '\r\033[K%s' "$*" >&2
}

# watched PROBE LOG COMMAND…: runs the command with its output in LOG; PROBE is called about twice a
# second. The command has a process group of its own, so that an interruption ends all of it, and
# ends by itself when this shell is killed.
watched() {
    local probe=$1 log=$2 status=0
    shift 2
    local -a guard=()
    have setpriv && guard=(setpriv --pdeathsig TERM)
    set -m
    "${guard[@]}" "$@" </dev/null >"$log" 2>&1 &
    progress_job=$!
    set +m
    trap 'interrupted 130' INT
    trap 'interrupted 143' TERM HUP
    while kill -0 "$progress_job" 2>/dev/null; do
        "$probe" "$log"
        sleep 0.5
    done
    wait "$progress_job" || status=$?
    progress_job=
    trap - INT TERM HUP
    "$probe" "$log"
    live ''
    return "$status"
}

interrupted() {
    live ''
    if [ -n "$progress_job" ]; then
        kill -TERM -- "-$progress_job" 2>/dev/null
        for _ in {1..100}; do
            kill -0 -- "-$progress_job" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL -- "-$progress_job" 2>/dev/null
    fi
    say "Interrupted. The next call goes on from what is there."
    exit "$1"
}
