# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private sshd for the SSH benchmarks, and both clients' way to it: directly or with a delay."""

import getpass
import json
import os
import socket
import subprocess
from contextlib import contextmanager

from harness import BIN, end, wait_for


class SshServer:
    """What is needed to log in; @p cipher, when given, is the only one that the server takes."""

    def __init__(self, folder, cipher=None):
        self.folder = folder / "sshd"
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.user = getpass.getuser()
        self.key = self.folder / "client"
        for name in ("host", "client"):
            if not (self.folder / name).exists():
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / name], check=True)
        self.port = self._free_port()
        lines = [f"ListenAddress 127.0.0.1:{self.port}", f"HostKey {self.folder}/host",
                 f"AuthorizedKeysFile {self.folder}/client.pub", "PidFile none", "UsePAM no", "StrictModes no",
                 "MaxStartups 200", "MaxSessions 100", "Subsystem sftp internal-sftp", "LogLevel ERROR",
                 # The user's own shell start-up files have no part in a figure.
                 f"SetEnv HOME={self.folder}"]
        if cipher:
            lines += [f"Ciphers {cipher}", "MACs hmac-sha2-256"]
        (self.folder / "config").write_text("\n".join(lines) + "\n")
        self.process = None
        self.known = self._known_for(self.port)

    @staticmethod
    def _free_port():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def _known_for(self, port):
        path = self.folder / f"known_{port}"
        key = " ".join((self.folder / "host.pub").read_text().split()[:2])
        path.write_text(f"[127.0.0.1]:{port} {key}\n")
        return path

    def __enter__(self):
        self.process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", self.folder / "config"],
                                        stderr=subprocess.DEVNULL)

        def answers():
            with socket.socket() as link:
                return link.connect_ex(("127.0.0.1", self.port)) == 0

        wait_for(answers, 10)
        return self

    def __exit__(self, *problem):
        end(self.process)

    def at(self, port=None):
        return SshAddress(self, port or self.port, self._known_for(port or self.port))

    @contextmanager
    def delayed(self, milliseconds):
        """The same server behind a proxy that adds @p milliseconds to each round trip."""
        proxy = subprocess.Popen([BIN / "faultproxy", "--target", f"127.0.0.1:{self.port}",
                                  "--delay-ms", str(milliseconds / 2)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield self.at(int(proxy.stdout.readline()))
        finally:
            end(proxy)


class SshAddress:
    """One way to the server, for OpenSSH's programs and for ours."""

    def __init__(self, server, port, known):
        self.server, self.port, self.known = server, port, known

    def options(self):
        """For ssh, scp and sftp, which differ in how they name the port."""
        return ["-F", "none", "-i", str(self.server.key), "-o", f"Port={self.port}", "-o", f"UserKnownHostsFile={self.known}",
                "-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR"]

    @property
    def host(self):
        return f"{self.server.user}@127.0.0.1"

    def ours(self):
        """HOST-OPTIONS of sshload and sftpload."""
        return ["--port", str(self.port), "--user", self.server.user, "--key", str(self.server.key), "--known", str(self.known)]


@contextmanager
def program(arguments, **more):
    """A program that prints a line when it is ready and ends with its input; gives that line."""
    process = subprocess.Popen([str(argument) for argument in arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True, **more)
    try:
        line = process.stdout.readline().strip()
        if not line:
            raise RuntimeError(f"{arguments[0]} did not start")
        yield line
    finally:
        process.stdin.close()
        end(process)


def net(*arguments):
    answer = subprocess.run([str(BIN / "netload"), *map(str, arguments)], capture_output=True, text=True, check=True,
                            timeout=300, env=os.environ)
    return json.loads(answer.stdout)
