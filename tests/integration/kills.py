#!/usr/bin/env python3
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of every process of Atelier, at rest and in the middle of each operation.

kills.py [--rounds N] [--seed S]: all rests once, then N random moments. Afterwards no instance may be
lost or doubled, no process left over, no file of a home touched, and each state must be one that the
operation leads to.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from harness import BIN, scratch, wait_for  # noqa: E402
from victims import KernelLogin, Studio, Victims, adopt_orphans, descendants, living  # noqa: E402

TRANSITIONAL = {"Creating", "Starting", "Stopping", "Restarting", "Deleting"}
GONE = None
# Where each operation may end: when the control plane was killed after its answer, when before it,
# and when a process of the instance was killed instead.
ENDS = {
    "create": ({"Running"}, {"Running", GONE}, {"Running", "CreateFailed", "Stopped"}),
    "start": ({"Running"}, {"Running", "Stopped"}, {"Running", "Stopped"}),
    "stop": ({"Stopped"}, {"Running", "Stopped"}, {"Stopped"}),
    "restart": ({"Running"}, {"Running"}, {"Running", "Stopped"}),
    "delete": ({GONE}, {"Running", GONE}, {GONE}),
}


class Violation(Exception):
    pass


def demand(condition, sentence):
    if not condition:
        raise Violation(sentence)


def states_of(plane):
    entries = plane.request("GET", "/computes")["value"]
    states = {entry["name"]: entry["properties"]["properties"]["state"] for entry in entries}
    demand(len(states) == len(entries), f"doubled: {entries}")
    return states


def fault_in(plane, states):
    """What is not as it must be when nothing changes; empty when all is well."""
    if TRANSITIONAL & set(states.values()):
        return f"still changing: {states}"
    nodes = plane.data / "nodes"
    folders = list(nodes.iterdir()) if nodes.exists() else []
    if len(folders) > len(states):
        return f"{len(folders)} folders for {states}"
    if plane.data.joinpath("set-aside").exists():
        return "the folder of an instance was set aside: its row was lost"
    kept = plane.runtime_folders()
    if kept:
        return f"folders of nodes that do not run: {kept}"
    keepers = plane.keepers()
    if len(keepers) != list(states.values()).count("Running"):
        return f"{len(keepers)} keepers for {states}"
    ours = {plane.endpoint["pid"]} | plane.logins
    for keeper in keepers:
        ours |= {keeper} | set(descendants(keeper))
    strays = living([pid for pid in descendants(os.getpid()) if pid not in ours])
    return f"left over: {strays}" if strays else ""


def check_all(plane):
    """Waits until nothing changes, then looks at everything; gives the states by name."""
    seen = {}

    def well():
        seen["states"] = states_of(plane)
        seen["fault"] = fault_in(plane, seen["states"])
        return not seen["fault"]

    def stays_well():
        # Twice: a keeper may just be about to notice what was killed.
        return well() and (time.sleep(0.3) or well())

    try:
        wait_for(stays_well, 40, 0.02)
    except TimeoutError:
        raise Violation(seen["fault"]) from None
    states = seen["states"]
    for name, state in states.items():
        if state == "Running":
            demand(plane.login(name, "echo here") == "here", f"{name} runs, but nobody can log in")
        if name in plane.marks:
            demand(plane.home(name).joinpath("mark").read_text() == plane.marks[name], f"the home of {name} changed")
    return states


def prepare(plane, operation):
    """An instance in the state that the operation starts from."""
    name = plane.new_name()
    if operation == "create":
        return name
    plane.create(name)
    plane.wait_state(name, "Running")
    plane.mark(name)
    if operation == "start":
        plane.act(name, "stop")
        plane.wait_state(name, "Stopped")
    return name


def carry_out(plane, operation, name, answered):
    try:
        if operation == "create":
            plane.create(name)
        elif operation == "delete":
            plane.request("DELETE", f"/computes/{name}?underlyingResourceAction=Delete")
        else:
            plane.act(name, operation)
        answered.set()
    except (OSError, RuntimeError, ValueError):
        pass  # the control plane was killed under the request


