# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Where the packages of the build root come from: the mirrors and the proxy that apt uses here.

suite=trixie

# Every "address suite component…" that apt's configuration names, from either kind of file.
configured_sources() {
    local folder=${ATELIER_APT_FOLDER:-/etc/apt}
    cat "$folder/sources.list" "$folder"/sources.list.d/*.list 2>/dev/null |
        sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}//p'
    cat "$folder"/sources.list.d/*.sources /dev/null 2>/dev/null | awk '
        function flush() { if (uris && enabled) print uris, suites, components; uris = ""; enabled = 1 }
        BEGIN { enabled = 1 }
        /^#/ { next }
        !NF || /^Types:/ { flush() }
        /^URIs:/ { uris = $2 }
        /^Suites:/ { suites = $2 }
        /^Components:/ { components = $2 }
        /^Enabled: *no/ { enabled = 0 }
        END { flush() }'
}

# The address from which this host's apt takes Debian (or, with "Debian-Security", its security
# updates). Nothing on a host whose apt knows no Debian: mmdebstrap's own default serves there.
mirror() {
    local label=${1:-Debian} address=
    [ "$(os_release ID)" = debian ] || return 0
    if have apt-get; then
        # shellcheck disable=SC2016 # the format is apt's
        address=$(apt-get indextargets --format '$(REPO_URI) $(LABEL)' 'Created-By: Packages' 2>/dev/null |
            awk -v label="$label" '$1 ~ /^https?:/ && $2 == label { print $1; exit }')
    fi
    # Before the first "apt-get update" apt knows no labels; the usual path tells.
    [ -n "$address" ] || address=$(configured_sources |
        awk -v path="/${label,,}/?\$" '$1 ~ /^https?:/ && $1 ~ path && $3 == "main" { print $1; exit }')
    [ -z "$address" ] || printf '%s\n' "$address"
}

# Proxy and time settings of the host's apt, as lines of an apt configuration.
acquire_settings() {
    have apt-config || return 0
    apt-config dump Acquire 2>/dev/null |
        grep -E '^Acquire::((http|https)::(Proxy|Timeout)|Check-Valid-Until|Check-Date|ForceIPv4|ForceIPv6)' || true
}

# True when a distribution can be fetched from a mirror within some seconds.
reachable() {
    local seconds=$1 uri=$2 distribution=$3 file
    [ -x /usr/lib/apt/apt-helper ] || return 2
    file=$(mktemp) || return 1
    timeout "$seconds" /usr/lib/apt/apt-helper -o Acquire::Retries=0 -o APT::Sandbox::User=root \
        download-file "${uri%/}/dists/$distribution/InRelease" "$file" >/dev/null 2>&1
    local status=$?
    rm -f -- "$file"
    return "$status"
}

# The lines of the build root's sources.list; none means mmdebstrap's default.
source_lines() {
    local uri security
    uri=$(mirror Debian)
    [ -n "$uri" ] || return 0
    echo "deb $uri $suite main"
    security=$(mirror Debian-Security)
    if [ -n "$security" ] && reachable 10 "$security" "$suite-security"; then
        echo "deb $security $suite-security main"
    fi
}
