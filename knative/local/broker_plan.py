"""What the Broker and the Triggers say: queues, and the rules of their delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knative.local.durations import iso_seconds
from knative.local.event_kinds import Broker, Destination, Trigger
from knative.local.manifests import ManifestError, Manifests

_PARALLELISM = "rabbitmq.eventing.knative.dev/parallelism"
_LEAST_PARALLELISM = 2
DEAD_LETTERS = "dead-letters"


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
            parallelism=_parallelism(trigger),
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


def _dead_letters(broker: Broker, manifests: Manifests) -> QueuePlan | None:
    sink = broker.spec.delivery.dead_letter_sink
    if sink is None:
        return None
    service = _service_name(sink, broker.metadata.name)
    if service not in {each.metadata.name for each in manifests.services}:
        raise ManifestError("Broker", broker.metadata.name, f"there is no Service {service}")
    return QueuePlan(DEAD_LETTERS, {}, service, sink.uri or "/", parallelism=_LEAST_PARALLELISM)


def _parallelism(trigger: Trigger) -> int:
    """How many events at once; at least two, so that nobody relies on turns or on an order."""
    parallelism = int(trigger.metadata.annotations.get(_PARALLELISM, "1"))
    if parallelism < _LEAST_PARALLELISM:
        why = f"{_PARALLELISM} 1: only RabbitMQ's broker brings events one by one; set 2 or more"
        raise ManifestError("Trigger", trigger.metadata.name, why)
    return parallelism


def _service_name(destination: Destination, of: str) -> str:
    if destination.ref is None:
        raise ManifestError("Trigger", of, "a destination needs a ref to a Service")
    return destination.ref.name
