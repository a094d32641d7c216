"""The project's own broker, as `make run` starts it, with a chart of Triggers."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.brokers import manifests
from tests.brokers.broker import PORTABLE
from tests.brokers.outcome import Kind
from tests.brokers.subscriber import DEAD
from tests.brokers.truth import Policy
from tests.knative.local_run import LocalRun, alive, local_run

SUBSCRIBER = "subscriber"


class LocalBroker:
    """One run for each policy: a laptop has one Broker."""

    kind: Kind = "local"

    def __init__(self, runs: dict[Policy, LocalRun]) -> None:
        self._runs = runs

    def url(self, policy: Policy) -> str:
        """Where the run's broker listens, as its function is told."""
        run = self._runs[policy]
        return run.client.get(f"{run.url}/").text

    def lines(self) -> list[dict[str, Any]]:
        """What the subscribers of all runs wrote, those that are gone, too."""
        return [line for run in self._runs.values() for line in run.logged(SUBSCRIBER)]

    def settle(self) -> None:
        """Waits until all queues are empty."""
        for run in self._runs.values():
            run.eventually(lambda run=run: _idle(run))

    def die(self) -> None:
        """Kills the run; its processes notice, and the next one takes up the queues."""
        run = self._runs["exponential"]
        pids = run.pids()
        run.kill()
        run.eventually(lambda: not any(alive(pid) for pid in pids.values()))
        run.start()

    @contextmanager
    def misfortune(self, **chaos: float) -> Generator[None, None, None]:
        """Has the network treat events badly for a while."""
        run = self._runs["exponential"]
        run.client.post(f"{run.admin}/chaos", json=chaos).raise_for_status()
        try:
            yield
        finally:
            run.client.post(f"{run.admin}/chaos", json={}).raise_for_status()


@contextmanager
def local_broker(data: Path, *policies: Policy) -> Generator[LocalBroker, None, None]:
    """Starts a broker for each policy; ends them whatever happens."""
    with ExitStack() as stack:
        runs: dict[Policy, LocalRun] = {}
        for policy in policies:
            folder = data / policy
            _write(folder, policy)
            given = {
                "LOCAL_CHART": str(folder / "chart"),
                "LOCAL_PLATFORM": str(folder / "platform"),
            }
            runs[policy] = stack.enter_context(local_run(folder, **given))
        yield LocalBroker(runs)


def _idle(run: LocalRun) -> bool:
    queues = run.client.get(f"{run.admin}/queues").json()["queues"]
    return not any(queue["pending"] + queue["in_flight"] for queue in queues)


def _write(folder: Path, policy: Policy) -> None:
    service = {"ref": {"kind": "Service", "name": SUBSCRIBER}}
    program = ["python", "-m", "tests.brokers.subscriber"]
    objects = manifests.service_of_laptop(SUBSCRIBER, command=program)
    objects += [
        manifests.trigger(each, "default", {**service, "uri": f"/{each.name}"}, {})
        for each in PORTABLE
        if each.policy == policy
    ]
    broker = manifests.broker("default", policy, {**service, "uri": DEAD}, {})
    files = {
        "chart/Chart.yaml": "{apiVersion: v2, name: brokers, version: 0.0.0}",
        "chart/values-local.yaml": "{}",
        "chart/templates/all.yaml": yaml.safe_dump_all(objects),
        "platform/200-broker.yaml": yaml.safe_dump(broker),
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
