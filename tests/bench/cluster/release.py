"""The release that is measured, and how it is changed between the parts."""

import os
from pathlib import Path
from typing import Any

import yaml

from tests.bench.calls import Caller
from tests.bench.cluster import taker
from tests.bench.cluster.cold import hellos
from tests.bench.cluster.hello import hello
from tests.bench.cluster.sleeping import NEVER_SLEEPS
from tests.bench.shop import Front
from tests.e2e.cluster_shop import ClusterShop
from tests.e2e.kubectl import apply, get, until
from tests.e2e.stand_in import stand_in

HERE = Path(__file__).parent
E2E = HERE.parents[1] / "e2e"
BRAND = "fashion"
READY_SECONDS = 400
WINDOW = "6s"
Object = dict[str, Any]


class Release:
    """The shop in the cluster, with trial stores and the imitated Meta, as tests/e2e has it.

    Args:
        data: a folder of its own.
    """

    def __init__(self, data: Path) -> None:
        self.broker = os.environ.get("E2E_BROKER", "in-memory")
        given = map(Path, os.environ.get("E2E_VALUES", "").split())
        values = (E2E / "values.yaml", E2E / f"values-{self.broker}.yaml", HERE / "asleep.yaml")
        self._shop = ClusterShop(data, (*values, *given), self.broker)

    def install(self) -> None:
        """Install it on its Broker; everything sleeps when nobody asks."""
        self._shop.start()
        until_ready()

    def keep_awake(self, *sets: str) -> None:
        """Let what was asked once stay; `sets` are further values."""
        self._shop.upgrade(*sets, values=(HERE / "awake.yaml",))
        until_ready()

    def isolate(self, *sets: str) -> None:
        """Let functions start without each other, on a Broker that only takes; add the hellos."""
        found = yaml.safe_load((E2E / "values.yaml").read_text())
        resources: Object = found["defaults"]["resources"]
        wanted = [hello(name, WINDOW, resources) for name in hellos(functions())]
        apply(*stand_in(taker.NAME, taker.__name__), *wanted)
        alone = (f"broker.url={taker.URL}", f"serviceUrl={taker.URL}/{{service}}")
        self._shop.upgrade(*alone, *sets, values=(HERE / "cold.yaml",))
        until_ready()

    def front(self) -> Front:
        """Return what shoppers meet."""
        addresses = self._shop.addresses
        return Front(
            gateway=Caller(addresses["gateway"]),
            meta=Caller(addresses["meta"]),
            secrets={**self._shop.environment_of_stores(), **self._shop.made_up},
        )

    def end(self) -> None:
        """Close what is open; the namespace is deleted by who made it."""
        self._shop.end()


def functions() -> list[str]:
    """Return the Services that may sleep, one of the sellers among them."""
    names = [
        one["metadata"]["name"]
        for one in get("ksvc", "", "-l", "app.kubernetes.io/part-of=agent-store")["items"]
    ]
    others = [one for one in names if not one.startswith("ai-seller") and one != NEVER_SLEEPS]
    return [*others, f"ai-seller-{BRAND}"]


def until_ready() -> None:
    """Wait for Services, Triggers and Jobs."""
    until(lambda: not unready(), lambda: f"{unready()} to be ready", seconds=READY_SECONDS, pause=2)


def unready() -> list[str]:
    """Return the names of what is not ready."""
    found = [one for kind in ("ksvc", "trigger", "job") for one in get(kind)["items"]]
    return [one["metadata"]["name"] for one in found if not is_done(one)]


def is_done(one: Object) -> bool:
    """Tell whether an object is ready, or a Job complete, in its newest form."""
    newest = one["metadata"].get("generation")
    status: Object = one.get("status", {})
    conditions = {each["type"]: each["status"] for each in status.get("conditions", ())}
    done = conditions.get("Ready", conditions.get("Complete"))
    return status.get("observedGeneration", newest) == newest and done == "True"
