# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real control plane on a data folder of its own, and the few requests the benchmarks make."""

import http.client
import json
import os
import subprocess
import time
from pathlib import Path
from urllib.parse import urlparse

from harness import BIN, end, wait_for

WORKSPACE = ("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/"
             "Microsoft.MachineLearningServices/workspaces/default")
VERSION = "api-version=2025-06-01"


class ControlPlane:
    def __init__(self, folder: Path):
        self.data = folder / "data"
        self.workspace = folder / "workspace"
        self.workspace.mkdir(parents=True, exist_ok=True)
        self.environment = os.environ | {
            "ATELIER_DATA": str(self.data),
            "ATELIER_CONFIG": str(folder / "config"),
            "ATELIER_CACHE": str(folder / "cache"),
            "ATELIER_WORKSPACE": str(self.workspace),
        }
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen([BIN / "atelierd", "--data", self.data], env=self.environment)
        self.endpoint = json.loads(wait_for(self._endpoint, 20))
        return self

    def __exit__(self, *_):
        for name in self.names():
            self.delete(name)
        end(self.process)

    def _endpoint(self):
        file = self.data / "endpoint.json"
        return file.read_text() if file.exists() else None

    def connection(self):
        url = urlparse(self.endpoint["url"])
        return http.client.HTTPConnection(url.hostname, url.port, timeout=60)

    def request(self, method, path, body=None, connection=None):
        link = connection or self.connection()
        separator = "&" if "?" in path else "?"
        link.request(method, WORKSPACE + path + separator + VERSION,
                     json.dumps(body) if body is not None else None,
                     {"Authorization": f"Bearer {self.endpoint['token']}", "Content-Type": "application/json"})
        answer = link.getresponse()
        text = answer.read()
        if connection is None:
            link.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:400]!r}")
        return json.loads(text) if text.strip().startswith(b"{") else None

    def names(self):
        return [entry["name"] for entry in self.request("GET", "/computes")["value"]]

    def create(self, name, size="Local_C1_M2"):
        return self.request("PUT", f"/computes/{name}", {
            "location": "local",
            "properties": {"computeType": "ComputeInstance", "properties": {"vmSize": size}},
        })

    def act(self, name, verb):
        self.request("POST", f"/computes/{name}/{verb}")

    def state(self, name):
        return self.request("GET", f"/computes/{name}")["properties"]["properties"]["state"]

    def wait_state(self, name, state, timeout=60):
        wait_for(lambda: self.state(name) == state, timeout, 0.005)

    def delete(self, name):
        self.request("DELETE", f"/computes/{name}?underlyingResourceAction=Delete")
        wait_for(lambda: name not in self.names(), 60, 0.01)

    def changes(self, since=None):
        """Yields (monotonic time, change) from the change stream: all after number *since*, or what is new."""
        link = self.connection()
        after = "" if since is None else f"since={since}&"
        link.request("GET", f"{WORKSPACE}/changes?{after}{VERSION}",
                     headers={"Authorization": f"Bearer {self.endpoint['token']}"})
        answer = link.getresponse()
        while True:
            line = answer.readline()
            if not line:
                return
            if line.strip():
                yield time.monotonic(), json.loads(line)
