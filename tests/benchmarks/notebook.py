# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""JupyterLab until it can be used: through the studio's tunnel beside a direct connection."""

import json
import os
import socket
import subprocess

from controlplane import ControlPlane
from harness import BIN, Figure, scratch, wait_for
from screen import private_screen

# The benchmark's servers ask for no token: it measures the way there, not the login.
SERVER = ("setsid -f jupyter-lab --no-browser --IdentityProvider.token= --ServerApp.password= "
          "--ServerApp.allow_remote_access=True --ServerApp.root_dir=$HOME {where} >/dev/null 2>&1 </dev/null")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(rounds):
    figure = Figure("JupyterLab usable, through the tunnel", "ms", peer_name="direct connection", aim="≤ 1.1 times")
    with scratch() as folder, ControlPlane(folder) as plane, private_screen() as screen:
        key = folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        plane.request("PUT", "/studioKeys/benchmark", {"publicKey": (folder / "key.pub").read_text().strip()})
        plane.create("lab-box")
        plane.wait_state("lab-box", "Running")
        access = plane.request("GET", "/computes/lab-box/hostKeys")
        host_key = next(entry for entry in access["hostKeys"] if entry["type"] == "ssh-ed25519")
        known = folder / "known_hosts"
        known.write_text(f"[127.0.0.1]:{access['port']} ssh-ed25519 {host_key['key']}\n")

        def remote(command):
            return subprocess.run(["ssh", "-i", key, "-p", str(access["port"]), "-o", f"UserKnownHostsFile={known}",
                                   "-o", "BatchMode=yes", f"{access['user']}@127.0.0.1", command],
                                  capture_output=True, text=True, check=False, timeout=60)

        port = free_port()
        remote(SERVER.format(where="--ServerApp.sock=$XDG_RUNTIME_DIR/bench.sock"))
        remote(SERVER.format(where=f"--ServerApp.ip=127.0.0.1 --ServerApp.port={port} --ServerApp.port_retries=0"))
        path = remote("echo $XDG_RUNTIME_DIR/bench.sock").stdout.strip()
        wait_for(lambda: remote(f"test -S {path} && curl -sf http://127.0.0.1:{port}/api").returncode == 0, 60, 0.2)

        answer = subprocess.run(
            [BIN / "notebookload", "--port", str(access["port"]), "--user", access["user"], "--key", key,
             "--hostkey-type", "ssh-ed25519", "--hostkey", host_key["key"], "--socket", path,
             "--direct", f"http://127.0.0.1:{port}/lab", "--rounds", str(rounds)],
            env=os.environ | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb", "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu"},
            capture_output=True, text=True, check=True, timeout=120 * rounds)
        samples = json.loads(answer.stdout.strip().splitlines()[-1])
        figure.ours, figure.peer = samples["tunnel"], samples["direct"]
    return [figure]
