# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the host is: does it have Qt 6.8 and KF6 itself, and are its packages there?

# A value of /etc/os-release; tests name another file.
os_release() {
    local file=${ATELIER_OS_RELEASE:-/etc/os-release}
    [ -r "$file" ] && sed -n "s/^$1=\"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" "$file" | head -n 1
}

# True when version $1 is $2 or later.
version_at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

# Prints "host" when the project is built on the host as it is, "root" when it needs a build root.
# ATELIER_BUILD_ROOT=1 asks for the root, ATELIER_BUILD_ROOT=0 for the host.
build_place() {
    local id version
    if [ "${ATELIER_IN_BUILD_ROOT:-}" = 1 ]; then
        echo host
        return
    fi
    case ${ATELIER_BUILD_ROOT:-} in
        1) echo root && return ;;
        0) echo host && return ;;
    esac
    id=$(os_release ID)
    version=$(os_release VERSION_ID)
    case $id in
        # Debian's testing and unstable have no number.
        debian) version_at_least "${version:-99}" 13 && echo host && return ;;
        ubuntu) version_at_least "${version:-0}" 25.10 && echo host && return ;;
        fedora) version_at_least "${version:-0}" 42 && echo host && return ;;
        *) have pkg-config && pkg-config --atleast-version=6.8 Qt6Core 2>/dev/null && echo host && return ;;
    esac
    echo root
}

# The names in a package list; $2 names the tags to leave out, as an expression.
package_names() { awk -v skip="${2:-^\$}" '!/^#/ && NF && (NF < 2 || $2 !~ skip) { print $1 }' "$1"; }

# The packages that the host lacks, one a line.
missing_host_packages() {
    local names
    case $(os_release ID) in
        fedora)
            names=$(package_names "$project/packaging/buildroot/fedora.txt")
            # shellcheck disable=SC2086 # names are words
            rpm -q --whatprovides $names 2>/dev/null | sed -n 's/^no package provides //p'
            ;;
        *)
            have dpkg-query || return 0
            names=$(package_names "$project/packaging/buildroot/packages.txt" '^(ci|peer)$')
            # shellcheck disable=SC2016,SC2086 # the format is dpkg's; names are words
            comm -23 <(sort <<<"$names") \
                <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $names 2>/dev/null |
                    sed -n 's/^installed //p' | sort)
            ;;
    esac
}

# The line that installs packages on this host.
install_line() {
    case $(os_release ID) in
        fedora) printf '%sdnf install %s' "$(sudo_prefix)" "$*" ;;
        *) printf '%sapt-get install --no-install-recommends %s' "$(sudo_prefix)" "$*" ;;
    esac
}

install_packages() {
    case $(os_release ID) in
        fedora) as_root dnf install -y "$@" ;;
        *)
            # A fresh container has no package lists yet.
            [ -n "$(apt-cache madison "$1" 2>/dev/null)" ] || as_root apt-get -q update
            as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@"
            ;;
    esac
}

# Prints what is missing, the line that installs it, and offers to run it; ends the run otherwise.
offer_to_install() {
    say "$1"
    shift
    say "    $(install_line "$@")"
    ask "Run this line now?" || die "Run that line, then start again (or add --yes to have it run)."
    install_packages "$@" || die "The packages could not be installed; what was printed above says why."
}

ensure_host_packages() {
    local -a missing
    # The build root is whole by construction.
    [ "${ATELIER_IN_BUILD_ROOT:-}" = 1 ] && return 0
    mapfile -t missing < <(missing_host_packages)
    [ ${#missing[@]} -eq 0 ] && return 0
    offer_to_install "${#missing[@]} packages that Atelier is built from are missing here. This installs them:" "${missing[@]}"
}

# The build root is made by mmdebstrap and entered by bubblewrap; a plain user also needs uidmap.
missing_root_tools() {
    have mmdebstrap || echo mmdebstrap
    have bwrap || echo bubblewrap
    [ "$(id -u)" = 0 ] || have newuidmap || echo uidmap
}

ensure_root_tools() {
    local -a missing
    mapfile -t missing < <(missing_root_tools)
    [ ${#missing[@]} -eq 0 ] && return 0
    have apt-get ||
        die "The build root needs ${missing[*]}. Install that with this system's package manager, then start again."
    if [ "$(id -u)" = 0 ]; then
        say "Installing ${missing[*]}, which the build root is made and entered with."
        install_packages "${missing[@]}" >&2 || die "${missing[*]} could not be installed."
    else
        offer_to_install "The build root is made and entered with ${missing[*]}. This installs it:" "${missing[@]}"
    fi
}
