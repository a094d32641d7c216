"""The laptop's broker when it answers senders as late as the in-memory one does."""

from typing import cast

import pytest

from tests.brokers.broker import Broker
from tests.brokers.events import FAILING, Event
from tests.brokers.exchange import Exchange
from tests.brokers.local_broker import LocalBroker
from tests.brokers.script import Script
from tests.brokers.truth import BURIED, PAUSES

pytestmark = [
    pytest.mark.xdist_group("brokers"),
    pytest.mark.parametrize("broker", ["local"], indirect=True),
]


def test_a_laptop_can_answer_as_late_as_the_in_memory_broker(broker: Broker) -> None:
    scripts = {"late": Script(sleep=1).written(), "late-failed": FAILING}
    events = {name: Event({"ce-id": name, "ce-script": script}) for name, script in scripts.items()}
    lost = {"ce-id": "late-lost", "ce-script": FAILING, "ce-buried": FAILING}
    sent = Exchange(broker)

    with cast(LocalBroker, broker).misfortune(wait=1):
        sent.run({**events, "late-lost": Event(lost)})

    assert sent.posted["late"].status == 202
    assert sent.posted["late"].seconds >= 1
    assert sent.posted["late-failed"].status == 202
    assert sent.posted["late-failed"].seconds >= sum(PAUSES["exponential"].local)
    assert sent.posted["late-lost"].status == BURIED.in_memory == 500
