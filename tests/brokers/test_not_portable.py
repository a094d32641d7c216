"""What only real brokers get to see: Triggers that a laptop refuses."""

import pytest

from tests.brokers.broker import Broker
from tests.brokers.conftest import CLUSTER
from tests.brokers.events import FAILING, Event
from tests.brokers.exchange import Exchange
from tests.brokers.outcome import End
from tests.brokers.truth import READ_DIFFERENTLY

pytestmark = pytest.mark.parametrize("broker", [CLUSTER], indirect=True)


def test_each_broker_reads_these_triggers_its_own_way(broker: Broker) -> None:
    types = {"wanted": "filtered", "unwanted": "unheard-of", "own": "own", "empty": "empty"}
    events = {name: Event({"ce-id": name, "ce-type": kind}) for name, kind in types.items()}
    events["own"] = Event({"ce-id": "own", "ce-type": "own", "ce-script": FAILING})
    brand = {"ce-id": "branded", "ce-type": "empty", "ce-brand": "acme"}
    sent = Exchange(broker).run({**events, "branded": Event(brand)})

    filters = len(sent.came("wanted", "filters")), len(sent.came("unwanted", "filters"))
    empty = len(sent.came("branded", "empty")), len(sent.came("empty", "empty"))
    own = sent.outcome("own", "own")

    assert own.attempts == 2
    assert {
        "`spec.filters`": {(1, 0): "obeyed", (1, 1): "ignored"}[filters],
        "an empty value in `spec.filter.attributes`": {
            (1, 0): "any value",
            (1, 1): "any value or none",
            (0, 0): "none",
        }[empty],
        "`spec.delivery` of a Trigger, without a sink": "Broker's sink"
        if own.end is End.LETTER
        else "no sink",
    } == {name: truth.of(broker.kind) for name, truth in READ_DIFFERENTLY.items()}
