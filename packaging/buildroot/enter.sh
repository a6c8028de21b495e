# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Runs a command in the build environment: the host as it is, or the build root by bubblewrap as an
# ordinary user in a user namespace. It keeps the host's processes, network, devices, desktop and
# folders; only the system is another one.

# Who one is inside: oneself; for root an ordinary user, because Chromium's sandbox and sshd want one.
inside_user() { if [ "$(id -u)" = 0 ]; then echo atelier; else id -un; fi; }
inside_uid() { if [ "$(id -u)" = 0 ]; then echo 1000; else id -u; fi; }
inside_gid() { if [ "$(id -u)" = 0 ]; then echo 1000; else id -g; fi; }

# The private runtime folder; made where no login has made one.
runtime_folder() {
    if [ -d "${XDG_RUNTIME_DIR:-}" ] && [ -O "$XDG_RUNTIME_DIR" ]; then
        printf '%s' "$XDG_RUNTIME_DIR"
        return
    fi
    local folder
    folder=/tmp/atelier-runtime-$(id -u)
    [ -d "$folder" ] || mkdir -m 700 "$folder" 2>/dev/null
    # Somebody else's folder of that name is not used.
    [ -O "$folder" ] && [ ! -L "$folder" ] || folder=$(mktemp -d)
    printf '%s' "$folder"
}

# An account file with the inside user's line in place of any other of the same name or number.
account_lines() {
    awk -F: -v name="$2" -v number="$3" '$1 != name && $3 != number' "$1"
    printf '%s\n' "$4"
}

add_accounts() {
    local root=$1 user uid gid accounts groups
    user=$(inside_user)
    uid=$(inside_uid)
    gid=$(inside_gid)
    exec {accounts}<<<"$(account_lines "$root/etc/passwd" "$user" "$uid" "$user:x:$uid:$gid::$HOME:/bin/bash")"
    exec {groups}<<<"$(account_lines "$root/etc/group" "$user" "$gid" "$user:x:$gid:")"
    enter_arguments+=(--perms 0644 --ro-bind-data "$accounts" /etc/passwd
        --perms 0644 --ro-bind-data "$groups" /etc/group)
}

# bind_path --bind|--ro-bind PATH: at the same place inside, unless a folder above is there already.
bind_path() {
    local path above=$2
    [ -r "$2" ] || return 0
    while [ "$above" != / ]; do
        [ -z "${bound_paths[$above]:-}" ] || return 0
        above=${above%/*}
        above=${above:-/}
    done
    bound_paths[$2]=1
    enter_arguments+=("$1" "$2" "$2")
}

# The host's folders that are no part of its system; ATELIER_FOLDERS names more of them.
add_host_folders() {
    local folder
    local -a more
    IFS=: read -r -a more <<<"${ATELIER_FOLDERS:-}"
    for folder in /home /mnt /media /srv /opt /data /run/media "$HOME" "$project" "$(cache_folder)" "$runtime" \
        "${TMPDIR:-/tmp}" "${more[@]}"; do
        case $folder in /*) [ -d "$folder" ] && bind_path --bind "${folder%/}" ;; esac
    done
}

# Names, certificates, clock and fonts as the host has them.
add_host_settings() {
    local root=$1 resolv file
    # The folder is bound, not the file: a file that is replaced after a change of network would stay the old one.
    resolv=$(readlink -f /etc/resolv.conf)
    if [ -n "$resolv" ] && [ -e "$resolv" ]; then
        enter_arguments+=(--ro-bind "$(dirname "$resolv")" /run/host/resolv
            --symlink "resolv/$(basename "$resolv")" /run/host/resolv.conf)
    fi
    for file in /etc/hosts /etc/ssl/certs /usr/local/share/ca-certificates /etc/pip.conf /run/dbus; do
        bind_path --ro-bind "$file"
    done
    [ -d /usr/share/fonts ] && enter_arguments+=(--ro-bind /usr/share/fonts /usr/local/share/fonts/host)
    if [ -z "${TZ:-}" ]; then
        file=$(readlink -f /etc/localtime)
        file=${file##*/zoneinfo/}
        if [ -f "$root/usr/share/zoneinfo/$file" ]; then
            enter_arguments+=(--setenv TZ "$file")
        fi
    fi
}

