#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# ./run --uninstall lists and removes what was made, and leaves the person's files.
# shellcheck source=tests/tools/support.sh
. "$(dirname "${BASH_SOURCE[0]}")/support.sh"

host debian 12
cache=$scratch/cache/atelier
old=$roots/0123456789abcdef
fill() {
    mkdir -p "$old/usr/share" "$roots/.fedcba9876543210.partial/root" "$roots/.downloads" "$cache/ccache" \
        "$project/build/dev" "$cache/other" "$HOME/Atelier" "$HOME/.local/share/atelier/nodes" "$HOME/.config/atelier"
    touch "$old/usr/share/file" "$HOME/Atelier/notebook.ipynb" "$cache/other/file"
    chmod a-w "$old/usr/share"
}

capture "$run" --uninstall --yes
says "nothing to remove"

# Without a terminal and without --yes it only lists.
fill
capture "$run" --uninstall
ends_with_status 1
for folder in "$old" "$roots/.fedcba9876543210.partial" "$roots/.downloads" "$cache/ccache" "$project/build"; do
    says "$folder"
    exists "$folder"
done
says "What is yours stays:"
for folder in "$HOME/Atelier" "$HOME/.local/share/atelier" "$HOME/.config/atelier"; do
    says "$folder"
done
says "Nothing was removed."

# Nothing is removed below what still runs.
printf '{"url":"http://127.0.0.1:1","pid":%d}' "$$" >"$HOME/.local/share/atelier/endpoint.json"
capture "$run" --uninstall --yes
ends_with_status 1
says "still running"
exists "$old"
rm "$HOME/.local/share/atelier/endpoint.json"

# --old: the roots that are no longer used, nothing else.
current=$roots/$(. "$project/packaging/buildroot/load.sh" && root_digest)
mkdir -p "$current"
capture "$run" --uninstall --old --yes
ends_with_status 0
is_gone "$old"
exists "$current"
exists "$cache/ccache"
exists "$project/build"

fill
capture "$run" --uninstall --yes
ends_with_status 0
is_gone "$roots"
is_gone "$cache/ccache"
is_gone "$project/build"
exists "$cache/other/file"
exists "$HOME/Atelier/notebook.ipynb"
exists "$HOME/.local/share/atelier/nodes"
exists "$HOME/.config/atelier"
exists "$run"

finish
