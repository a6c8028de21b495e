#!/usr/bin/python3
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An SFTP server that breaks the rules as the file $HOME/mode says; a subsystem of a real sshd.

It has one folder with one file "good" of five bytes, unless the mode says otherwise."""

import os
import struct
import sys
import time

FILE, FOLDER, LINK = 0o100644, 0o40755, 0o120777
HOSTILE_NAMES = [b"..", b"../escaped", b"a/b", b"/abs", b"", b"n" * 4096, b"nul\0x", b"new\nline", b"esc\x1b[31m",
                 "bidi\u202etxt".encode(), b"-dash", b"twice", b"twice", b"Case", b"case", b"\xff\xfe", b"."]
MODE = open(os.path.join(os.environ["HOME"], "mode"), encoding="ascii").read().strip()


def text(data):
    return struct.pack(">I", len(data)) + data


def attributes(mode, size=5):
    return struct.pack(">IQIII", 0xD, size, mode, 1000, 1000)


def entry(name, mode=FILE, size=5):
    return text(name) + text(b"") + attributes(mode, size)


def names(entries):
    return 104, struct.pack(">I", len(entries)) + b"".join(entries)


def status(code):
    return 101, struct.pack(">I", code) + text(b"") + text(b"")


class Server:
    def __init__(self):
        self.listed = {}
        self.stats = 0
        self.opened = 0

    def run(self):
        if MODE == "chatty":
            sys.stdout.buffer.write(b"Welcome to this machine!\n")
        if MODE == "garbage":
            sys.stdout.buffer.write(os.urandom(300))
        while True:
            header = sys.stdin.buffer.read(4)
            if len(header) < 4:
                return
            packet = sys.stdin.buffer.read(struct.unpack(">I", header)[0])
            self.answer(packet)
            sys.stdout.buffer.flush()

    def answer(self, packet):
        kind = packet[0]
        if kind == 1:
            version = 2 if MODE == "version2" else 3
            extensions = text(b"limits@openssh.com") + text(b"1") if MODE in ("lyinglimits", "zerolimits") else b""
            if MODE == "copywithoutend":
                extensions = text(b"copy-data") + text(b"1")
            if MODE == "unknown":
                extensions = b"".join(text(b"x%d@nowhere" % i) + text(b"\0\xff" * 50) for i in range(50))
            self.send(2, struct.pack(">I", version) + extensions)
            return
        if MODE == "silent":
            return
        number = packet[1:5]
        length = struct.unpack(">I", packet[5:9])[0]
        subject, rest = packet[9:9 + length], packet[9 + length:]
        handler = {3: self.open, 4: self.close, 5: self.read, 7: self.stat, 8: self.handle_stat, 11: self.open_folder,
                   12: self.read_folder, 17: self.stat, 19: self.read_link, 200: self.extended}.get(kind)
        answer_kind, body = handler(subject, rest) if handler else status(8)
        if MODE == "wrongid":
            number = struct.pack(">I", 0xDEADBEEF)
        self.send(answer_kind, number + body)

    def send(self, kind, body):
        length = 1 + len(body)
        if MODE == "hugepacket" and kind != 2:
            length = 0xFFFFFFFF
        if MODE == "tinypacket" and kind != 2:
            length = 0
        sys.stdout.buffer.write(struct.pack(">IB", length, kind) + body)

    def open(self, path, rest):
        self.opened += 1
        if MODE == "openok":
            return status(0)
        if MODE == "longhandle":
            return 102, text(b"h" * 100_000)
        return 102, text(b"f" + path[-100:])

    def close(self, handle, rest):
        return status(0)

    def read(self, handle, rest):
        offset, length = struct.unpack(">QI", rest)
        if MODE == "moredata":
            return 103, text(b"x" * (length + 1))
        if MODE == "nodata":
            return 103, text(b"")
        if MODE == "datalies":
            return 103, struct.pack(">I", 0xFFFFFFF0) + b"x"
        if MODE in ("long", "longbig"):
            return 103, text(b"x" * length)
        if MODE == "onebyte" and offset < 3000:
            return 103, text(b"y")
        data = b"hello"[offset:offset + length] if offset < 5 else b""
        return (103, text(data)) if data else status(1)

    def size(self):
        if MODE == "short":
            return 1_000_000
        if MODE == "shorthuge":
            return 2 ** 63
        if MODE == "copywithoutend":
            return 2 ** 64 - 1
        if MODE == "onebyte":
            return 3000
        return 300_000 if MODE == "longbig" else 5

    def stat(self, path, rest):
        if MODE == "wrongtype":
            return 102, text(b"handle")
        if MODE == "cutattributes":
            return 105, struct.pack(">II", 0x8000000F, 1)
        if MODE == "manyextended":
            return 105, struct.pack(">II", 0x80000000, 0xFFFFFFFF)
        if MODE == "changing":
            return self.handle_stat(path, rest)
        return 105, attributes(FOLDER if path.endswith((b"/", b".")) else FILE, self.size())

    def handle_stat(self, handle, rest):
        self.stats += 1
        if MODE == "changing":
            return 105, attributes(FILE, 5 if self.stats % 2 else 6)
        if MODE == "swapped":
            return 105, attributes(FOLDER, 4096)
        if MODE == "nosize":
            return 105, struct.pack(">I", 0)
        return 105, attributes(0o106755 if MODE == "setuid" else FILE, self.size())

    def open_folder(self, path, rest):
        handle = b"d%d" % len(self.listed)
        self.listed[handle] = 0
        return 102, text(handle)

    def read_folder(self, handle, rest):
        count = self.listed[handle] = self.listed[handle] + 1
        if MODE == "endless":
            return names([entry(b"name-%d-%d" % (count, i), 0o140644) for i in range(100)])
        if MODE == "dots":
            return names([entry(b".", FOLDER)] * 100)
        if MODE == "emptybatch":
            return names([])
        if MODE == "countlies":
            return 104, struct.pack(">I", 0xFFFFFFFF) + entry(b"good")
        if count > 1:
            return status(1)
        if MODE == "names":
            return names([entry(name) for name in HOSTILE_NAMES] + [entry(b"good")])
        if MODE == "foldernames":
            return names([entry(name, FOLDER) for name in HOSTILE_NAMES]) if handle == b"d0" else names([entry(b"good")])
        if MODE == "linknames":
            return names([entry(name, LINK) for name in HOSTILE_NAMES])
        if MODE == "deep":
            return names([entry(b"deeper", FOLDER)])
        if MODE in ("links", "hugelink"):
            return names([entry(name, LINK) for name in (b"up", b"absolute", b"inside", b"behind")])
        if MODE == "setuid":
            return names([entry(b"good", 0o106755)])
        if MODE == "short" or MODE.startswith("short") or MODE in ("onebyte", "longbig"):
            return names([entry(b"good", FILE, self.size())])
        if MODE == "linkthenfolder":
            return names([entry(b"trap", LINK), entry(b"trap", FOLDER), entry(b"good")])
        return names([entry(b"good")])

    def read_link(self, path, rest):
        if MODE == "hugelink":
            return 104, struct.pack(">II", 1, 0xFFFFFFF0) + b"x"
        target = {b"up": b"../outside", b"absolute": b"/etc/passwd", b"behind": b"inside/../../outside",
                  b"trap": b"/tmp"}.get(path.split(b"/")[-1], b"good")
        return names([entry(target)])

    def extended(self, name, rest):
        if MODE == "lyinglimits":
            return 201, struct.pack(">QQQQ", *[2 ** 62] * 4)
        if MODE == "zerolimits":
            return 201, struct.pack(">QQQQ", 0, 0, 0, 0)
        return status(0 if MODE == "copywithoutend" else 8)


if MODE == "exits":
    print("This account may not use SFTP.", file=sys.stderr)
    sys.exit(3)
Server().run()
