"""From manifests to what runs: functions, queues with their delivery rules, routes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from knative.local.durations import go_seconds, iso_seconds
from knative.local.environment import (
    Sources,
    container_environment,
    mounted_paths,
    rewrite_paths,
)
from knative.local.kinds import Broker, Destination, Service
from knative.local.manifests import ManifestError, Manifests

_AUTOSCALING = "autoscaling.knative.dev/"
_PARALLELISM = "rabbitmq.eventing.knative.dev/parallelism"
DEAD_LETTERS = "dead-letters"


@dataclass(frozen=True)
class FunctionPlan:
    """One Service as a process: command, variables, limits."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    concurrency: int
    timeout_seconds: float
    idle_seconds: float
    always_on: bool
    working_directory: Path


@dataclass(frozen=True)
class QueuePlan:
    """One queue of the broker: which events, where to, how many at once."""

    name: str
    attributes: Mapping[str, str]
    service: str
    path: str
    parallelism: int


@dataclass(frozen=True)
class DeliveryPlan:
    """How often and how long delivery is tried. `timeout_seconds` None waits for ever."""

    retries: int
    backoff: Literal["exponential", "linear"]
    backoff_seconds: float
    timeout_seconds: float | None

    def pause_seconds(self, attempt: int) -> float:
        """The pause after failed attempt number `attempt`, counted from 0.

        The multi-tenant broker's arithmetic; RabbitMQ's is one step further, so kinder.
        """
        if self.backoff == "linear":
            return self.backoff_seconds * attempt
        return self.backoff_seconds * 2**attempt


@dataclass(frozen=True)
class BrokerPlan:
    """All queues, the delivery rules and the queue of dead letters."""

    queues: tuple[QueuePlan, ...]
    delivery: DeliveryPlan
    dead_letters: QueuePlan | None


def plan_functions(
    manifests: Manifests, sources: Sources, *, root: Path, broker_url: str, python: str
) -> list[FunctionPlan]:
    """One process per Service. One instance each: a laptop adds none by scaling out."""
    bound = _bound_to_broker(manifests)
    return [
        _function(service, sources, root, broker_url if bound(service) else None, python)
        for service in manifests.services
    ]


def plan_broker(manifests: Manifests) -> BrokerPlan:
    """The Broker's queues; exactly one Broker is expected."""
    if len(manifests.brokers) != 1:
        raise ManifestError("Broker", "*", f"one is needed, {len(manifests.brokers)} are there")
    broker = manifests.brokers[0]
    delivery = broker.spec.delivery
    queues = tuple(
        QueuePlan(
            name=trigger.metadata.name,
            attributes=trigger.spec.filter.attributes,
            service=_service_name(trigger.spec.subscriber, trigger.metadata.name),
            path=trigger.spec.subscriber.uri or "/",
            parallelism=int(trigger.metadata.annotations.get(_PARALLELISM, "1")),
        )
        for trigger in manifests.triggers
    )
    return BrokerPlan(
        queues=queues,
        delivery=DeliveryPlan(
            retries=delivery.retry,
            backoff="linear" if delivery.backoff_policy == "linear" else "exponential",
            backoff_seconds=iso_seconds(delivery.backoff_delay),
            timeout_seconds=iso_seconds(delivery.timeout) if delivery.timeout else None,
        ),
        dead_letters=_dead_letters(broker, manifests),
    )


def _function(
    service: Service, sources: Sources, root: Path, sink: str | None, python: str
) -> FunctionPlan:
    name = service.metadata.name
    template = service.spec.template
    container = template.spec.containers[0]
    words = (*container.command, *container.args)
    if not words:
        raise ManifestError("Service", name, "its container has neither command nor args")
    mounted = mounted_paths(service, sources)
    environment = container_environment(service, sources)
    environment |= {"PYTHONPATH": str(root), "K_SERVICE": name, "K_REVISION": f"{name}-local"}
    if sink is not None:
        environment["K_SINK"] = sink
    return FunctionPlan(
        name=name,
        command=_command(words, mounted, python),
        environment=environment,
        concurrency=template.spec.container_concurrency,
        timeout_seconds=template.spec.timeout_seconds,
        idle_seconds=_idle_seconds(template.metadata.annotations),
        always_on=int(template.metadata.annotations.get(_AUTOSCALING + "min-scale", "0")) > 0,
        working_directory=root,
    )


def _command(words: Sequence[str], mounted: Mapping[str, str], python: str) -> tuple[str, ...]:
    program = python if words[0] in {"python", "python3"} else words[0]
    return (program, *(rewrite_paths(word, mounted) for word in words[1:]))


def _idle_seconds(annotations: Mapping[str, str]) -> float:
    """A pod goes after a window without requests and the retention of the last one."""
    window = go_seconds(annotations.get(_AUTOSCALING + "window", "60s"))
    retention = annotations.get(_AUTOSCALING + "scale-to-zero-pod-retention-period", "0s")
    return window + go_seconds(retention)


def _bound_to_broker(manifests: Manifests) -> Callable[[Service], bool]:
    subjects = [each.spec.subject for each in manifests.sink_bindings]

    def bound(service: Service) -> bool:
        labels = service.metadata.labels.items()
        return any(
            subject.kind == "Service"
            and (
                subject.name == service.metadata.name
                or (not subject.name and subject.selector.match_labels.items() <= labels)
            )
            for subject in subjects
        )

    return bound


def _dead_letters(broker: Broker, manifests: Manifests) -> QueuePlan | None:
    sink = broker.spec.delivery.dead_letter_sink
    if sink is None:
        return None
    service = _service_name(sink, broker.metadata.name)
    if service not in {each.metadata.name for each in manifests.services}:
        raise ManifestError("Broker", broker.metadata.name, f"there is no Service {service}")
    parallelism = int(broker.metadata.annotations.get(_PARALLELISM, "1"))
    return QueuePlan(DEAD_LETTERS, {}, service, sink.uri or "/", parallelism)


def _service_name(destination: Destination, of: str) -> str:
    if destination.ref is None:
        raise ManifestError("Trigger", of, "a destination needs a ref to a Service")
    return destination.ref.name
