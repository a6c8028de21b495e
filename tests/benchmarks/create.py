# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the request to *Running*: one instance, and ten at once, beside a bare sshd in a bare sandbox."""

import socket
import subprocess
import threading
import time

from controlplane import ControlPlane
from harness import Figure, alternate, end, scratch, wait_for


def bare_sandbox(folder):
    """Seconds until a hand-started sandbox with sshd answers: what nobody can beat."""
    key = folder / "host_key"
    if not key.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.monotonic()
    process = subprocess.Popen(
        ["bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000", "--unshare-pid", "--die-with-parent", "--bind", "/", "/",
         "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run", "--dir", "/run/sshd", "--",
         "/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-h", str(key), "-p", str(port),
         "-o", "ListenAddress=127.0.0.1", "-o", "UsePAM=no", "-o", "PidFile=none"],
        stderr=subprocess.DEVNULL)

    def answers():
        with socket.socket() as link:
            return link.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_for(answers, 10)
        return time.monotonic() - started
    finally:
        end(process)


def until_running(plane, names):
    started = time.monotonic()
    waiting, done = set(names), threading.Event()
    times = {}

    def follow(stream):
        for moment, change in stream:
            resource = change.get("resource")
            if resource and change["name"] in waiting and resource["properties"]["properties"]["state"] == "Running":
                times[change["name"]] = moment
                waiting.discard(change["name"])
                if not waiting:
                    done.set()
                    return

    reader = threading.Thread(target=follow, args=(plane.changes(),), daemon=True)
    reader.start()
    time.sleep(0.1)  # the stream is open before the first request
    started = time.monotonic()
    for name in names:
        plane.create(name)
    if not done.wait(60):
        raise TimeoutError(f"not running after 60 s: {sorted(waiting)}")
    return max(times.values()) - started


def measure(rounds):
    one = Figure("create to Running, one", "s", peer_name="bare bwrap + sshd", aim="≤ 0.5 s")
    ten = Figure("create to Running, ten at once", "s", aim="≤ 2 s")
    with scratch() as folder, ControlPlane(folder) as plane:
        def ours():
            seconds = until_running(plane, ["bench-box"])
            plane.delete("bench-box")
            return seconds

        alternate(rounds, one, ours, lambda: bare_sandbox(folder))

        names = [f"bench-{chr(ord('a') + i)}" for i in range(10)]

        def all_ten():
            seconds = until_running(plane, names)
            for name in names:
                plane.delete(name)
            return seconds

        alternate(rounds, ten, all_ten)
    return [one, ten]
