# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 between any two steps of each operation, at the crash points that are compiled in.

crashpoints.py [--rounds N] [--sample N] [--workers N]: every point of every operation N times, or N of
them, in several control planes side by side. Each time the control plane is started again where it was
killed; then nothing may be lost, doubled or left over, and what is told of the operation must be true.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from controlplane import VERSION, WORKSPACE  # noqa: E402
from harness import BIN, scratch, wait_for  # noqa: E402
from kills import Violation, check_all, demand  # noqa: E402
from victims import Victims, adopt_orphans, descendants, living  # noqa: E402

ASKED = ["request-checked", "request-saved", "operation-taken"]
ANSWERED = ["operation-done", "operation-saved"]
STARTED = ["node-folder-made", "node-built", "keeper-locked", "keeper-spawned", "keeper-started", "keeper-prepared",
           "child-started", "start-recorded", "server-listening", "running-recorded", "running-reported",
           "running-heard"]
STOPPED = ["stop-sent", "stop-heard", "stopped-gently", "all-killed", "end-recorded", "end-cleaned", "end-heard",
           "end-forgotten"]
# What each operation passes. Together they must be all that there are.
STEPS = {
    "create": ASKED + STARTED + ["node-home-made"] + ANSWERED,
    "start": ASKED + STARTED + ANSWERED,
    "stop": ASKED + STOPPED + ANSWERED,
    "restart": ASKED + STOPPED + STARTED + ANSWERED,
    "delete": ASKED + STOPPED + ["folder-renamed", "folder-removed"] + ANSWERED,
    # Starts of the control plane: with an instance that runs, and with one whose start was interrupted.
    "adopt": ["nodes-surveyed", "row-settled"],
    "resume": ["nodes-surveyed", "row-settled", "operation-taken"],
}
# In the process that keeps a node; all others are in the control plane.
KEEPERS = {"keeper-started", "keeper-prepared", "child-started", "start-recorded", "server-listening",
           "running-recorded", "running-reported", "stop-heard", "stopped-gently", "all-killed", "end-recorded",
           "end-cleaned"}
GONE = None
# Where each operation ends: when it was carried out, and when it was not.
DONE = {"create": {"Running"}, "start": {"Running"}, "stop": {"Stopped"}, "restart": {"Running"}, "delete": {GONE}}
UNDONE = {"create": {GONE, "CreateFailed"}, "start": {"Stopped"}, "stop": {"Running"},
          "restart": {"Running", "Stopped"}, "delete": {"Running", "Stopped", "Unusable"}}
BEFORE = {"start": "Stopped", "stop": "Running", "restart": "Running", "delete": "Running", "adopt": "Running",
          "resume": "Stopped"}


class Crasher(Victims):
    def __init__(self, folder):
        super().__init__(folder)
        self.crash_file = folder / "crash-at"
        self.environment["ATELIER_CRASH_FILE"] = str(self.crash_file)

    def arm(self, point):
        unfinished = self.crash_file.with_suffix(".new")
        unfinished.write_text(point)
        unfinished.rename(self.crash_file)

    def wait_crash(self, point):
        """Until the process that came by the point is dead, and the control plane if it was that."""
        wait_for(lambda: not self.crash_file.exists(), 30, 0.002)
        if point not in KEEPERS:
            demand(self.process.wait(10) == -9, f"ended with {self.process.returncode}")

    def start_to_crash(self, point):
        self.arm(point)
        self.process = subprocess.Popen(
            [BIN / "atelierd", "--data", self.data], env=self.environment, stderr=subprocess.DEVNULL)
        self.wait_crash(point)

    def ask(self, operation, name):
        """The id of the operation; nothing when the control plane did not live to answer."""
        path = f"{WORKSPACE}/computes/{name}"
        body = json.dumps({"location": "local", "properties": {
            "computeType": "ComputeInstance", "properties": {"vmSize": "Local_C1_M2"}}})
        verb, path, body = {
            "create": ("PUT", f"{path}?{VERSION}", body),
            "delete": ("DELETE", f"{path}?underlyingResourceAction=Delete&{VERSION}", None),
        }.get(operation, ("POST", f"{path}/{operation}?{VERSION}", None))
        link = self.connection()
        try:
            link.request(verb, path, body, {"Authorization": f"Bearer {self.endpoint['token']}",
                                            "Content-Type": "application/json"})
            answer = link.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        demand(answer.status in (201, 202), f"{operation} answered {answer.status}")
        return answer.headers["Azure-AsyncOperation"]

    def outcome(self, address):
        link = self.connection()
        link.request("GET", address[address.index("/subscriptions"):],
                     headers={"Authorization": f"Bearer {self.endpoint['token']}"})
        return json.loads(link.getresponse().read())["status"]

    def bring_to(self, state):
        """An instance in that state, the one of the last trial if it is still there."""
        if not self.names():
            self.create(name := self.new_name())
            self.wait_state(name, "Running")
            self.mark(name)
        name = self.names()[0]
        while (now := self.state(name)) != state:
            if now in ("CreateFailed", "Unusable"):
                self.delete(name)
                return self.bring_to(state)
            self.act(name, "start" if state == "Running" else "stop")
            self.wait_state(name, state)
        if name not in self.marks:
            self.mark(name)
        return name