def moment(plane, dice):
    """One operation, one kill at a random moment of it."""
    operation = dice.choice(list(ENDS))
    victim = dice.choice(["control plane", "control plane", "control plane twice", "keeper", "SSH server", "all"])
    name = prepare(plane, operation)
    port = plane.port(name) if operation in ("stop", "restart") else 0
    answered = threading.Event()
    asking = threading.Thread(target=carry_out, args=(plane, operation, name, answered))
    asking.start()
    delay = dice.uniform(0, dice.choice([0.01, 0.12, 0.12, 0.6]))
    time.sleep(delay)
    accepted = answered.is_set()
    what = f"{operation}, {victim} killed after {delay * 1000:.0f} ms, accepted: {accepted}"
    print(what, flush=True)
    plane.kill(victim, name)
    asking.join()
    if plane.ends_with(victim):
        endpoint = plane.endpoint
        if victim == "control plane twice":
            plane.start_and_kill(dice.uniform(0, 0.1))
        plane.start()
        for field in ("url", "token"):
            demand(plane.endpoint[field] == endpoint[field], f"{what}: another {field}")
    states = check_all(plane)
    after_answer, before_answer, node_killed = ENDS[operation]
    allowed = after_answer if accepted else before_answer | after_answer
    if plane.kills_nodes(victim):
        allowed = allowed | node_killed
    demand(states.get(name) in allowed, f"{what}: {states.get(name)}, not one of {allowed}")
    if not plane.kills_nodes(victim) and operation == "restart":
        demand(plane.port(name) == port, f"{what}: another port")
    plane.delete(name)


def crowd(plane, dice):
    """One operation of each kind at once on instances of their own, and the control plane killed meanwhile."""
    asked = []
    for operation in ENDS:
        name, answered = prepare(plane, operation), threading.Event()
        asking = threading.Thread(target=carry_out, args=(plane, operation, name, answered))
        asked.append((operation, name, answered, asking))
    for *_, asking in asked:
        asking.start()
    delay = dice.uniform(0, dice.choice([0.02, 0.3]))
    time.sleep(delay)
    accepted = {name: answered.is_set() for _, name, answered, _ in asked}
    print(f"all operations at once, control plane killed after {delay * 1000:.0f} ms, accepted: {accepted}", flush=True)
    plane.kill("control plane", "")
    for *_, asking in asked:
        asking.join()
    plane.start()
    states = check_all(plane)
    for operation, name, _, _ in asked:
        after_answer, before_answer, _ = ENDS[operation]
        allowed = after_answer if accepted[name] else before_answer | after_answer
        demand(states.get(name) in allowed, f"{operation}: {states.get(name)}, not one of {allowed}")


def control_plane_at_rest(plane):
    """An open login and a kernel do not notice that the control plane was killed."""
    name = prepare(plane, "stop")
    port, before = plane.port(name), plane.endpoint
    with KernelLogin(plane, name) as kernel:
        kernel.run("value = 41")
        family = set(descendants(plane.keepers()[0]))
        for _ in range(3):
            plane.kill("control plane", name)
            demand(kernel.run("value + 1") == "42", "the kernel is gone while no control plane runs")
            plane.start()
            demand(plane.endpoint["pid"] != before["pid"], "the control plane was not killed")
            demand(states_of(plane)[name] == "Running", "the instance is not adopted")
            demand(kernel.run("value + 1") == "42", "the kernel is gone")
            demand(family <= set(descendants(plane.keepers()[0])), "a process of the instance ended")
            demand(plane.port(name) == port, "another port")
    check_all(plane)
    plane.delete(name)


