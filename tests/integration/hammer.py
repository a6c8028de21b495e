# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten clients who know nothing of one another start, stop, restart, delete and create one instance.

hammer.py [--clients N] [--seconds S] [--seed S]: over HTTP, against a real control plane. Every answer has
to be true: a refusal fits the state table, each operation that was accepted comes to an end, and the
history of the instance, which the change stream tells, has as many starts, stops and so on as there were
accepted, each ending as its operation says, and no step that the table does not have.
"""

import argparse
import collections
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from controlplane import VERSION, WORKSPACE  # noqa: E402
from harness import BIN, scratch, wait_for  # noqa: E402
from kills import TRANSITIONAL, Violation, check_all, demand  # noqa: E402
from victims import Victims, adopt_orphans, descendants, living  # noqa: E402

NAME = "anvil"
GONE = "gone"
BODY = json.dumps({"location": "local", "properties": {
    "computeType": "ComputeInstance", "properties": {"vmSize": "Local_C1_M2"}}})
VERBS = {
    "create": ("PUT", f"{WORKSPACE}/computes/{NAME}?{VERSION}", BODY),
    "delete": ("DELETE", f"{WORKSPACE}/computes/{NAME}?underlyingResourceAction=Delete&{VERSION}", None),
    **{verb: ("POST", f"{WORKSPACE}/computes/{NAME}/{verb}?{VERSION}", None) for verb in ("start", "stop", "restart")},
}
# Deletions are rare, or nothing else would ever come to an end.
WEIGHTS = [3 if verb != "delete" else 0.08 for verb in VERBS]
# Fewer operations say nothing.
LEAST = 8
MORE_SECONDS = 60
# The state that each operation enters when it is accepted, and the one to which it leads.
ENTERED = {"create": "Creating", "start": "Starting", "stop": "Stopping", "restart": "Restarting", "delete": "Deleting"}
LEADS = {"create": "Running", "start": "Running", "stop": "Stopped", "restart": "Running", "delete": GONE}


class Client(threading.Thread):
    """Asks without looking first, on a connection of its own."""

    def __init__(self, plane, dice, goes_on):
        super().__init__()
        self.plane, self.dice, self.goes_on = plane, dice, goes_on
        self.accepted = {}  # address -> verb
        self.refusals = collections.Counter()
        self.fault = None

    def run(self):
        try:
            link = self.plane.connection()
            while self.goes_on():
                self.ask(link, self.dice.choices(list(VERBS), WEIGHTS)[0])
                time.sleep(self.dice.uniform(0, 0.1))
        except (OSError, http.client.HTTPException, Violation) as fault:
            self.fault = fault

    def ask(self, link, verb):
        link.request(*VERBS[verb], {"Authorization": f"Bearer {self.plane.endpoint['token']}",
                                    "Content-Type": "application/json"})
        answer = link.getresponse()
        text = answer.read()
        address = answer.headers["Azure-AsyncOperation"]
        if verb == "create" and answer.status == 200:
            return  # there already: what is said of an operation belongs to somebody else's
        if answer.status in (201, 202):
            demand(address, f"{verb}: {answer.status} without the address of its operation")
            former = self.accepted.setdefault(address, verb)
            demand(former == verb, f"{former} and {verb} are one operation")
            return
        if answer.status == 204:
            demand(verb == "delete", f"{verb} answered 204")
            return
        error = json.loads(text)["error"]
        demand(answer.status in (404, 409), f"{verb}: {answer.status} {error}")
        demand(NAME in error["message"], f"{verb}: {error}")
        self.refusals[answer.status] += 1


class Follower(threading.Thread):
    """Every state that the instance was in, in order, with its last operation."""

    def __init__(self, plane):
        super().__init__(daemon=True)
        self.plane = plane
        # Otherwise what happens before the stream is open, which takes a while on a busy computer, is missed.
        self.since = plane.request("GET", "/computes")["sequence"]
        self.changes = []

    def run(self):
        try:
            for _, change in self.plane.changes(self.since):
                resource = change["resource"]
                self.changes.append(resource["properties"]["properties"] if resource else None)
        except (OSError, http.client.HTTPException):
            pass

    def states(self):
        states = [GONE]
        for change in list(self.changes):
            state = change["state"] if change else GONE
            if state != states[-1]:
                states.append(state)
        return states


def outcome(plane, address):
    link = plane.connection()
    link.request("GET", address[address.index("/subscriptions"):],
                 headers={"Authorization": f"Bearer {plane.endpoint['token']}"})
    return json.loads(link.getresponse().read())["status"]


def check(plane, clients, follower, transitions):
    for client in clients:
        if client.fault:
            raise Violation(f"{type(client.fault).__name__}: {client.fault}")
    accepted = {}
    for client in clients:
        for address, verb in client.accepted.items():
            demand(accepted.setdefault(address, verb) == verb, "one operation of two kinds")
    final = check_all(plane).get(NAME, GONE)
    wait_for(lambda: follower.states()[-1] == final, 10, 0.01)
    states = follower.states()
    steps = list(zip(states, states[1:]))
    strange = [step for step in steps if step not in transitions]
    demand(not strange, f"steps that the table does not have: {strange}")
    demand(final not in TRANSITIONAL, f"it is {final} for ever")

    ends = {address: outcome(plane, address) for address in accepted}
    unfinished = [accepted[address] for address, end in ends.items() if end == "InProgress"]
    demand(not unfinished, f"operations without an end: {unfinished}")
    for verb, state in ENTERED.items():
        asked = [ends[address] for address, kind in accepted.items() if kind == verb]
        entered = [after for before, after in steps if after == state]
        demand(len(asked) == len(entered), f"{len(asked)} times {verb} accepted, {len(entered)} times {state}")
        led = [step for step in steps if step == (state, LEADS[verb])]
        overtaken = [step for step in steps if step == (state, "Deleting")]
        succeeded = asked.count("Succeeded")
        # One that a deletion overtook may still have been carried out.
        demand(len(led) <= succeeded <= len(led) + len(overtaken),
               f"{verb}: {succeeded} succeeded, {len(led)} led to {LEADS[verb]}, {len(overtaken)} were overtaken")
    told = [change for change in follower.changes if change]
    demand(final == GONE or told[-1]["lastOperation"]["operationStatus"] != "InProgress", "the last operation goes on")
    return accepted, states, final


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--clients", type=int, default=10)
    arguments.add_argument("--seconds", type=float, default=6)
    arguments.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = arguments.parse_args()
    print(f"seed {options.seed}", flush=True)
    adopt_orphans()
    facts = json.loads(subprocess.check_output([BIN / "control_plane_facts"]))
    transitions = {tuple(row) for row in facts["transitions"]} | {(GONE, "Creating"), ("Deleting", GONE)}
    with scratch() as folder, Victims(folder / "plane") as plane:
        follower = Follower(plane)
        follower.start()
        began = time.monotonic()

        def goes_on():
            """As long as asked for; a computer that has other work gets more time for the least there has to be."""
            accepted = set().union(*(client.accepted.copy() for client in clients))
            lasted = time.monotonic() - began
            return lasted < options.seconds or (len(accepted) < LEAST and lasted < options.seconds + MORE_SECONDS)

        clients = [Client(plane, random.Random(options.seed + number), goes_on) for number in range(options.clients)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        try:
            accepted, states, final = check(plane, clients, follower, transitions)
        except (Violation, TimeoutError) as fault:
            print(f"VIOLATION: {fault}\nhistory: {follower.states()}\n{plane.log()}")
            return 1
        refusals = sum((client.refusals for client in clients), collections.Counter())
        print(f"{len(accepted)} operations accepted {dict(collections.Counter(accepted.values()))}, "
              f"refusals {dict(refusals)}, {len(states)} states, the last one {final}")
    if len(accepted) < LEAST:
        print(f"VIOLATION: only {len(accepted)} operations accepted in {options.seconds + MORE_SECONDS} s")
        return 1
    try:
        # A keeper whose instance is gone may be on its way out.
        wait_for(lambda: not living(descendants(os.getpid())), 10, 0.02)
    except TimeoutError:
        print(f"VIOLATION: left over: {living(descendants(os.getpid()))}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
