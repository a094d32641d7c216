"""Brokers and Triggers of the suite as objects, alike on a laptop and on a cluster."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tests.brokers.broker import Trigger
from tests.brokers.truth import BACKOFF_SECONDS, RETRIES, TIMEOUT_SECONDS, Policy

Object = dict[str, Any]
EVENTING = "eventing.knative.dev/v1"
RABBITMQ = "rabbitmq.eventing.knative.dev"


def broker(name: str, policy: Policy, dead: Object, notes: Mapping[str, str]) -> Object:
    """A Broker whose delivery every row of the truth speaks of."""
    delivery = {
        "retry": RETRIES,
        "backoffPolicy": policy,
        "backoffDelay": f"PT{BACKOFF_SECONDS}S",
        "timeout": f"PT{TIMEOUT_SECONDS:.0f}S",
        "deadLetterSink": dead,
    }
    return named(EVENTING, "Broker", name, {"delivery": delivery}, notes)


def trigger(of: Trigger, broker_name: str, subscriber: Object, notes: Mapping[str, str]) -> Object:
    """A Trigger with its parallelism."""
    spec: Object = {"broker": broker_name, "subscriber": subscriber, **of.more}
    if of.attributes:
        spec["filter"] = {"attributes": dict(of.attributes)}
    parallelism = {f"{RABBITMQ}/parallelism": str(of.parallelism)}
    return named(EVENTING, "Trigger", of.name, spec, {**notes, **parallelism})


def service_of_laptop(name: str, *, command: list[str]) -> list[Object]:
    """A Service that always runs, knows its Broker and can be asked from outside."""
    always = {"autoscaling.knative.dev/min-scale": "1"}
    template = {"metadata": {"annotations": always}, "spec": {"containers": [{"command": command}]}}
    match = {"path": {"type": "Exact", "value": "/"}, "method": "GET"}
    rule = {"matches": [match], "backendRefs": [{"name": name}]}
    sink = {"ref": {"kind": "Broker", "name": "default"}}
    binding = {"subject": {"kind": "Service", "name": name}, "sink": sink}
    return [
        named("serving.knative.dev/v1", "Service", name, {"template": template}),
        named("gateway.networking.k8s.io/v1", "HTTPRoute", name, {"rules": [rule]}),
        named("sources.knative.dev/v1", "SinkBinding", name, binding),
    ]


def named(
    api: str, kind: str, name: str, spec: Object, notes: Mapping[str, str] = MappingProxyType({})
) -> Object:
    """Any object."""
    metadata = {"name": name, "annotations": dict(notes)}
    return {"apiVersion": api, "kind": kind, "metadata": metadata, "spec": spec}
