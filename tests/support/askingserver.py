#!/usr/bin/python3
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An SSH server that asks several things in one round of keyboard-interactive, which OpenSSH never
does. Prints its port and its host key, then one line for each set of answers; serves one
connection after the other until its input ends."""

import base64
import socket
import sys
import threading

import paramiko

ROUNDS = [
    ("Two things", "Answer both.", [("Name of your first cat: ", True), ("PIN: ", False)]),
    ("", "", [("Kürzel: ", True)]),
    ("", "Thank you.", []),
]
ANSWERS = [["Minka", "12 34"], ["ä"], []]


class Asking(paramiko.ServerInterface):
    def __init__(self):
        self.round = 0

    def get_allowed_auths(self, username):
        return "keyboard-interactive"

    def query(self):
        name, instructions, prompts = ROUNDS[self.round]
        return paramiko.InteractiveQuery(name, instructions, *prompts)

    def check_auth_interactive(self, username, submethods):
        self.round = 0
        return self.query()

    def check_auth_interactive_response(self, responses):
        print("answers", len(responses), flush=True)
        if list(responses) != ANSWERS[self.round]:
            return paramiko.AUTH_FAILED
        self.round += 1
        return paramiko.AUTH_SUCCESSFUL if self.round == len(ROUNDS) else self.query()


def main():
    key = paramiko.ECDSAKey.generate()
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], key.get_name(),
          base64.b64encode(key.asbytes()).decode(), flush=True)

    def serve():
        while True:
            connection, _ = listener.accept()
            transport = paramiko.Transport(connection)
            transport.add_server_key(key)
            transport.start_server(server=Asking())

    threading.Thread(target=serve, daemon=True).start()
    sys.stdin.read()


main()
