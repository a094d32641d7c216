"""A shop on a cluster, seen from outside as the local one is."""

import base64
import json
import secrets
from collections.abc import Mapping
from pathlib import Path

import httpx

from tests.e2e.kubectl import NAMESPACE, apply, get, helm, kubectl, until
from tests.journeys.shop_run import ADMIN_TOKEN, AGENTS, ROOT, ShopRun

RELEASE = "agent-store"
SECRET = "agent-store"
META = f"http://meta.{NAMESPACE}.svc.cluster.local"
GATEWAY = f"http://{RELEASE}-door.{NAMESPACE}.svc.cluster.local"
VERSION = "v23.0"
SECRETS = ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN")


class ClusterShop(ShopRun):
    """One release in the namespace `agent-store`, with the trial stores.

    Args:
        values: files of values that the cluster needs: images, the gateway.
        broker: an overlay of knative/overlays.
    """

    calm_seconds = 3.0

    def __init__(self, data: Path, values: tuple[Path, ...], broker: str) -> None:
        super().__init__(data)
        self._values = values
        self._broker = broker
        self._secrets = {name: secrets.token_hex(16) for name in SECRETS}

    def start(self) -> None:
        """Install everything and wait until it answers."""
        kubectl("apply", "-k", str(ROOT / "knative/overlays" / self._broker))
        self._start_meta()
        self.upgrade()
        self.eventually(self._answers, "the shop opens", seconds=240, pause=1)

    def end(self) -> None:
        """Leave the release for the next run; the namespace is deleted by who made the cluster."""
        self.opened.close()

    def upgrade(self, *sets: str, chart: Path = ROOT / "helm/agent-store") -> None:
        """Install, or change the running release."""
        words = ["upgrade", "--install", RELEASE, str(chart), "-n", NAMESPACE]
        for file in self._values:
            words += ["-f", str(file)]
        for one in (*self._own_values(), *sets):
            words += ["--set-string", one]
        helm(*words, "--timeout", "10m")

    @property
    def addresses(self) -> dict[str, str]:
        """Everything that listens."""
        return {
            "gateway": self.address("agent-store-door"),
            "meta": f"{self.address('meta')}/{VERSION}",
        }

    def address(self, service: str) -> str:
        """Return where a Service of the cluster is reached from here."""
        spec = get("service", service)["spec"]
        return f"http://{spec['clusterIP']}:{spec['ports'][0]['port']}"

    def secret(self, name: str) -> str:
        """Return a secret that the run made up."""
        return self._secrets[name]

    def environment_of_stores(self) -> dict[str, str]:
        """Return the URLs of the trial stores, by address, and their credentials."""
        data = get("secret", SECRET)["data"]
        known = {name: base64.b64decode(value).decode() for name, value in data.items()}
        urls = {"MONGODB_URI": "mongodb", "REDIS_URL": "redis", "S3_ENDPOINT_URL": "s3"}
        for name, store in urls.items():
            address = httpx.URL(self.address(f"{RELEASE}-trial-{store}"))
            url = httpx.URL(known[name]).copy_with(host=address.host)
            known[name] = str(url)
        return known

    def queued(self) -> list[str]:
        """Queues can't be asked for by the same means on every broker: `settle` waits longer."""
        return []

    def inside(self, path: str, body: Mapping[str, object] | None = None) -> dict[str, object]:
        """There is no port for people and tests on a cluster."""
        raise AssertionError(f"nothing on a cluster answers {path} ({body})")

    def _own_values(self) -> tuple[str, ...]:
        agents = r"\,".join(f"{name}:{token}" for name, token in AGENTS.items())
        given = {**self._secrets, "ADMIN_TOKEN": ADMIN_TOKEN, "AGENT_TOKENS": agents}
        return (
            f"publicUrl={GATEWAY}",
            f"whatsapp.apiBaseUrl={META}/{VERSION}",
            *(f"secret.values.{name}={value}" for name, value in given.items()),
        )

    def _start_meta(self) -> None:
        template = (Path(__file__).parent / "meta.json").read_text()
        objects = json.loads(template)
        environment = {
            "WEBHOOK_URL": f"{GATEWAY}/webhooks/whatsapp",
            "BASE_URL": META,
            **{name: self._secrets[name] for name in SECRETS if name != "WHATSAPP_VERIFY_TOKEN"},
        }
        container = objects[0]["spec"]["template"]["spec"]["containers"][0]
        container["env"] = [{"name": name, "value": value} for name, value in environment.items()]
        apply(*objects)
        until(
            lambda: get("deployment", "meta").get("status", {}).get("readyReplicas"),
            "the imitated Meta",
            seconds=120,
        )

    def _answers(self) -> bool:
        answer = self.client.get(
            f"{self.gateway}/v1/products", params={"brand": "fashion", "limit": 1}
        )
        return answer.status_code == 200 and bool(answer.json().get("products"))
