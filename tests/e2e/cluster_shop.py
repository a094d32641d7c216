"""A shop on a cluster, seen from outside as the local one is."""

import base64
import json
import secrets
from collections.abc import Mapping
from pathlib import Path

import httpx

from tests.e2e.images import STANDINS, TAG
from tests.e2e.kubectl import NAMESPACE, Json, apply, get, helm, into_namespace, kubectl, until
from tests.e2e.under_way import routes_of, under_way
from tests.journeys.rest import ledger
from tests.journeys.shop_run import ADMIN_TOKEN, AGENTS, ROOT, ShopRun

RELEASE = "agent-store"
SECRET = "agent-store"
META = f"http://meta.{NAMESPACE}.svc.cluster.local"
GATEWAY = f"http://{RELEASE}-door.{NAMESPACE}.svc.cluster.local"
VERSION = "v23.0"
SECRETS = ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN")


class ClusterShop(ShopRun):
    """One release in the namespace of the run, with the trial stores.

    Args:
        values: files of values that the cluster needs: images, the gateway.
        broker: an overlay of knative/overlays.

    Attributes:
        made_up: secrets that this run made up.
    """

    calm_seconds = 1.0
    patience_seconds = 240.0

    def __init__(self, data: Path, values: tuple[Path, ...], broker: str) -> None:
        super().__init__(data)
        self._values = values
        self._broker = broker
        self.made_up = {name: secrets.token_hex(16) for name in SECRETS}

    def start(self) -> None:
        """Install everything and wait until it answers."""
        overlay = kubectl("kustomize", str(ROOT / "knative/overlays" / self._broker))
        kubectl("apply", "-f", "-", stdin=into_namespace(overlay, NAMESPACE))
        self._start_meta()
        self.upgrade()
        self.eventually(self._answers, "the shop opens", seconds=240, pause=1)

    def end(self) -> None:
        """Leave the release for the next run; the namespace is deleted by who made the cluster."""
        self.opened.close()

    def upgrade(
        self,
        *sets: str,
        chart: Path = ROOT / "helm/agent-store",
        values: tuple[Path, ...] = (),
    ) -> None:
        """Install, or change the running release; `values` are further files."""
        words = ["upgrade", "--install", RELEASE, str(chart), "-n", NAMESPACE]
        for file in (*self._values, *values):
            words += ["-f", str(file)]
        for one in self._own_values():
            words += ["--set-string", one]
        for one in sets:
            words += ["--set", one]
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
        return self.made_up[name]

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
        """Return what the broker has still to deliver."""
        with ledger(self) as database:
            return under_way(database, routes_of(RELEASE))

    def inside(self, path: str, body: Mapping[str, object] | None = None) -> dict[str, object]:
        """There is no port for people and tests on a cluster."""
        raise AssertionError(f"nothing on a cluster answers {path} ({body})")

    def _own_values(self) -> tuple[str, ...]:
        agents = r"\,".join(f"{name}:{token}" for name, token in AGENTS.items())
        given = {**self.made_up, "ADMIN_TOKEN": ADMIN_TOKEN, "AGENT_TOKENS": agents}
        return (
            f"image.tag={TAG}",
            *(f"trialStores.{store}.image={STANDINS}" for store in ("redis", "mongodb", "s3")),
            f"publicUrl={GATEWAY}",
            f"whatsapp.apiBaseUrl={META}/{VERSION}",
            *(f"secret.values.{name}={value}" for name, value in given.items()),
        )

    def _start_meta(self) -> None:
        template = (Path(__file__).parent / "meta.json").read_text()
        objects: list[Json] = json.loads(template)
        for one in objects:
            one["metadata"]["namespace"] = NAMESPACE
        environment = {
            "WEBHOOK_URL": f"{GATEWAY}/webhooks/whatsapp",
            "BASE_URL": META,
            **{name: self.made_up[name] for name in SECRETS if name != "WHATSAPP_VERIFY_TOKEN"},
        }
        container = objects[0]["spec"]["template"]["spec"]["containers"][0]
        container["image"] = STANDINS
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
