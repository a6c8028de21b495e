# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A visible studio with one running instance and nothing to do: CPU and wake-ups a second."""

import subprocess
import time

from controlplane import ControlPlane
from harness import BIN, Figure, activity, end, scratch, wait_for
from screen import private_screen

SECONDS = 20


def measure(rounds):
    figures = {name: (Figure(f"idle CPU, {name}", "%", aim="0 %"), Figure(f"idle wake-ups, {name}", "1/s", aim="≤ 1"))
               for name in ("studio", "control plane")}
    with scratch() as folder, ControlPlane(folder) as plane, private_screen() as screen:
        plane.create("idle-box")
        plane.wait_state("idle-box", "Running")
        studio = subprocess.Popen([BIN / "atelier"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=plane.environment | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"})
        try:
            wait_for(screen.is_painted, 30)
            time.sleep(10)
            for _ in range(rounds):
                before = {"studio": activity(studio.pid), "control plane": activity(plane.process.pid)}
                time.sleep(SECONDS)
                after = {"studio": activity(studio.pid), "control plane": activity(plane.process.pid)}
                for name, (cpu, wakeups) in figures.items():
                    cpu.ours.append((after[name][0] - before[name][0]) / SECONDS * 100)
                    wakeups.ours.append((after[name][1] - before[name][1]) / SECONDS)
        finally:
            end(studio)
    return [figure for pair in figures.values() for figure in pair]
