"""What counts as kinder, and what a laptop refuses so as not to be."""

import json

import pytest

from knative.local.broker_plan import plan_broker
from knative.local.manifests import ManifestError, read_manifests
from tests.brokers import manifests
from tests.brokers.broker import NOT_PORTABLE, Trigger
from tests.brokers.outcome import End, Outcome, kindnesses

TAKEN = Outcome(End.TAKEN)
GONE = Outcome(End.GONE)
NAMES = "names the subscriber in the dead letter"
LETTER = Outcome(End.LETTER, 3, "503")


@pytest.mark.parametrize(
    ("one", "other", "kinder"),
    [
        (TAKEN, LETTER, ["TAKEN instead of LETTER"]),
        (Outcome(End.LETTER, 1), GONE, ["LETTER instead of GONE"]),
        (Outcome(End.GONE, 3), GONE, ["3 attempts instead of 1"]),
        (LETTER, Outcome(End.LETTER, 3), ["tells the code 503, not none"]),
        (LETTER, Outcome(End.LETTER, 3, "-1"), ["tells the code 503, not -1"]),
        (Outcome(End.LETTER, named=True), Outcome(End.LETTER), [NAMES]),
        (Outcome(End.TAKEN, replied=True), TAKEN, ["publishes the event in the answer"]),
        (TAKEN, TAKEN, []),
        (GONE, LETTER, []),
        (LETTER, TAKEN, []),
        (Outcome(End.LETTER, 3), LETTER, []),
    ],
)
def test_kinder_is_what_grants_more(one: Outcome, other: Outcome, kinder: list[str]) -> None:
    assert kindnesses(one, other) == kinder


REFUSALS = {
    "line-1": "rabbitmq.eventing.knative.dev/parallelism 1: only RabbitMQ's broker",
    "filters": "spec.filters: RabbitMQ's broker ignores it",
    "empty": "an empty filter value means different things",
    "own": "spec.delivery: set it on the Broker",
}


@pytest.mark.parametrize("trigger", NOT_PORTABLE, ids=lambda each: each.name)
def test_a_laptop_refuses_what_the_real_brokers_read_differently(trigger: Trigger) -> None:
    service = {"ref": {"kind": "Service", "name": "subscriber"}}
    objects = [
        *manifests.service_of_laptop("subscriber", command=["python"]),
        manifests.broker("default", "linear", service, {}),
        manifests.trigger(trigger, "default", service, {}),
    ]

    with pytest.raises(ManifestError, match=f"^Trigger {trigger.name}: {REFUSALS[trigger.name]}"):
        plan_broker(read_manifests(map(json.dumps, objects)))
