# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From nothing to the end of `true` on the server: a program of ours beside `ssh host true`."""

import subprocess
import time

from harness import BIN, Figure, alternate, scratch
from sshserver import SshServer


def seconds(arguments):
    started = time.monotonic()
    subprocess.run([str(argument) for argument in arguments], check=True, stdin=subprocess.DEVNULL)
    return (time.monotonic() - started) * 1000


def compare(name, address, rounds):
    figure = Figure(name, "ms", peer_name="ssh host true", aim="≤ 0.35 times")
    return alternate(rounds, figure,
                     lambda: seconds([BIN / "sshload", "true", *address.ours()]),
                     lambda: seconds(["ssh", *address.options(), address.host, "true"]))


def measure(rounds):
    with scratch() as folder, SshServer(folder) as server:
        figures = [compare("connect and true", server.at(), max(rounds, 10))]
        with server.delayed(40) as far:
            figures.append(compare("connect and true, 40 ms", far, rounds))
    return figures
