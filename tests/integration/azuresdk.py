#!/usr/bin/env python3
# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Azure's own Python client, unmodified, on a real control plane: its pollers, pages and exceptions."""

import sys
import tempfile
import time
import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

try:
    from azure.core.exceptions import (
        ClientAuthenticationError,
        HttpResponseError,
        ResourceExistsError,
        ResourceNotFoundError,
    )
    from azure.core.pipeline.policies import SansIOHTTPPolicy
    from azure.mgmt.machinelearningservices import MachineLearningServicesMgmtClient, models
except ImportError as missing:
    print(f"Skipped: {missing}; the Debian package python3-azure has it.")
    sys.exit(77)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from controlplane import ControlPlane  # noqa: E402

WORKSPACE = ("local", "default")
SIZE = "Local_C1_M2"
FEW_SECONDS = 30  # what any operation here may take on a busy computer


class Token(SansIOHTTPPolicy):
    """The SDK's own policy refuses plain HTTP, even to this computer."""

    def __init__(self, token):
        super().__init__()
        self.token = token

    def on_request(self, request):
        request.http_request.headers["Authorization"] = f"Bearer {self.token}"


def client_of(plane, token=None):
    return MachineLearningServicesMgmtClient(
        credential=object(),
        subscription_id="00000000-0000-0000-0000-000000000000",
        base_url=plane.endpoint["url"],
        authentication_policy=Token(token or plane.endpoint["token"]),
    )


def instance(size=SIZE, tags=None, **properties):
    return models.ComputeResource(location="local", tags=tags, properties=models.ComputeInstance(
        description="made by the SDK", properties=models.ComputeInstanceProperties(vm_size=size, **properties)))


