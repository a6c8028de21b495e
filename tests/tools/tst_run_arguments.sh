#!/bin/bash
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What ./run and ./test make of their arguments.
# shellcheck source=tests/tools/support.sh
. "$(dirname "${BASH_SOURCE[0]}")/support.sh"

host debian 13
stub dpkg-query <<<'for name in "${@:4}"; do echo "installed $name"; done'

capture "$run" --help
ends_with_status 0
for word in --tour --control-plane --shell --check --package --uninstall -- --help; do
    says "$word"
done
capture "$project/test" --help
ends_with_status 0
says "--all"

capture "$run" --nonsense
ends_with_status 2
says '"--nonsense"'
capture "$run" --tour
ends_with_status 2
says "wants a folder"
capture "$run" --tour one two
ends_with_status 2
capture "$run" --control-plane
ends_with_status 2
says "--data DIR"
capture "$run" --check now
ends_with_status 2
capture "$run" --uninstall everything
ends_with_status 2
says '"everything"'

# A command in the build environment keeps its words, its folder and its status.
mkdir -p "$scratch/a folder"
cd "$scratch/a folder" || exit 1
capture "$run" --shell printf '%s|' 'two words' '*' ''
ends_with_status 0
says 'two words|*||'
capture "$run" --shell pwd
says "$scratch/a folder"
capture "$run" --shell sh -c 'exit 7'
ends_with_status 7

# So do the arguments for the studio and the control plane, behind the build.
stub cmake <<<'exit 0'
stub ninja <<<'echo "ninja: no work to do."'
mkdir -p "$project/build/dev/bin"
touch "$project/build/dev/build.ninja"
for program in atelier atelierd; do
    printf '#!/bin/sh\necho "%s: $*"\n' "$program" >"$project/build/dev/bin/$program"
    chmod +x "$project/build/dev/bin/$program"
done
export DISPLAY=:none
capture "$run"
says 'atelier: '
capture "$run" -- --page compute
says 'atelier: --page compute'
capture "$run" --tour pictures
says "atelier: --tour $scratch/a folder/pictures"
exists "$scratch/a folder/pictures"
capture "$run" --control-plane --data here --port 0
says 'atelierd: --data here --port 0'

# ctest gets the tier of a push, or what was asked for.
stub ctest <<<'echo "ctest: $*"'
capture "$project/test"
says "-L unit|integration -LE slow|benchmark|fuzz"
capture "$project/test" -R session
says "-R session"
says_not "-LE"

finish
