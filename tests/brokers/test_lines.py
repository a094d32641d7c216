"""Several events on their way to one Trigger: side by side, one behind another, across a death."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.brokers.broker import Broker
from tests.brokers.events import Event
from tests.brokers.exchange import Exchange
from tests.brokers.outcome import End, told
from tests.brokers.script import Script
from tests.brokers.truth import DEATHS, OVERTAKES, SIDE_BY_SIDE

AFTERWARDS, AGAIN = DEATHS
pytestmark = pytest.mark.xdist_group("brokers")


@pytest.mark.parametrize("parallelism", SIDE_BY_SIDE)
def test_events_come_side_by_side(broker: Broker, parallelism: int) -> None:
    expected = SIDE_BY_SIDE[parallelism].of(broker.kind)
    skip_refused(broker, parallelism)
    names = [f"side-{parallelism}-{number}" for number in range(4)]

    sent = Exchange(broker).run({each: event(each, parallelism, sleep=1) for each in names})

    came = [line for name in names for line in sent.came(name, f"line-{parallelism}")]
    assert len(came) == 4
    assert max(line["inside"] for line in came) == expected


@pytest.mark.parametrize("parallelism", OVERTAKES)
def test_an_event_behind_a_failing_one_overtakes_it(broker: Broker, parallelism: int) -> None:
    skip_refused(broker, parallelism)
    trigger, first, second = f"line-{parallelism}", f"first-{parallelism}", f"next-{parallelism}"
    sent = Exchange(broker)

    with ThreadPoolExecutor() as aside:
        aside.submit(sent.send, {first: event(first, parallelism, status=503, sleep=1.5)})
        wait_for(sent, first, trigger)
        sent.send({second: event(second, parallelism)})
    sent.settle()

    last = sent.came(first, trigger)[-1]["at"]
    overtaken = sent.came(second, trigger)[0]["at"] < last
    assert told(overtaken) == OVERTAKES[parallelism].of(broker.kind)


def test_what_was_accepted_before_a_death_is_delivered_after_it(broker: Broker) -> None:
    names = [f"death-{number}" for number in range(4)]
    events = {each: event(each, 2, sleep=1.5) for each in names}
    sent = Exchange(broker)

    with ThreadPoolExecutor() as aside:
        sending: Future[None] = aside.submit(sent.send, events)
        wait_for(sent, names[0], "line-2")
        if DEATHS[AGAIN].of(broker.kind) == "no":
            sending.result()
        broker.die()
        sending.result()
    failed = [name for name in names if sent.posted[name].status != 202]
    for name in failed:
        send_until_accepted(sent, name, events[name])
    sent.settle()

    ends = [sent.outcome(name, "line-2").end for name in names]
    assert {AFTERWARDS: told(ends == [End.TAKEN] * 4), AGAIN: told(failed)} == {
        name: truth.of(broker.kind) for name, truth in DEATHS.items()
    }


def event(identity: str, parallelism: int, *, status: int = 204, sleep: float = 0) -> Event:
    script = Script(status, sleep=sleep).written()
    return Event({"ce-id": identity, "ce-type": f"line-{parallelism}", "ce-script": script})


def skip_refused(broker: Broker, parallelism: int) -> None:
    if broker.kind == "local" and not SIDE_BY_SIDE[parallelism].local:
        pytest.skip("a laptop refuses this parallelism")


def wait_for(sent: Exchange, identity: str, trigger: str) -> None:
    deadline = time.monotonic() + 30
    while not sent.came(identity, trigger):
        assert time.monotonic() < deadline
        time.sleep(0.02)
        sent.read()


def send_until_accepted(sent: Exchange, identity: str, of: Event) -> None:
    deadline = time.monotonic() + 60
    while sent.posted[identity].status != 202:
        assert time.monotonic() < deadline
        time.sleep(0.5)
        sent.send({identity: of})