class AzureSdk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="atelier-sdk-")
        cls.plane = cls.enterClassContext(ControlPlane(Path(cls.folder.name)))
        cls.addClassCleanup(cls.folder.cleanup)
        cls.client = client_of(cls.plane)
        cls.compute = cls.client.compute

    def state_of(self, name):
        return self.compute.get(*WORKSPACE, name).properties.properties.state

    def live(self, name):
        """A whole life, each step with the SDK's own poller."""
        created = self.compute.begin_create_or_update(*WORKSPACE, name, instance(tags={"by": name}))
        resource = created.result(FEW_SECONDS)
        self.assertEqual(created.status(), "Succeeded")
        self.assertEqual((resource.name, resource.tags), (name, {"by": name}))
        self.assertEqual(resource.properties.provisioning_state, "Succeeded")
        self.assertEqual(self.state_of(name), "Running")
        for begin, state in ((self.compute.begin_stop, "Stopped"), (self.compute.begin_start, "Running"),
                             (self.compute.begin_restart, "Running")):
            poller = begin(*WORKSPACE, name)
            poller.result(FEW_SECONDS)
            self.assertTrue(poller.done(), begin.__name__)
            self.assertEqual(self.state_of(name), state)
        return name

    def delete(self, name):
        poller = self.compute.begin_delete(*WORKSPACE, name, "Delete")
        poller.result(FEW_SECONDS)
        with self.assertRaises(ResourceNotFoundError):
            self.compute.get(*WORKSPACE, name)

    def test_three_live_and_end_at_the_same_time(self):
        names = ["sdk-a", "sdk-b", "sdk-c"]
        with ThreadPoolExecutor(len(names)) as pool:
            self.assertEqual(sorted(pool.map(self.live, names)), names)
            listed = {entry.name: entry for entry in self.compute.list(*WORKSPACE)}
            self.assertLessEqual(set(names), set(listed))
            self.assertIsInstance(listed["sdk-a"].properties, models.ComputeInstance)
            self.refuses_what_is_taken("sdk-a")
            self.turns_pages(names)
            self.keeps_what_is_set("sdk-b")
            self.uses_the_cores_of(names)
            list(pool.map(self.delete, names))

    def refuses_what_is_taken(self, name):
        with self.assertRaises(ResourceExistsError) as conflict:  # the SDK's name for every 409
            self.compute.begin_start(*WORKSPACE, name)
        self.assertEqual(conflict.exception.error.code, "StartComputeInstanceOnlyAllowedInStoppedState")
        self.assertIn(f"“{name}”", conflict.exception.error.message)
        with self.assertRaises(HttpResponseError) as unmet:
            self.compute.begin_create_or_update(*WORKSPACE, name, instance(), headers={"If-None-Match": "*"})
        self.assertEqual((unmet.exception.status_code, unmet.exception.error.code), (412, "PreconditionFailed"))

    def turns_pages(self, names):
        pages = self.compute.list(*WORKSPACE, params={"$top": "1"}).by_page()
        found = [[entry.name for entry in page] for page in pages]
        self.assertEqual(found, [[name] for name in names])

    def keeps_what_is_set(self, name):
        changed = self.compute.get(*WORKSPACE, name)
        changed.properties.description = "changed by the SDK"
        changed.tags = {"team": "vision"}
        self.compute.begin_create_or_update(*WORKSPACE, name, changed).result(FEW_SECONDS)
        kept = self.compute.get(*WORKSPACE, name)
        self.assertEqual((kept.properties.description, kept.tags), ("changed by the SDK", {"team": "vision"}))
        self.assertEqual(kept.properties.properties.state, "Running")
        self.assertEqual(kept.properties.properties.last_operation.operation_name, "Restart")
        with self.assertRaises(HttpResponseError) as refused:
            self.compute.begin_update(*WORKSPACE, name, models.ClusterUpdateParameters(
                properties=models.ScaleSettingsInformation(
                    scale_settings=models.ScaleSettings(max_node_count=3))))
        self.assertEqual(refused.exception.error.target, "scaleSettings")
        with self.assertRaises(HttpResponseError) as nodes:
            list(self.compute.list_nodes(*WORKSPACE, name))
        self.assertEqual(nodes.exception.error.code, "UserError")
        self.assertEqual(nodes.exception.error.message,
                         "ComputeListNodes with computeType ComputeInstance is not supported.")

    def uses_the_cores_of(self, names):
        usages = {usage.type.split("/")[1]: usage for usage in self.client.usages.list("local")}
        self.assertEqual(usages["dedicatedCores"].current_value, len(names))
        self.assertEqual(usages["dedicatedCores"].limit, -1)
        total = next(quota for quota in self.client.quotas.list("local") if "dedicatedCores" in quota.type)
        for limit, fits in ((len(names), False), (-1, True)):
            answer = self.client.quotas.update("local", models.QuotaUpdateParameters(
                value=[models.QuotaBaseProperties(id=total.id, type=total.type, limit=limit, unit="Count")]))
            self.assertEqual([entry.status for entry in answer.value], ["Success"])
            if fits:
                continue
            with self.assertRaises(HttpResponseError) as full:
                self.compute.begin_create_or_update(*WORKSPACE, "sdk-more", instance())
            self.assertEqual(full.exception.status_code, 400)
            self.assertEqual(full.exception.error.code, "ClusterCoreQuotaReached")

    def test_a_failed_request_becomes_an_exception_with_our_code_and_words(self):
        with self.assertRaises(ResourceNotFoundError) as missing:
            self.compute.get(*WORKSPACE, "nobody")
        self.assertEqual(missing.exception.error.code, "ResourceNotFound")
        self.assertEqual(missing.exception.error.message, "There is no instance called “nobody”.")
        with self.assertRaises(HttpResponseError) as size:
            self.compute.begin_create_or_update(*WORKSPACE, "sdk-size", instance("Standard_DS3_v2"))
        self.assertEqual((size.exception.status_code, size.exception.error.target), (400, "vmSize"))
        self.assertIn("Standard_DS3_v2", size.exception.error.message)
        with self.assertRaises(HttpResponseError) as name:
            self.compute.begin_create_or_update(*WORKSPACE, "gpu-node-01", instance())
        self.assertEqual(name.exception.error.target, "name")
        with self.assertRaises(ClientAuthenticationError) as stranger:
            client_of(self.plane, "0" * 64).compute.get(*WORKSPACE, "nobody")
        self.assertEqual(stranger.exception.error.code, "AuthenticationFailed")
        with self.assertRaises(ResourceNotFoundError):
            self.compute.get("local", "elsewhere", "nobody")

    def test_what_can_not_be_made_here_is_refused_and_leaves_nothing(self):
        cluster = models.ComputeResource(location="local", properties=models.AmlCompute(
            properties=models.AmlComputeProperties(vm_size=SIZE)))
        machine = models.ComputeResource(location="local", properties=models.VirtualMachine(
            properties=models.VirtualMachineSchemaProperties(address="10.0.0.7", ssh_port=22)))
        for resource in (cluster, machine):
            with self.assertRaises(HttpResponseError) as refused:
                self.compute.begin_create_or_update(*WORKSPACE, "sdk-other", resource)
            self.assertEqual(refused.exception.error.code, "ComputeTypeNotSupported")
            self.assertIn(resource.properties.compute_type, refused.exception.error.message)
        with self.assertRaises(ResourceNotFoundError):
            self.compute.get(*WORKSPACE, "sdk-other")

    def test_an_operation_that_fails_becomes_an_exception_of_its_poller(self):
        folder = Path(self.folder.name) / "shown"
        folder.mkdir()
        self.plane.request("PUT", "/computes/sdk-fails", {"location": "local", "properties": {
            "computeType": "ComputeInstance", "properties": {"vmSize": SIZE, "dataMounts": [
                {"source": str(folder), "sourceType": "HostFolder", "mountPath": "/mnt/shown"}]}}})
        self.plane.wait_state("sdk-fails", "Running")
        self.compute.begin_stop(*WORKSPACE, "sdk-fails").result(FEW_SECONDS)
        folder.rmdir()
        poller = self.compute.begin_start(*WORKSPACE, "sdk-fails")
        with self.assertRaises(HttpResponseError) as failed:
            poller.result(FEW_SECONDS)
        self.assertEqual(poller.status(), "Failed")
        self.assertIn(str(folder), failed.exception.error.message)
        self.assertEqual(self.state_of("sdk-fails"), "Stopped")
        self.delete("sdk-fails")

    def test_deleting_nothing_is_done_at_once(self):
        begun = time.monotonic()
        self.compute.begin_delete(*WORKSPACE, "nobody", "Delete").result(FEW_SECONDS)
        self.assertLess(time.monotonic() - begun, FEW_SECONDS)

    def test_the_clients_own_request_id_comes_back(self):
        seen = {}
        mine = str(uuid.uuid4())
        list(self.compute.list(*WORKSPACE, headers={"x-ms-client-request-id": mine,
                                                    "x-ms-return-client-request-id": "true"},
                               raw_response_hook=lambda response: seen.update(response.http_response.headers)))
        self.assertEqual(seen["x-ms-client-request-id"], mine)
        uuid.UUID(seen["x-ms-request-id"])

    def test_the_sizes_of_this_computer_are_offered(self):
        sizes = {size.name: size for size in self.client.virtual_machine_sizes.list("local").value}
        self.assertEqual(sizes[SIZE].v_cp_us, 1)
        self.assertEqual(sizes[SIZE].supported_compute_types, ["ComputeInstance"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
