"""Brokers, Triggers and SinkBindings, as far as the laptop reads them."""

from pydantic import Field

from knative.local.kinds import Manifest, Metadata


class ObjectRef(Manifest):
    """A reference to an object by kind and name."""

    kind: str = "Service"
    name: str


class Destination(Manifest):
    """Where events go: a Service, and a path at it."""

    ref: ObjectRef | None = None
    uri: str = ""


class Delivery(Manifest):
    """Retries and the dead-letter sink."""

    retry: int = 0
    backoff_policy: str = "exponential"
    backoff_delay: str = "PT0.2S"
    timeout: str | None = None
    dead_letter_sink: Destination | None = None


class BrokerSpec(Manifest):
    """Spec of a Broker."""

    delivery: Delivery = Delivery()


class Broker(Manifest):
    """`eventing.knative.dev/v1 Broker`."""

    metadata: Metadata
    spec: BrokerSpec = BrokerSpec()


class TriggerFilter(Manifest):
    """Exact matches; an empty string matches any value of a present attribute."""

    attributes: dict[str, str] = Field(default_factory=dict[str, str])


class TriggerSpec(Manifest):
    """Spec of a Trigger; `filters` and `delivery` are read to refuse them."""

    broker: str
    filter: TriggerFilter = TriggerFilter()
    filters: tuple[object, ...] | None = None
    delivery: object | None = None
    subscriber: Destination


class Trigger(Manifest):
    """`eventing.knative.dev/v1 Trigger`."""

    metadata: Metadata
    spec: TriggerSpec


class LabelSelector(Manifest):
    """Labels that must all be there."""

    match_labels: dict[str, str] = Field(default_factory=dict[str, str])


class Subject(Manifest):
    """What a SinkBinding binds: by name or by labels."""

    kind: str
    name: str = ""
    selector: LabelSelector = LabelSelector()


class SinkBindingSpec(Manifest):
    """Spec of a SinkBinding."""

    subject: Subject
    sink: Destination


class SinkBinding(Manifest):
    """`sources.knative.dev/v1 SinkBinding`."""

    metadata: Metadata
    spec: SinkBindingSpec
