# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""SFTP beside `scp` and `sftp` at the same cipher: one big file, many small ones, a long listing."""

import json
import os
import shutil
import subprocess
import time

from harness import BIN, Figure, alternate, scratch
from sshserver import SshServer

MEBIBYTE = 1024 * 1024
CIPHERS = {"chacha20-poly1305@openssh.com": "chacha20", "aes128-ctr": "aes128-ctr", "aes128-gcm@openssh.com": "aes128-gcm"}


def ours(*arguments):
    """Seconds of the whole program, as with scp."""
    started = time.monotonic()
    answer = subprocess.run([str(argument) for argument in (BIN / "sftpload", *arguments)], check=True,
                            capture_output=True, text=True, timeout=600)
    json.loads(answer.stdout.strip().splitlines()[-1])
    return time.monotonic() - started


def theirs(*arguments, text=None):
    started = time.monotonic()
    subprocess.run([str(argument) for argument in arguments], check=True, input=text, stdout=subprocess.DEVNULL, text=True,
                   timeout=1200)
    return time.monotonic() - started


def make_file(path, size):
    block = os.urandom(MEBIBYTE)
    with open(path, "wb") as file:
        for _ in range(size // MEBIBYTE):
            file.write(block)


def big_file(address, folder, size, name, rounds, aims):
    source, target = folder / "source", folder / "target"
    make_file(source, size)
    figures = []

    def rate(seconds):
        target.unlink()
        return size / MEBIBYTE / seconds

    for direction, aim in zip(("down", "up"), aims):
        remote = (f"{address.host}:{source}", target) if direction == "down" else (source, f"{address.host}:{target}")
        figure = Figure(f"{direction} {size // MEBIBYTE} MiB, {name}", "MiB/s", peer_name="scp", aim=aim)
        figures.append(alternate(
            rounds, figure,
            lambda direction=direction: rate(ours(direction, source, target, *address.ours())),
            lambda remote=remote: rate(theirs("scp", "-q", *address.options(), *remote))))
    source.unlink()
    return figures


def small_files(address, folder, count, name, rounds, aim, peer_count=None):
    """@p peer_count: scp gets fewer where it takes minutes; its rate doesn't depend on the count."""
    def make(path, files):
        path.mkdir()
        for number in range(files):
            (path / f"file{number:05}.txt").write_bytes(os.urandom(4096))

    source, fewer, target = folder / "many", folder / "fewer", folder / "copy"
    make(source, count)
    make(fewer, peer_count or count)
    figures = []

    def rate(seconds, count):
        assert sum(1 for path in target.rglob("*.txt")) == count
        shutil.rmtree(target)
        return count / seconds

    for direction in ("down", "up"):
        remote = (f"{address.host}:{fewer}", target) if direction == "down" else (fewer, f"{address.host}:{target}")
        for what in ("tree", "pack"):
            figure = Figure(f"{direction} {count} files by {'SFTP' if what == 'tree' else 'atelier-node'}, {name}", "files/s",
                            peer_name="scp -r", aim=aim if what == "pack" else "reported")
            program = ("sftpload", f"{direction}tree") if what == "tree" else ("nodeload", direction)
            figures.append(alternate(
                rounds, figure,
                lambda program=program: rate(theirs(BIN / program[0], program[1], source, target, *address.ours()), count),
                lambda remote=remote: rate(theirs("scp", "-q", "-r", *address.options(), *remote), peer_count or count)))
    shutil.rmtree(source)
    shutil.rmtree(fewer)
    return figures


def listing(address, folder, name, rounds, aim):
    many = folder / "entries"
    many.mkdir()
    for number in range(100_000):
        os.close(os.open(many / f"entry{number:06}", os.O_CREAT | os.O_WRONLY, 0o600))
    figure = Figure(f"100,000 entries listed, {name}", "s", peer_name="sftp ls -1", aim=aim)
    alternate(rounds, figure, lambda: theirs(BIN / "nodeload", "list", many, *address.ours()),
              lambda: theirs("sftp", "-q", "-b", "-", *address.options(), address.host, text=f"ls -1 {many}\n"))
    shutil.rmtree(many)
    return [figure]


def measure(rounds):
    figures = []
    with scratch() as folder:
        for cipher, name in CIPHERS.items():
            with SshServer(folder, cipher) as server:
                figures += big_file(server.at(), folder, 1024 * MEBIBYTE, name, rounds, ("≥ 0.65 times", "≥ 0.88 times"))
        with SshServer(folder) as server:
            figures += big_file(server.at(), folder, 1024 * MEBIBYTE, "own choice", rounds, ("reported", "reported"))
            figures += small_files(server.at(), folder, 5000, "loopback", rounds, "≥ 2.5 times")
            figures += listing(server.at(), folder, "loopback", rounds, "≤ 0.5 times")
            with server.delayed(40) as far:
                figures += big_file(far, folder, 256 * MEBIBYTE, "40 ms", rounds, ("≥ 2.5 times", "≥ 1.1 times"))
                figures += small_files(far, folder, 5000, "40 ms", rounds, "≥ 30 times", peer_count=100)
                figures += listing(far, folder, "40 ms", max(1, rounds // 3), "≤ 0.05 times")
    return figures