def instance_at_rest(plane, victim):
    """Keeper or SSH server killed: told as an end, and started again with everything in the home."""
    name = prepare(plane, "stop")
    port = plane.port(name)
    plane.kill(victim, name)
    plane.wait_state(name, "Stopped")
    reason = plane.request("GET", f"/computes/{name}")["properties"]["properties"]["atelier"]["stateReason"]
    demand(reason.endswith("."), f"no sentence says why it ended: {reason!r}")
    check_all(plane)
    plane.act(name, "start")
    plane.wait_state(name, "Running")
    demand(plane.port(name) == port, "another port")
    check_all(plane)
    plane.delete(name)


def older_keeper(plane):
    """What an earlier version keeps is adopted, shown, stopped, and kept by the present one afterwards."""
    name = prepare(plane, "stop")
    port, node = plane.port(name), plane.home(name).parent
    plane.kill("control plane", name)
    plane.kill("keeper", name)
    wait_for(lambda: not plane.keeper_of(name), 10, 0.01)
    spec = json.loads(node.joinpath("spec.json").read_text())
    node.joinpath("spec.json").write_text(json.dumps(spec | {"protocol": 1, "preferredPort": port}))
    node.joinpath("record.json").unlink()
    subprocess.Popen([BIN / "older-atelier-shim", node])

    def record():
        file = node.joinpath("record.json")
        return json.loads(file.read_text()) if file.exists() else {}

    wait_for(lambda: record().get("state") == "running", 20, 0.02)
    demand(record()["protocol"] == 1, "it is of the present version")
    plane.start()
    demand(check_all(plane) == {name: "Running"}, "not adopted")
    demand(plane.port(name) == port, "another port")
    plane.act(name, "stop")
    plane.wait_state(name, "Stopped")
    check_all(plane)
    plane.act(name, "start")
    plane.wait_state(name, "Running")
    demand(record()["protocol"] > 1, "not of the present version")
    check_all(plane)
    plane.delete(name)


def everything_while_off(plane):
    """The control plane and then every process of one instance: the next start tells of it."""
    name, other = prepare(plane, "stop"), prepare(plane, "stop")
    plane.kill("all", name)
    plane.start()
    states = check_all(plane)
    demand(states == {name: "Stopped", other: "Running"}, f"states: {states}")
    plane.delete(name)
    plane.delete(other)


def studio_at_rest(plane):
    """A killed studio takes nothing along, and the next one starts at once on the same control plane."""
    name = prepare(plane, "stop")
    before = plane.endpoint["pid"]
    for _ in range(2):
        with Studio(plane) as studio:
            studio.wait_connected()
            os.kill(studio.pid, signal.SIGKILL)
    check_all(plane)
    demand(plane.read_endpoint()["pid"] == before, "another control plane")
    plane.delete(name)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=6)
    arguments.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = arguments.parse_args()
    print(f"seed {options.seed}", flush=True)
    dice = random.Random(options.seed)
    adopt_orphans()
    rests = [
        ("control plane at rest", control_plane_at_rest),
        ("keeper at rest", lambda plane: instance_at_rest(plane, "keeper")),
        ("SSH server at rest", lambda plane: instance_at_rest(plane, "SSH server")),
        ("everything", everything_while_off),
        ("older keeper", older_keeper),
        ("studio at rest", studio_at_rest),
    ]
    trials = rests + [(f"moment {number}", lambda plane: moment(plane, dice)) for number in range(options.rounds)]
    trials += [(f"crowd {number}", lambda plane: crowd(plane, dice)) for number in range(options.rounds // 3)]
    violations = 0
    with scratch() as folder:
        for title, trial in trials:
            with Victims(folder / title.replace(" ", "-")) as plane:
                try:
                    trial(plane)
                except (Violation, TimeoutError, RuntimeError, OSError) as fault:
                    violations += 1
                    print(f"VIOLATION in {title}: {type(fault).__name__}: {fault}\n{plane.log()}", flush=True)
        left = living(descendants(os.getpid()))
        if left:
            violations += 1
            print(f"VIOLATION: left over at the end: {left}", flush=True)
    print(f"{len(trials)} trials, {violations} violations, seed {options.seed}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