# Files and folders that pip's and the libraries' settings name outside of what is bound already.
add_named_paths() {
    local path
    local -a found=("${PIP_CERT:-}" "${SSL_CERT_FILE:-}" "${SSL_CERT_DIR:-}" "${REQUESTS_CA_BUNDLE:-}"
        "${CURL_CA_BUNDLE:-}" "${GIT_SSL_CAINFO:-}" "${NODE_EXTRA_CA_CERTS:-}" "${XAUTHORITY:-}")
    local -a links
    read -r -a links <<<"${PIP_FIND_LINKS:-} $(sed -n 's/^ *\(cert\|find-links\) *= *//p' /etc/pip.conf 2>/dev/null | tr '\n' ' ')"
    for path in "${found[@]}" "${links[@]}"; do
        path=${path#file://}
        case $path in /*) bind_path --ro-bind "${path%/}" ;; esac
    done
}

# What of the host's settings would lead to programs and libraries of the host.
add_environment() {
    local name
    for name in LD_LIBRARY_PATH LD_PRELOAD PYTHONHOME PYTHONPATH PYENV_ROOT PYENV_VERSION VIRTUAL_ENV CONDA_PREFIX \
        QT_PLUGIN_PATH QML2_IMPORT_PATH CMAKE_PREFIX_PATH PKG_CONFIG_PATH CC CXX BASH_ENV ENV; do
        [ -n "${!name+set}" ] && enter_arguments+=(--unsetenv "$name")
    done
    # The bus knows its own user only; root is another one inside.
    [ "$(id -u)" != 0 ] || enter_arguments+=(--unsetenv DBUS_SESSION_BUS_ADDRESS)
    enter_arguments+=(--setenv PATH /usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
        --setenv HOME "$HOME" --setenv USER "$(inside_user)" --setenv LOGNAME "$(inside_user)" --setenv SHELL /bin/bash
        --setenv XDG_RUNTIME_DIR "$runtime" --setenv CCACHE_DIR "$(cache_folder)/ccache"
        --setenv ATELIER_IN_BUILD_ROOT 1)
}

# Fills enter_arguments with the call that leads into ROOT ("/" is the host itself).
prepare_to_enter() {
    local root=$1
    local -A bound_paths=([/tmp]=1)
    local runtime
    runtime=$(runtime_folder)
    enter_arguments=(bwrap)
    if userns_allowed; then
        enter_arguments+=(--unshare-user --uid "$(inside_uid)" --gid "$(inside_gid)")
    elif [ "$(id -u)" != 0 ]; then
        say "The build root can't be entered: user namespaces are refused here."
        userns_remedies | sed 's/^/  /' >&2
        exit 1
    fi
    if [ "$root" = / ]; then
        enter_arguments+=(--dev-bind / /)
    else
        # /proc is bound: with one of its own, a sandbox inside could not mount its.
        enter_arguments+=(--bind "$root" / --dev-bind /dev /dev --bind /proc /proc --bind /sys /sys --bind /tmp /tmp
            --tmpfs /run --dir /run/sshd --dir /run/lock)
        add_host_folders
        add_host_settings "$root"
        add_named_paths
    fi
    if [ "${enter_arguments[1]}" = --unshare-user ]; then
        add_accounts "$root"
    fi
    add_environment
    local here=$PWD
    case $here in /etc/* | /usr/* | /var/* | /run/*) here=$project ;; esac
    enter_arguments+=(--chdir "$here" --)
}

# Makes the environment ready and fills enter_arguments; empty where the host serves as it is.
prepare_environment() {
    enter_arguments=()
    mkdir -p "$(cache_folder)/ccache"
    if [ "$(build_place)" = root ]; then
        ensure_root
        prepare_to_enter "$(root_path)"
        return
    fi
    ensure_host_packages
    export CCACHE_DIR=${CCACHE_DIR:-$(cache_folder)/ccache}
    # Root on a host that needs no build root: Chromium and sshd still want an ordinary user.
    if [ "$(id -u)" = 0 ] && userns_allowed; then
        prepare_to_enter /
    fi
}

# Replaces this process by the command, inside.
enter() {
    prepare_environment
    exec "${enter_arguments[@]}" "$@"
}

# Asks what runs below a bubblewrap to end.
pass_on_end() {
    local inner
    # The kernel's list of children has no end of line, so read reports the end of the file.
    read -r inner _ <"/proc/$1/task/$1/children" || true
    # Before it has started its command there is only bubblewrap itself.
    kill -TERM "${inner:-$1}" 2>/dev/null
}

# Runs the command inside and passes on the signals that end this process, because bubblewrap does
# not. When this process is killed the hard way, the command is asked to end, by way of bubblewrap.
enter_and_forward() {
    local outer status=0
    local -a guard=()
    prepare_environment
    if [ ${#enter_arguments[@]} -eq 0 ]; then
        exec "$@"
    fi
    have setpriv && guard=(setpriv --pdeathsig TERM)
    # A shell starts what runs behind it with SIGINT ignored, which kernels would inherit.
    "${guard[@]}" "${enter_arguments[@]}" env --default-signal=INT,QUIT setpriv --pdeathsig TERM "$@" <&0 &
    outer=$!
    trap 'pass_on_end "$outer"' INT TERM HUP
    while true; do
        status=0
        wait "$outer" || status=$?
        kill -0 "$outer" 2>/dev/null || break
    done
    trap - INT TERM HUP
    exit "$status"
}
