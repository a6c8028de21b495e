#!/usr/bin/python3
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenSSH's sftp-server as it was before it had extensions: its Version packet is replaced."""

import os
import struct
import subprocess
import sys
import threading

server = subprocess.Popen(["/usr/lib/openssh/sftp-server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def pass_up():
    while data := os.read(0, 65536):
        server.stdin.write(data)
        server.stdin.flush()
    server.stdin.close()


threading.Thread(target=pass_up, daemon=True).start()
length = struct.unpack(">I", server.stdout.read(4))[0]
server.stdout.read(length)
sys.stdout.buffer.write(struct.pack(">IBI", 5, 2, 3))
sys.stdout.buffer.flush()
while data := server.stdout.read1(65536):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
