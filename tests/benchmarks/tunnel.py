# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tunnels beside `ssh -L`: round trips, new connections, bulk, and round trips beside bulk."""

import socket
import subprocess
from contextlib import contextmanager

from harness import BIN, Figure, alternate, end, scratch, wait_for
from sshserver import SshServer, net, program

MEBIBYTE = 1024 * 1024


@contextmanager
def our_tunnel(address, target):
    with program([BIN / "sshload", "tunnel", *address.ours(), "--target", target]) as port:
        yield int(port)


@contextmanager
def ssh_tunnel(address, target):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(["ssh", *address.options(), "-o", "ExitOnForwardFailure=yes", "-N", "-L",
                                f"127.0.0.1:{port}:127.0.0.1:{target}", address.host], stdin=subprocess.DEVNULL)
    try:
        def answers():
            with socket.socket() as link:
                return link.connect_ex(("127.0.0.1", port)) == 0
        wait_for(answers, 20)
        yield port
    finally:
        end(process)


def compare(figure, rounds, address, target, key, *order):
    def through(tunnel):
        # A tunnel of its own for each sample: what one download has done must not colour the next.
        with tunnel(address, target) as port:
            net("ping", port, 50)
            return net(order[0], port, *order[1:])[key]
    return alternate(rounds, figure, lambda: through(our_tunnel), lambda: through(ssh_tunnel))


def figure(name, unit, aim):
    return Figure(name, unit, peer_name="ssh -L", aim=aim)


def measure(rounds):
    with scratch() as folder, SshServer(folder) as server, program([BIN / "netload", "serve"]) as target:
        near = server.at()
        figures = [
            compare(figure("tunnel, round trip p50", "µs", "≤ 1.1 times"), rounds, near, target, "p50", "ping", 3000),
            compare(figure("tunnel, new connection p50", "µs", "≤ 1.0 times"), rounds, near, target, "p50", "open", 300),
            compare(figure("tunnel, round trip opened after bulk", "µs", "≤ 1.0 times"), rounds, near, target, "p50",
                    "busy", 500, "after"),
            compare(figure("tunnel, round trip opened before bulk", "µs", "reported"), rounds, near, target, "p50",
                    "busy", 500, "before"),
            compare(figure("tunnel, download 512 MiB", "MiB/s", "≥ 0.6 times"), rounds, near, target, "rate",
                    "down", 512 * MEBIBYTE),
            compare(figure("tunnel, upload 512 MiB", "MiB/s", "≥ 0.55 times"), rounds, near, target, "rate",
                    "up", 512 * MEBIBYTE),
        ]
        with server.delayed(40) as far:
            figures += [
                compare(figure("tunnel, download 128 MiB, 40 ms", "MiB/s", "≥ 2 times"), rounds, far, target, "rate",
                        "down", 128 * MEBIBYTE),
                compare(figure("tunnel, upload 128 MiB, 40 ms", "MiB/s", "≥ 2 times"), rounds, far, target, "rate",
                        "up", 128 * MEBIBYTE),
            ]
    return figures
