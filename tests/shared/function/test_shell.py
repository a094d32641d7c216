"""The delivery rules, over each store: nothing is lost, doubled, forged or half done."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from shared.function import fault
from shared.function.envelope import Envelope
from shared.function.outbox import finish
from shared.function.signing import sign
from shared.stores.memory import MemoryStore
from shared.stores.store import Document
from tests.shared.function.counting import Bench, Counted
from tests.support.drive import EPOCH, KEY, client, deliver, envelope_of


async def test_an_event_changes_the_record_and_publishes_what_follows(bench: Bench) -> None:
    service = client(bench.counter())

    status = await deliver(service, envelope_of(Counted(name="a", by=2, after_hours=(1,))))

    assert status == 204
    record = await bench.store.get("counters", "a")
    assert record == {"_id": "a", "version": 1, "state": {"total": 2}, "outbox": []}
    assert bench.published() == ["store.test.total"]
    assert [one["_id"] for one in await bench.all("timers")] == ["a|due"]
    assert [one["_id"] for one in await bench.all("lines")] == ["a-2"]


async def test_a_redelivered_event_changes_nothing_and_publishes_the_same_ids(
    bench: Bench,
) -> None:
    service = client(bench.counter())
    event = envelope_of(Counted(name="a"))

    await deliver(service, event)
    status = await deliver(service, event)

    assert status == 204
    assert await bench.total("a") == 1
    first, second = bench.publisher.envelopes
    assert first == second


async def test_what_could_not_be_published_is_published_on_redelivery_under_the_same_id(
    bench: Bench,
) -> None:
    service = client(bench.counter())
    event = envelope_of(Counted(name="a"))
    bench.publisher.fail = True

    refused = await deliver(service, event)
    bench.publisher.fail = False
    accepted = await deliver(service, event)

    assert (refused, accepted) == (503, 204)
    assert await bench.total("a") == 1
    assert bench.published() == ["store.test.total"]


@pytest.mark.parametrize("point", ["received", "decided", "committed", "published", "handled"])
async def test_a_crash_between_any_two_steps_loses_and_doubles_nothing(
    bench: Bench, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = client(bench.counter())
    event = envelope_of(Counted(name="a", after_hours=(1,)))

    def die(reached: str) -> None:
        if reached == point:
            raise RuntimeError(point)

    with monkeypatch.context() as patched:
        patched.setattr(fault, "reach", die)
        crashed = await deliver(service, event)
    recovered = await deliver(service, event)
    await finish_as_the_relay_does(bench)

    assert (crashed, recovered) == (500, 204)
    record = await bench.store.get("counters", "a")
    assert record == {"_id": "a", "version": 1, "state": {"total": 1}, "outbox": []}
    assert len({envelope.id for envelope in bench.publisher.envelopes}) == 1
    assert len(await bench.all("handled")) == 1
    assert len(await bench.all("lines")) == 1
    assert len(await bench.all("timers")) == 1


async def test_many_events_at_once_are_each_counted_once(bench: Bench) -> None:
    service = client(bench.counter())
    events = [envelope_of(Counted(name="a"), cause=str(number)) for number in range(12)]

    await asyncio.gather(*(until_taken(service, event) for event in events * 3))

    record = await bench.store.get("counters", "a")
    assert record == {"_id": "a", "version": 12, "state": {"total": 12}, "outbox": []}
    assert len({envelope.id for envelope in bench.publisher.envelopes}) == 12
    assert [line["total"] for line in await bench.all("lines")] == sorted(range(1, 13), key=str)


class Interrupted(MemoryStore):
    """A store that lets something else happen before a record is first read."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def get(self, collection: str, key: str) -> Document | None:
        if collection == "counters" and self.meanwhile is not None:
            happen, self.meanwhile = self.meanwhile, None
            await happen()
        return await super().get(collection, key)


async def test_a_double_that_overtakes_the_first_between_two_steps_is_not_counted_again() -> None:
    store = Interrupted()
    bench = Bench(store)
    service = client(bench.counter())
    event = envelope_of(Counted(name="a"))
    store.meanwhile = lambda: deliver(service, event)

    status = await deliver(service, event)

    assert status == 204
    assert await bench.total("a") == 1
    assert len({envelope.id for envelope in bench.publisher.envelopes}) == 1


class Contended(MemoryStore):
    """A store in which somebody else changes a record whenever it was read."""

    contended = False

    async def get(self, collection: str, key: str) -> Document | None:
        found = await super().get(collection, key)
        if self.contended and found is not None and collection == "counters":
            self.collections[collection][key]["version"] += 1
        return found


