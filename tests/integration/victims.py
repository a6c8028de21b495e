# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A control plane whose processes are killed and found again, and what holds on to it meanwhile."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from controlplane import ControlPlane  # noqa: E402
from harness import BIN, end, family, wait_for  # noqa: E402

PR_SET_CHILD_SUBREAPER = 36

# Runs in the instance, in one login: starts a kernel, then one line in is one cell, one line out its value.
KERNEL = """
import sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="python3")
print("ready", flush=True)
for line in sys.stdin:
    values = []
    client.execute_interactive(line.strip(), timeout=30, output_hook=lambda message: values.append(
        message["content"].get("data", {}).get("text/plain", "")))
    print("".join(values) or "-", flush=True)
client.stop_channels()
del client
manager.shutdown_kernel(now=True)
"""


def adopt_orphans():
    """Whatever loses its parent becomes our child: nothing that is left over can hide."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def state_of(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "X"


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def descendants(pid):
    return [member for member in family(pid) if member != pid and state_of(member) not in "ZX"]


def living(pids):
    return {pid: command_of(pid)[:200] for pid in pids if state_of(pid) not in "ZX"}


class Victims(ControlPlane):
    def __init__(self, folder):
        super().__init__(folder)
        self.key = folder / "key"
        self.marks = {}
        self.runtimes = {}
        self.logins = set()
        self.number = 0
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key], check=True)

    def __enter__(self):
        self.start()
        public = self.key.with_suffix(".pub").read_text()
        self.request("PUT", "/studioKeys/test", {"publicKey": public})
        return self

    def __exit__(self, *_):
        try:
            for name in self.names():
                self.request("DELETE", f"/computes/{name}?underlyingResourceAction=Delete")
            wait_for(lambda: not self.names(), 30, 0.05)
        except (OSError, RuntimeError, TimeoutError) as fault:
            print(f"The instances can't be removed: {fault}", flush=True)
        end(self.process)

    def start(self):
        self.process = subprocess.Popen(
            [BIN / "atelierd", "--data", self.data], env=self.environment, stderr=subprocess.DEVNULL)
        wait_for(lambda: self.read_endpoint().get("pid") == self.process.pid, 40, 0.01)
        self.endpoint = self.read_endpoint()

    def start_and_kill(self, delay):
        """A start that ends somewhere in its middle."""
        process = subprocess.Popen(
            [BIN / "atelierd", "--data", self.data], env=self.environment, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()

    def read_endpoint(self):
        try:
            return json.loads((self.data / "endpoint.json").read_text())
        except (OSError, ValueError):
            return {}

    def log(self):
        lines = (self.data / "log/control-plane.log").read_text().splitlines()[-12:]
        return "\n".join(lines)

    def new_name(self):
        self.number += 1
        return f"victim-{self.number}x"

    # What an instance holds.

    def home(self, name):
        for spec in self.data.glob("nodes/*/spec.json"):
            if json.loads(spec.read_text())["node"]["name"] == name:
                return spec.parent / "home"
        raise RuntimeError(f"{name} has no home")

    def runtime_folders(self):
        """What nodes without a sandbox keep outside the data folder, of those that do not run."""
        for file in self.data.glob("nodes/*/spec.json"):
            try:
                folder = json.loads(file.read_text()).get("runtimeFolder", "")
            except (OSError, ValueError):
                continue  # it is being removed
            if folder:
                self.runtimes[folder] = str(file.parent)
        kept = [command_of(keeper) for keeper in self.keepers()]
        return [folder for folder, node in self.runtimes.items()
                if Path(folder).exists() and not any(node in command for command in kept)]

    def mark(self, name):
        self.marks[name] = f"{name} {time.time()}"
        self.home(name).joinpath("mark").write_text(self.marks[name])

    def access(self, name):
        return self.request("GET", f"/computes/{name}/hostKeys")

    def port(self, name):
        return self.access(name)["port"]

    def login_command(self, name, *command):
        access = self.access(name)
        return ["ssh", "-F", "none", "-i", self.key, "-p", str(access["port"]), "-o", "BatchMode=yes",
                "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
                f"{access['user']}@{access['address']}", *command]

    def login(self, name, *command):
        done = subprocess.run(self.login_command(name, *command), capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    # Its processes.

    def keepers(self):
        return [pid for pid in descendants(os.getpid())
                if "atelier-shim" in command_of(pid) and str(self.data) in command_of(pid)]

    def keeper_of(self, name):
        folder = str(self.home(name).parent)
        return [pid for pid in self.keepers() if folder in command_of(pid)]

    @staticmethod
    def ends_with(victim):
        """Whether the control plane is among them."""
        return victim in ("control plane", "control plane twice", "all")

    @staticmethod
    def kills_nodes(victim):
        return victim in ("keeper", "SSH server", "all")

    def kill(self, victim, name):
        """Kills what is there at this moment, which may be nothing yet."""
        targets = []
        if self.ends_with(victim):
            targets.append(self.process.pid)
        if self.kills_nodes(victim):
            try:
                keepers = self.keeper_of(name)
            except RuntimeError:
                keepers = []
            inside = [pid for keeper in keepers for pid in descendants(keeper)]
            if victim == "SSH server":
                targets += [pid for pid in inside if command_of(pid).startswith(("sshd: ", "/usr/sbin/sshd"))][:1]
            else:
                targets += keepers
            if victim == "all":
                targets += inside
        for pid in targets:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if self.ends_with(victim):
            self.process.wait()


class KernelLogin:
    """A login that stays open, with a kernel in it."""

    def __init__(self, plane, name):
        self.plane = plane
        wait_for(lambda: plane.login(name, "test -x ~/.venv/bin/python && echo yes") == "yes", 60, 0.2)
        # It reads its program first, so that no quoting is in the way.
        command = f"python -c 'import sys; exec(sys.stdin.read({len(KERNEL)}))'"
        self.process = subprocess.Popen(plane.login_command(name, command), text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        plane.logins.add(self.process.pid)

    def __enter__(self):
        self.process.stdin.write(KERNEL)
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if answer != "ready":
            raise RuntimeError(f"no kernel: {answer!r}")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            end(self.process)
        self.process.stdout.close()

    def run(self, cell):
        self.process.stdin.write(cell + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


class Studio:
    """The studio without a screen."""

    def __init__(self, plane):
        self.plane = plane
        self.process = subprocess.Popen([BIN / "atelier"], env=plane.environment | {"QT_QPA_PLATFORM": "offscreen"},
                                        stderr=subprocess.DEVNULL)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)

    def wait_connected(self):
        """Until it follows the control plane: an established connection of its own to the port."""
        port = f":{int(self.plane.endpoint['url'].rsplit(':', 1)[1]):04X}"

        def connected():
            if self.process.poll() is not None:
                raise RuntimeError(f"the studio ended with {self.process.returncode}")
            inodes = set()
            for entry in Path(f"/proc/{self.pid}/fd").iterdir():
                try:
                    inodes.add(os.readlink(entry))
                except OSError:
                    continue
            rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
            return any(row[2].endswith(port) and row[3] == "01" and f"socket:[{row[9]}]" in inodes for row in rows)

        wait_for(connected, 30, 0.05)
