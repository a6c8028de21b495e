# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""First paint and memory before any page of the web, against qBittorrent; warm and cold."""

import os
import re
import subprocess
import time
from pathlib import Path

from controlplane import ControlPlane
from harness import BIN, Figure, end, proportional_memory, scratch, wait_for
from screen import private_screen

QBITTORRENT_SETTINGS = """[LegalNotice]
Accepted=true
[Preferences]
General\\Locale=en
General\\CloseToTrayNotified=true
[BitTorrent]
Session\\DHTEnabled=false
Session\\LSDEnabled=false
Session\\PeXEnabled=false
"""


def libraries(program):
    """The program and every shared object that it maps at start."""
    listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    files = [Path(program)] + [Path(found) for found in re.findall(r"=> (/\S+)", listing)]
    plugins = Path("/usr/lib/x86_64-linux-gnu/qt6/plugins")
    return files + [file for kind in ("platforms", "imageformats", "iconengines", "styles")
                    for file in (plugins / kind).glob("*.so")]


def forget(files):
    """Drops the files from the page cache, as far as nobody else maps them."""
    for file in files:
        try:
            handle = os.open(file, os.O_RDONLY)
        except OSError:
            continue
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def first_paint(command, environment):
    """Milliseconds from start to painted, and PSS in MiB a moment later."""
    with private_screen() as screen:
        started = time.monotonic()
        process = subprocess.Popen(["dbus-run-session", "--", *command],
                                   env=environment | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"},
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(screen.is_painted, 30, 0.001)
            painted = (time.monotonic() - started) * 1000
            time.sleep(2)
            return painted, proportional_memory(process.pid)
        finally:
            end(process)


def measure(rounds):
    warm = Figure("first paint, warm", "ms", peer_name="qBittorrent", aim="≤ 1.0 times")
    cold = Figure("first paint, cold", "ms", peer_name="qBittorrent", aim="≤ 1.0 times")
    memory = Figure("memory before any web page", "MiB", peer_name="qBittorrent", aim="≤ 1.0 times")
    studio, peer = str(BIN / "atelier"), "/usr/bin/qbittorrent"
    with scratch() as folder, ControlPlane(folder) as plane:
        settings = folder / "peer" / "qBittorrent"
        settings.mkdir(parents=True)
        (settings / "qBittorrent.conf").write_text(QBITTORRENT_SETTINGS)
        ours_env = plane.environment
        peer_env = os.environ | {"XDG_CONFIG_HOME": str(folder / "peer"), "XDG_DATA_HOME": str(folder / "peer-data")}
        runs = [(warm, False), (cold, True)]
        first_paint([studio], ours_env), first_paint([peer], peer_env)
        for figure, is_cold in runs:
            for _ in range(rounds):
                for program, environment, samples, pss in ((studio, ours_env, figure.ours, memory.ours),
                                                           (peer, peer_env, figure.peer, memory.peer)):
                    if is_cold:
                        forget(libraries(program))
                    painted, size = first_paint([program], environment)
                    samples.append(painted)
                    if not is_cold:
                        pss.append(size)
    return [warm, cold, memory]
