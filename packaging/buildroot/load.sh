# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Brings in the parts of ./run and ./test, from the folder that project names.
set -u
parts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=packaging/buildroot/common.sh
. "$parts/common.sh"
# shellcheck source=packaging/buildroot/host.sh
. "$parts/host.sh"
# shellcheck source=packaging/buildroot/progress.sh
. "$parts/progress.sh"
# shellcheck source=packaging/buildroot/sources.sh
. "$parts/sources.sh"
# shellcheck source=packaging/buildroot/download.sh
. "$parts/download.sh"
# shellcheck source=packaging/buildroot/bootstrap.sh
. "$parts/bootstrap.sh"
# shellcheck source=packaging/buildroot/root.sh
. "$parts/root.sh"
# shellcheck source=packaging/buildroot/userns.sh
. "$parts/userns.sh"
# shellcheck source=packaging/buildroot/enter.sh
. "$parts/enter.sh"
# shellcheck source=packaging/buildroot/check.sh
. "$parts/check.sh"
# shellcheck source=packaging/buildroot/uninstall.sh
. "$parts/uninstall.sh"
inside=$parts/inside.sh
