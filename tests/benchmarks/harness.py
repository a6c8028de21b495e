# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every benchmark shares: rounds in which ours and the peer alternate, and the table."""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("ATELIER_BIN", ROOT / "build" / "dev" / "bin"))


@dataclass
class Figure:
    """One row: samples of ours and of the peer, in the same unit; an aim as text and as a check."""

    name: str
    unit: str
    ours: list = field(default_factory=list)
    peer: list = field(default_factory=list)
    peer_name: str = ""
    aim: str = ""

    def row(self):
        def spread(samples):
            if not samples:
                return "-"
            middle = statistics.median(samples)
            return f"{middle:.3g} ({min(samples):.3g}–{max(samples):.3g})"

        ratio = "-"
        if self.ours and self.peer and statistics.median(self.peer) > 0:
            ratio = f"{statistics.median(self.ours) / statistics.median(self.peer):.2f}"
        return [self.name, self.unit, spread(self.ours), spread(self.peer), ratio, self.peer_name, self.aim]


def alternate(rounds, figure, ours, peer=None):
    """Runs ours, peer, ours, peer …; each returns one sample."""
    for _ in range(rounds):
        figure.ours.append(ours())
        if peer is not None:
            figure.peer.append(peer())
    # At once, too: what takes minutes may be broken off.
    print("  ".join(str(cell) for cell in figure.row()), file=sys.stderr, flush=True)
    return figure


def print_table(figures):
    head = ["figure", "unit", "ours: median (range)", "peer: median (range)", "ratio", "peer", "aim"]
    rows = [head] + [figure.row() for figure in figures]
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(head))]
    for number, row in enumerate(rows):
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def percentile(samples, fraction):
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(fraction * len(ordered)))]


@contextmanager
def scratch():
    """A folder that is gone afterwards; short, because sockets live in it."""
    folder = Path(tempfile.mkdtemp(prefix="atb-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def end(process, grace=5.0):
    """Ends a process that we started, and waits for it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(condition, timeout, step=0.002):
    """The first true value of condition(); raises when the time is over."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(step)
    raise TimeoutError(f"nothing within {timeout} s")


def family(pid):
    """A process and all its descendants."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError, ValueError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        current = queue.pop()
        found.append(current)
        queue.extend(children.get(current, []))
    return found


def proportional_memory(pid):
    """PSS of a process family in MiB."""
    total = 0
    for member in family(pid):
        try:
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1024


def activity(pid):
    """CPU seconds and context switches (each a wake-up) of one process, all threads."""
    ticks = switches = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            fields = (task / "stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
            for line in (task / "status").read_text().splitlines():
                if line.startswith("voluntary_ctxt_switches"):
                    switches += int(line.split()[1])
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK"), switches
