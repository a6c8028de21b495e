#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What ends ./run also ends what it runs in the build root, cleanly and once.
# shellcheck source=tests/tools/support.sh
. "$(dirname "${BASH_SOURCE[0]}")/support.sh"

host debian 12
stub mmdebstrap <<<'exit 1'
stub newuidmap <<<'exit 0'
# Like the real one: the command is a child, and signals are not passed on.
stub bwrap <<'STUB'
while [ $# -gt 0 ] && [ "$1" != -- ]; do shift; done
[ $# -gt 0 ] || exit 0
shift
"$@" &
wait $!
STUB
stub ninja <<<'echo "ninja: no work to do."'
root=$roots/$(. "$project/packaging/buildroot/load.sh" && root_digest)
mkdir -p "$root/etc" "$project/build/dev/bin"
cp /etc/passwd /etc/group "$root/etc/"
touch "$project/build/dev/build.ninja"
cat >"$project/build/dev/bin/atelierd" <<'PROGRAM'
#!/bin/bash
trap 'sleep 0.3; echo ended >>"$2/said"; exit 0' TERM
trap 'echo interrupted >>"$2/said"' INT
echo $$ >"$2/pid"
while true; do sleep 0.05; done
PROGRAM
chmod +x "$project/build/dev/bin/atelierd"

# start NAME: the stand-in runs below ./run when this returns.
start() {
    data=$scratch/$1
    mkdir "$data"
    env --default-signal=INT "$run" --control-plane --data "$data" >"$data/log" 2>&1 </dev/null &
    outer=$!
    for _ in {1..200}; do
        [ -s "$data/pid" ] && return
        sleep 0.05
    done
    output=$(cat "$data/log")
    fail "It did not start."
}

expect_end() {
    local inner
    inner=$(cat "$data/pid")
    for _ in {1..100}; do
        kill -0 "$inner" 2>/dev/null || break
        sleep 0.05
    done
    kill -0 "$inner" 2>/dev/null && fail "It still runs." && kill -KILL "$inner"
    output=$(cat "$data/said" 2>/dev/null)
    [ "$output" = ended ] || fail "It was not asked to end, once."
}

for signal in TERM INT HUP; do
    start "$signal"
    kill -"$signal" "$outer"
    wait "$outer"
    # ./run has waited for it.
    kill -0 "$(cat "$data/pid")" 2>/dev/null && fail "./run did not wait after SIG$signal."
    expect_end
done

finish
