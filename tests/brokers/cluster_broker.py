"""A real broker on the cluster of KUBECONFIG, with the subscriber on this machine."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import httpx

from knative.local.ports import free_port
from tests.brokers import manifests
from tests.brokers.broker import NOT_PORTABLE, PORTABLE
from tests.brokers.manifests import RABBITMQ, Object, named
from tests.brokers.outcome import Kind
from tests.brokers.subscriber import DEAD
from tests.brokers.truth import Policy
from tests.e2e.kubectl import by_address, kubectl, until
from tests.knative.local_run import ROOT, read_lines

CLASSES = {"in-memory": "MTChannelBasedBroker", "rabbitmq": "RabbitMQBroker"}
POLICIES: tuple[Policy, ...] = get_args(Policy)
CONFIG = "suite"
QUIET_SECONDS = 4.0  # longer than the longest pause and the timeout together
SMALL = {f"{RABBITMQ}/cpu-request": "10m", f"{RABBITMQ}/memory-request": "32Mi"}


class ClusterBroker:
    """Brokers of one class in a namespace of their own, deleted at the end."""

    def __init__(self, kind: Kind, output: Path) -> None:
        self.kind: Kind = kind
        self._output = output
        self._namespace = f"brokers-{secrets.token_hex(3)}"
        self._urls: dict[Policy, str] = {}

    def start(self, subscriber: str) -> None:
        """Makes everything and waits until events flow."""
        kubectl("create", "namespace", self._namespace)
        self._apply(self._objects(subscriber))
        for kind in ("broker", "trigger"):
            self._wait(f"{kind}.eventing.knative.dev", "Ready")
        if self.kind == "rabbitmq":  # a Trigger is Ready before its dispatcher runs
            self._wait("deployments", "Available")
        for policy in POLICIES:
            path = "jsonpath={.status.address.url}"
            self._urls[policy] = by_address(self._kubectl("get", "broker", policy, "-o", path))
            until(lambda url=self._urls[policy]: _listens(url), "the ingress", seconds=60)
        time.sleep(2)  # filters reach the dispatchers a moment after the Triggers are Ready

    def delete(self) -> None:
        """Deletes the namespace; it is gone some time later."""
        kubectl("delete", "namespace", self._namespace, "--ignore-not-found", "--wait=false")

    def url(self, policy: Policy) -> str:
        """The address of the Broker with this policy."""
        return self._urls[policy]

    def lines(self) -> list[dict[str, Any]]:
        """What the subscriber wrote."""
        return read_lines(self._output)

    def settle(self) -> None:
        """Waits until nothing has come for a while: queues can't be asked alike."""
        seen, since = -1, time.monotonic()
        while time.monotonic() - since < QUIET_SECONDS:
            if (size := self._output.stat().st_size) != seen:
                seen, since = size, time.monotonic()
            time.sleep(0.1)

    def die(self) -> None:
        """Deletes the pods that deliver, as if their machine had died."""
        of = {
            "rabbitmq": (self._namespace, "eventing.knative.dev/broker=exponential"),
            "in-memory": ("knative-eventing", "messaging.knative.dev/role=dispatcher"),
        }
        namespace, label = of[self.kind]
        kubectl("delete", "pods", "-n", namespace, "-l", label, "--force", "--grace-period=0")
        kubectl(
            *("wait", "deployments", "-n", namespace, "--all", "--for=condition=Available"),
            "--timeout=120s",
        )

    def _objects(self, subscriber: str) -> list[Object]:
        notes = {"eventing.knative.dev/broker.class": CLASSES[self.kind], **SMALL}
        objects: list[Object] = []
        for policy in POLICIES:
            broker = manifests.broker(policy, policy, {"uri": subscriber + DEAD}, notes)
            if self.kind == "rabbitmq":
                broker["spec"]["config"] = {**_config(), "name": CONFIG}
            objects.append(broker)
        if self.kind == "rabbitmq":
            cluster = {"name": "rabbitmq", "namespace": "rabbitmq-system"}
            spec = {"queueType": "quorum", "rabbitmqClusterReference": cluster}
            objects.insert(0, named(_config()["apiVersion"], _config()["kind"], CONFIG, spec))
        for each in (*PORTABLE, *NOT_PORTABLE):
            uri = {"uri": f"{subscriber}/{each.name}"}
            objects.append(manifests.trigger(each, each.policy, uri, SMALL))
        return objects

    def _apply(self, objects: list[Object]) -> None:
        whole = {"apiVersion": "v1", "kind": "List", "items": objects}
        self._kubectl("apply", "-f", "-", stdin=json.dumps(whole))

    def _wait(self, kind: str, condition: str) -> None:
        self._kubectl("wait", kind, "--all", f"--for=condition={condition}", "--timeout=180s")

    def _kubectl(self, *words: str, stdin: str | None = None) -> str:
        return kubectl(*words, "-n", self._namespace, stdin=stdin)


@contextmanager
def cluster_broker(kind: Kind, data: Path) -> Generator[ClusterBroker, None, None]:
    """Starts subscriber, Brokers and Triggers; ends them whatever happens."""
    output, host, port = data / "subscriber.log", _host(), free_port()
    environment = {**os.environ, "HOST": host, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    broker = ClusterBroker(kind, output)
    with (
        output.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tests.brokers.subscriber"], env=environment, stdout=log
        ) as subscriber,
    ):
        try:
            broker.start(f"http://{host}:{port}")
            yield broker
        finally:
            broker.delete()
            subscriber.kill()


def _config() -> dict[str, str]:
    return {"apiVersion": "eventing.knative.dev/v1alpha1", "kind": "RabbitmqBrokerConfig"}


def _host() -> str:
    """This machine's address as pods reach it: E2E_HOST, or the one it reaches the API from."""
    if given := os.environ.get("E2E_HOST"):
        return given
    service = kubectl("get", "service", "kubernetes", "-o", "jsonpath={.spec.clusterIP}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((service, 443))
        return str(probe.getsockname()[0])


def _listens(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 405
    except httpx.HTTPError:
        return False
