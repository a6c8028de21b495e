#!/usr/bin/env python3
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`az rest` of Azure's own command line, unmodified, on a real control plane."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from controlplane import VERSION, WORKSPACE, ControlPlane  # noqa: E402

NAME = "az-box"
BODY = {"location": "local", "tags": {"team": "vision"},
        "properties": {"computeType": "ComputeInstance", "properties": {"vmSize": "Local_C1_M2"}}}


class AzureRest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="atelier-az-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.plane = cls.enterClassContext(ControlPlane(Path(cls.folder.name)))

    def az(self, method, path, body=None):
        """What `az rest` prints, as JSON, and what it complains of."""
        separator = "&" if "?" in path else "?"
        url = f"{self.plane.endpoint['url']}{WORKSPACE}{path}{separator}{VERSION}"
        # The token stands in a file that only we can read: others see command lines.
        headers = Path(self.folder.name) / "headers.json"
        headers.touch(mode=0o600)
        headers.write_text(json.dumps({"Authorization": f"Bearer {self.plane.endpoint['token']}"}))
        command = ["az", "rest", "--method", method, "--url", url, "--skip-authorization-header",
                   "--headers", f"@{headers}", "--output", "json"]
        if body is not None:
            command += ["--body", json.dumps(body)]
        environment = os.environ | {
            "AZURE_CONFIG_DIR": str(Path(self.folder.name) / "azure"),
            "AZURE_CORE_COLLECT_TELEMETRY": "no",
            "AZURE_CORE_NO_COLOR": "yes",
        }
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr

    def works(self, method, path, body=None):
        code, answer, complaint = self.az(method, path, body)
        self.assertEqual(code, 0, complaint)
        return answer

    def test_a_life_and_its_refusals(self):
        created = self.works("put", f"/computes/{NAME}", BODY)
        self.assertEqual(created["properties"]["provisioningState"], "Creating")
        self.plane.wait_state(NAME, "Running")
        self.assertEqual(self.works("get", f"/computes/{NAME}")["tags"], {"team": "vision"})
        patched = self.works("patch", f"/computes/{NAME}", {"tags": {"team": None, "cost": "1"}})
        self.assertEqual(patched["tags"], {"cost": "1"})
        self.works("post", f"/computes/{NAME}/stop")
        self.plane.wait_state(NAME, "Stopped")
        code, _, complaint = self.az("post", f"/computes/{NAME}/stop")
        self.assertNotEqual(code, 0)
        self.assertIn("StopComputeInstanceOnlyAllowedInRunningState", complaint)
        self.assertIn(f"“{NAME}” can be stopped only while it is running", complaint)
        self.works("delete", f"/computes/{NAME}?underlyingResourceAction=Delete")
        code, _, complaint = self.az("get", "/computes/nobody")
        self.assertNotEqual(code, 0)
        self.assertIn("ResourceNotFound", complaint)


if __name__ == "__main__":
    if not shutil.which("az"):
        print("Skipped: there is no “az”; the Debian package azure-cli has it.")
        sys.exit(77)
    unittest.main(verbosity=2)
