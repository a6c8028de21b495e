# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a change of the control plane, as its stream tells it, to other pixels in the studio's window."""

import subprocess
import threading
import time

from controlplane import ControlPlane
from harness import BIN, Figure, end, percentile, scratch, wait_for
from screen import private_screen

CHANGES = 20


def measure(rounds):
    figure = Figure("change on screen, p95", "ms", aim="≤ 100 ms")
    with scratch() as folder, ControlPlane(folder) as plane, private_screen() as screen:
        plane.create("change-box")
        plane.wait_state("change-box", "Running")
        studio = subprocess.Popen([BIN / "atelier"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=plane.environment | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"})
        moments = []
        threading.Thread(target=follow, args=(plane, moments), daemon=True).start()
        try:
            wait_for(screen.is_painted, 30)
            time.sleep(3)
            for _ in range(rounds):
                samples = []
                for number in range(CHANGES):
                    samples.append(one_change(plane, screen, moments, "stop" if number % 2 == 0 else "start"))
                figure.ours.append(percentile(samples, 0.95))
            plane.wait_state("change-box", "Running")
        finally:
            end(studio)
    return [figure]


def follow(plane, moments):
    for moment, _ in plane.changes():
        moments.append(moment)


def one_change(plane, screen, moments, verb):
    before, count = screen.pixels(), len(moments)
    plane.act("change-box", verb)
    wait_for(lambda: len(moments) > count, 10, 0.0005)
    told = moments[count]
    wait_for(lambda: screen.pixels() != before, 10, 0.001)
    seen = time.monotonic()
    plane.wait_state("change-box", "Stopped" if verb == "stop" else "Running")
    time.sleep(0.5)
    return max(0.0, (seen - told) * 1000)