async def test_a_record_that_others_keep_changing_is_left_to_a_retry() -> None:
    store = Contended()
    bench = Bench(store)
    service = client(bench.counter())
    await deliver(service, envelope_of(Counted(name="a"), cause="first"))
    store.contended = True

    busy = await deliver(service, envelope_of(Counted(name="a"), cause="second"))
    store.contended = False
    retried = await deliver(service, envelope_of(Counted(name="a"), cause="second"))

    assert (busy, retried) == (409, 204)
    assert await bench.total("a") == 2
    assert len(bench.publisher.envelopes) == 2


@pytest.mark.parametrize("signature", ["0" * 64, "", "é"])
async def test_an_unsigned_event_changes_nothing_and_is_kept_as_a_dead_letter(
    bench: Bench, signature: str
) -> None:
    service = client(bench.counter())
    forged = replace(envelope_of(Counted(name="a")), sig=signature)

    status = await deliver(service, forged)

    assert status == 204
    assert await bench.all("counters") == []
    assert bench.published() == []
    (letter,) = await bench.all("dead_letters")
    assert letter["reason"] == "bad signature"


@pytest.mark.parametrize(
    "tampered",
    [
        {"data": {"name": "a", "by": 99}},
        {"id": "other"},
        {"source": "/agent-store-multibrands/other"},
        {"subject": "other"},
        {"dataschema": ""},
        {"extensions": {"brand": "tech"}},
        {"sig": ""},
    ],
)
async def test_an_event_changed_on_the_way_is_refused(
    bench: Bench, tampered: dict[str, object]
) -> None:
    service = client(bench.counter())

    await deliver(service, replace(envelope_of(Counted(name="a")), **tampered))  # pyright: ignore[reportArgumentType]

    assert await bench.all("counters") == []


async def test_without_a_signing_key_no_event_is_taken(bench: Bench) -> None:
    keyless = replace(bench.ports(), signing_key=b"")
    service = client(replace(bench.counter(), ports=lambda: keyless))
    event = envelope_of(Counted(name="a"))

    await deliver(service, replace(event, sig=sign(event, b"")))

    assert await bench.all("counters") == []


async def test_a_request_that_is_no_event_is_answered_204_with_nothing_stored(
    bench: Bench,
) -> None:
    service = client(bench.counter())

    for body in (b"{", b"", b"[" * 100_000, b'{"specversion": "1.0"}'):
        answer = await service.post("/", content=body)
        assert (answer.status_code, answer.content) == (204, b"")

    assert await bench.all("dead_letters") == []


async def test_an_event_of_a_newer_release_is_left_for_newer_pods(bench: Bench) -> None:
    service = client(bench.counter())
    newer = replace(
        envelope_of(Counted(name="a")), dataschema="urn:agent-store:store.test.counted:2"
    )

    status = await deliver(service, signed(newer))

    assert status == 503
    assert await bench.all("counters") == []
    assert await bench.all("dead_letters") == []


async def test_an_expired_command_is_not_carried_out(bench: Bench) -> None:
    service = client(bench.counter())
    late = envelope_of(Counted(name="a"), emit={"expires_at": EPOCH - timedelta(days=9000)})

    await deliver(service, late)

    assert await bench.all("counters") == []
    (letter,) = await bench.all("dead_letters")
    assert letter["reason"] == "expired"


async def test_a_translating_function_publishes_the_same_id_when_run_again(bench: Bench) -> None:
    service = client(bench.translator())
    event = envelope_of(Counted(name="a", by=3))

    await deliver(service, event)
    await bench.store.delete("handled", {})
    await deliver(service, event)

    first, second = bench.publisher.envelopes
    assert first.id == second.id
    assert first.extension("correlationid") == "story"
    assert first.extension("causationid") == event.id
    assert first.extension("hops") == "2"


async def test_a_story_that_goes_in_circles_ends(bench: Bench) -> None:
    service = client(bench.translator())

    status = await deliver(service, signed(far(envelope_of(Counted(name="a")))))

    assert status == 204
    assert bench.published() == []
    assert len(await bench.all("dead_letters")) == 1


def far(envelope: Envelope) -> Envelope:
    return replace(envelope, extensions={**envelope.extensions, "hops": "80"})


def signed(envelope: Envelope) -> Envelope:
    return replace(envelope, sig=sign(envelope, KEY))


async def finish_as_the_relay_does(bench: Bench) -> None:
    for record in await bench.all("counters"):
        for entry in record["outbox"]:
            await finish(bench.ports(), "counters", record["_id"], entry)


async def until_taken(service: httpx.AsyncClient, event: Envelope) -> None:
    for _ in range(100):
        if await deliver(service, event) == 204:
            return
    raise TimeoutError