def last_operation(plane, name):
    last = plane.request("GET", f"/computes/{name}")["properties"]["properties"]["lastOperation"]
    return last["operationName"], last["operationStatus"]


def check_history(plane, operation, point, name, address, states):
    """What is told of the operation, and what came of it, agree."""
    state = states.get(name)
    done = set(DONE[operation])
    if point in KEEPERS and operation != "delete":
        done.add("Stopped")  # killed behind an operation that was carried out
    if address is None:
        demand(state in done | UNDONE[operation], f"not answered, and then {state}")
    else:
        told = plane.outcome(address)
        demand(told in ("Succeeded", "Failed", "Canceled"), f"the operation is {told} for ever")
        demand(state in (done if told == "Succeeded" else UNDONE[operation]), f"{told}, and then {state}")
    if state is not GONE:
        verb, status = last_operation(plane, name)
        demand(status in ("Succeeded", f"{verb}Failed"), f"the last operation is {verb} {status}")
        if address is not None:
            demand(verb.lower() == operation, f"the last operation is {verb}, not {operation}")
            demand((status == "Succeeded") == (told == "Succeeded"), f"{told}, but {verb} {status}")


def crash_at_a_start(plane, kind, point):
    name = plane.bring_to(BEFORE[kind])
    if kind == "resume":
        plane.arm("operation-taken")
        address = plane.ask("start", name)
        plane.wait_crash("operation-taken")
    else:
        plane.kill("control plane", name)
    plane.start_to_crash(point)
    plane.start()
    states = check_all(plane)
    demand(states == {name: "Running"}, f"states: {states}")
    if kind == "resume" and address is not None:
        check_history(plane, "start", point, name, address, states)


def crash_in_an_operation(plane, operation, point):
    if operation == "create":
        for name in plane.names():
            plane.delete(name)
        name = plane.new_name()
    else:
        name = plane.bring_to(BEFORE[operation])
    plane.arm(point)
    address = plane.ask(operation, name)
    plane.wait_crash(point)
    if point not in KEEPERS:
        endpoint = plane.endpoint
        plane.start()
        demand(plane.endpoint["token"] == endpoint["token"], "another token")
    check_history(plane, operation, point, name, address, check_all(plane))


def run_trials(trials, folder):
    violations = 0
    with Crasher(folder) as plane:
        for operation, point in trials:
            try:
                if operation in ("adopt", "resume"):
                    crash_at_a_start(plane, operation, point)
                else:
                    crash_in_an_operation(plane, operation, point)
            except (Violation, TimeoutError, RuntimeError, OSError, KeyError) as fault:
                violations += 1
                print(f"VIOLATION: {operation} at {point}: {type(fault).__name__}: {fault}\n{plane.log()}", flush=True)
                plane.crash_file.unlink(missing_ok=True)
                if plane.process.poll() is not None:
                    plane.start()
    return violations


def run_slice(trials, number, workers):
    adopt_orphans()
    with scratch() as folder:
        violations = run_trials(trials[number::workers], folder / "plane")
        left = living(descendants(os.getpid()))
        if left:
            violations += 1
            print(f"VIOLATION: left over at the end: {left}", flush=True)
    return 1 if violations else 0


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--sample", type=int, default=0, help="only as many; each point once before one twice")
    arguments.add_argument("--workers", type=int, default=3)
    arguments.add_argument("--only", default="", help="OPERATION or OPERATION:POINT")
    arguments.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = arguments.parse_args()
    facts = json.loads(subprocess.check_output([BIN / "control_plane_facts"]))
    missed = set(facts["crashPoints"]) ^ {point for steps in STEPS.values() for point in steps}
    demand(not missed, f"crash points without a trial, or trials without one: {missed}")

    print(f"seed {options.seed}", flush=True)
    dice = random.Random(options.seed)
    trials = [(operation, point) for operation, steps in STEPS.items() for point in steps] * options.rounds
    dice.shuffle(trials)
    if options.only:
        trials = [trial for trial in trials if ":".join(trial).startswith(options.only)]
    if options.sample:
        seen = {}
        for operation, point in trials:
            seen.setdefault(point, []).append(operation)
        trials.sort(key=lambda trial: seen[trial[1]].index(trial[0]))
        trials = trials[:options.sample]
    children = []
    for number in range(options.workers):
        if (pid := os.fork()) == 0:
            os._exit(run_slice(trials, number, options.workers))
        children.append(pid)
    failed = [pid for pid in children if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0]
    print(f"{len(trials)} trials, {len(failed)} of {options.workers} workers with violations, seed {options.seed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
