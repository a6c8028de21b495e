#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# with-display.sh COMMAND…: becomes the command, on a display of its own that ends with it.
set -eu

# Xvfb looks for a free number itself and says which it is once it can be used.
exec {reply}< <(exec setpriv --pdeathsig TERM Xvfb -displayfd 1 -screen 0 "${ATELIER_DISPLAY_SIZE:-1280x800x24}" \
    -nolisten tcp 2>/dev/null)
if ! read -r -t 20 -u "$reply" number; then
    echo "A display could not be started; is Xvfb installed?" >&2
    exit 1
fi
exec {reply}<&-
export DISPLAY=:$number QT_QPA_PLATFORM=xcb
# There is no graphics card behind this display.
export QTWEBENGINE_CHROMIUM_FLAGS="${QTWEBENGINE_CHROMIUM_FLAGS:---disable-gpu}"
unset WAYLAND_DISPLAY XAUTHORITY
# Windows get the focus from a window manager, as on a desktop.
manager_is_up() { xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; }

start_manager() {
    local log=$1 manager
    setpriv --pdeathsig TERM openbox --sm-disable >"$log" 2>&1 &
    manager=$!
    for _ in {1..200}; do
        manager_is_up && return 0
        kill -0 "$manager" 2>/dev/null || return 1
        sleep 0.05
    done
    kill "$manager" 2>/dev/null || true
    return 1
}

if command -v openbox >/dev/null; then
    log=$(mktemp)
    if ! start_manager "$log" && ! start_manager "$log"; then
        echo "A window manager could not be started on display $DISPLAY:" >&2
        cat "$log" >&2
        rm -f "$log"
        exit 1
    fi
    rm -f "$log"
fi
exec "$@"
