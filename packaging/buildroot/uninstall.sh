# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# ./run --uninstall: lists what ./run and ./test made, and removes it. The person's files stay.

data_folder() { printf '%s' "${ATELIER_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/atelier}"; }
config_folder() { printf '%s' "${ATELIER_CONFIG:-${XDG_CONFIG_HOME:-$HOME/.config}/atelier}"; }
workspace_folder() { printf '%s' "${ATELIER_WORKSPACE:-$HOME/Atelier}"; }

# What was made: a folder a line. "old" names only the build roots that are no longer used.
made_folders() {
    local folder
    for folder in "$(roots_folder)"/* "$(roots_folder)"/.*.partial "$(roots_folder)/.downloads"; do
        if [ -d "$folder" ] && { [ "${1:-}" != old ] || [ "$folder" != "$(root_path)" ]; }; then
            echo "$folder"
        fi
    done
    [ "${1:-}" = old ] && return
    for folder in "$(cache_folder)/ccache" "$(cache_folder)/tidy" "$project/build"; do
        if [ -d "$folder" ]; then echo "$folder"; fi
    done
}

# True while instances or the program that looks after them may run out of the build root.
still_running() {
    local file pid
    file=$(data_folder)/endpoint.json
    [ -r "$file" ] || return 1
    pid=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$file")
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null
}

kept_folders() {
    local folder
    echo "What is yours stays:"
    for folder in "$(workspace_folder)" "$(data_folder)" "$(config_folder)"; do
        case $folder in
            "$(workspace_folder)") note="your workspace files" ;;
            "$(data_folder)") note="your instances with their home folders" ;;
            *) note="settings and the studio's key" ;;
        esac
        if [ -d "$folder" ]; then
            printf '  %-9s %s (%s)\n' "$(kilobytes "$(disk_use "$folder")")" "$folder" "$note"
        else
            printf '  %-9s %s (%s)\n' "none yet" "$folder" "$note"
        fi
    done
}

uninstall() {
    local -a folders
    local folder
    mapfile -t folders < <(made_folders "$@")
    if [ ${#folders[@]} -eq 0 ]; then
        echo "There is nothing to remove."
        kept_folders
        return
    fi
    echo "This was made by ./run and ./test and can be made again:"
    for folder in "${folders[@]}"; do
        printf '  %-9s %s\n' "$(kilobytes "$(disk_use "$folder")")" "$folder"
    done
    kept_folders
    if still_running; then
        die "Atelier is still running. Stop your instances and close the studio, then start again."
    fi
    local lock
    if [ -d "$(roots_folder)" ]; then
        exec {lock}>"$(roots_folder)/.lock"
        flock -n "$lock" || die "Another call is preparing the build root. Let it end, or interrupt it, then start again."
    fi
    ask "Remove the ${#folders[@]} folders listed first?" ||
        die "Nothing was removed. Answer yes, or add --yes, to remove them."
    for folder in "${folders[@]}"; do
        remove_tree "$folder" || say "$folder could not be removed completely."
    done
    rm -f -- "$(roots_folder)/.lock" "$(roots_folder)/failed.log"
    rmdir -- "$(roots_folder)" "$(cache_folder)" 2>/dev/null || true
    echo "Removed."
}
