"""Calls from people: the same Idempotency-Key is the same change, whatever is raced or killed."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from shared.function import fault
from shared.function.problems import REQUEST_LIMIT_BYTES
from shared.stores.memory import MemoryStore
from tests.shared.function.counting import Bench
from tests.support.drive import client

ONCE = {"Idempotency-Key": "once"}


def problem(answer: httpx.Response) -> dict[str, object]:
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = answer.json()
    assert body["status"] == answer.status_code
    return body


async def test_a_call_changes_the_record_and_is_answered(bench: Bench) -> None:
    service = client(bench.counter())

    answer = await service.post("/v1/counters/a", json={"by": 2})

    assert (answer.status_code, answer.json()) == (201, {"total": 2})
    assert await bench.total("a") == 2
    assert bench.published() == ["store.test.total"]


async def test_calls_without_a_key_are_each_a_change_of_their_own(bench: Bench) -> None:
    service = client(bench.counter())

    for _ in range(3):
        await service.post("/v1/counters/a", json={"by": 1})

    assert await bench.total("a") == 3


async def test_a_repeated_call_is_answered_the_same_and_changes_nothing(bench: Bench) -> None:
    service = client(bench.counter())
    first = await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)
    await service.post("/v1/counters/a", json={"by": 5})

    again = await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)

    assert (again.status_code, again.json()) == (201, {"total": 2})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["X-Correlation-Id"] == first.headers["X-Correlation-Id"]
    assert await bench.total("a") == 7
    assert len({envelope.id for envelope in bench.publisher.envelopes}) == 2


@pytest.mark.parametrize(
    ("path", "body"), [("/v1/counters/a", {"by": 3}), ("/v1/counters/a?brand=tech", {"by": 2})]
)
async def test_a_key_used_for_another_body_or_query_is_refused(
    bench: Bench, path: str, body: dict[str, int]
) -> None:
    service = client(bench.counter())
    await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)

    other = await service.post(path, json=body, headers=ONCE)

    assert problem(other)["title"] == "Idempotency-Key was used for another request"
    assert other.status_code == 409
    assert await bench.total("a") == 2


async def test_a_key_is_good_for_one_path_only(bench: Bench) -> None:
    service = client(bench.counter())

    await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)
    await service.post("/v1/counters/b", json={"by": 3}, headers=ONCE)

    assert (await bench.total("a"), await bench.total("b")) == (2, 3)


async def test_the_same_call_made_many_times_at_once_is_one_change(bench: Bench) -> None:
    service = client(bench.counter())

    async def call() -> httpx.Response:
        return await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)

    answers = await asyncio.gather(*(call() for _ in range(8)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.text for answer in answers if answer.status_code == 201} == {'{"total":2}'}
    assert await bench.total("a") == 2


@pytest.mark.parametrize("point", ["decided", "committed", "published", "handled"])
async def test_a_call_that_was_cut_off_is_finished_by_its_repetition(
    bench: Bench, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = client(bench.counter())

    def die(reached: str) -> None:
        if reached == point:
            raise RuntimeError(point)

    with monkeypatch.context() as patched:
        patched.setattr(fault, "reach", die)
        cut_off = await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)
    repeated = await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)

    assert (cut_off.status_code, repeated.status_code) == (500, 201)
    assert repeated.json() == {"total": 2}
    assert await bench.total("a") == 2
    assert len({envelope.id for envelope in bench.publisher.envelopes}) == 1


async def test_a_call_cut_off_before_it_was_remembered_still_changes_once(
    bench: Bench,
) -> None:
    service = client(bench.counter())
    await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)
    whole = {"result.status": 201}
    assert await bench.store.delete("handled", whole) == 1

    repeated = await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)

    assert (repeated.status_code, repeated.json()) == (201, {"total": 2})
    assert await bench.total("a") == 2


async def test_a_refusal_is_not_remembered(bench: Bench) -> None:
    service = client(bench.counter())

    refused = await service.post("/v1/counters/a", json={"by": 0}, headers=ONCE)

    assert problem(refused) == {
        "type": "about:blank",
        "status": 422,
        "title": "Nothing to count",
        "detail": "Say how many.",
    }
    assert await bench.all("handled") == []
    assert (await service.post("/v1/counters/a", json={"by": 1}, headers=ONCE)).status_code == 201


@pytest.mark.parametrize("headers", [{}, ONCE])
async def test_what_a_call_published_is_remembered_so_that_its_loss_is_noticed(
    bench: Bench, headers: dict[str, str]
) -> None:
    service = client(bench.counter())

    await service.post("/v1/notes", json={"by": 2}, headers=headers)

    (done,) = await bench.all("handled")
    assert [one["type"] for one in done["envelopes"]] == ["store.test.total"]
    assert done["confirm_at"] > done["at"]


async def test_a_broker_that_is_down_is_told_and_the_repetition_goes_through(
    bench: Bench,
) -> None:
    service = client(bench.counter())
    bench.publisher.fail = True

    down = await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)
    bench.publisher.fail = False
    up = await service.post("/v1/counters/a", json={"by": 2}, headers=ONCE)

    assert problem(down)["title"] == "Not available"
    assert (down.status_code, up.status_code) == (503, 201)
    assert await bench.total("a") == 2
    assert bench.published() == ["store.test.total"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"null",
        b"[]",
        b'{"by": "many"}',
        b'{"by": ' + b"9" * 5000 + b"}",
        b'{"text": "\\ud800"}',
        b'{"text": "\xff"}',
        b"[" * 100_000,
    ],
)
async def test_a_body_that_is_not_what_was_asked_for_is_refused(bench: Bench, body: bytes) -> None:
    service = client(bench.counter())

    answer = await service.post("/v1/counters/a", content=body)

    assert answer.status_code == 400
    assert problem(answer)["title"] == "Invalid request"
    assert await bench.all("counters") == []
    assert bench.published() == []


async def test_no_body_counts_as_an_empty_one(bench: Bench) -> None:
    service = client(bench.counter())

    answer = await service.post("/v1/counters/a")

    assert (answer.status_code, answer.json()) == (201, {"total": 1})


async def test_a_body_that_is_too_large_is_refused(bench: Bench) -> None:
    service = client(bench.counter())
    body = json.dumps({"text": "x" * 1_000_000}).encode()

    answer = await service.post("/v1/counters/a", content=body)

    assert answer.status_code == 413
    assert problem(answer)["detail"] == "At most 1000000 bytes."
    assert await bench.all("counters") == []


async def test_a_body_without_a_length_is_cut_off_before_it_fills_the_memory() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1_000_000

    service = client(Bench(MemoryStore()).counter())

    answer = await service.post("/v1/counters/a", content=endless())

    assert answer.status_code == 413
    assert sent <= REQUEST_LIMIT_BYTES // 1_000_000 + 2


async def test_an_error_of_ours_tells_nothing_of_the_code(bench: Bench) -> None:
    service = client(bench.counter())

    answer = await service.get("/v1/broken")

    assert answer.status_code == 500
    assert problem(answer) == {
        "type": "about:blank",
        "status": 500,
        "title": "Something went wrong. Our team has been notified.",
    }


async def test_an_unknown_path_and_a_wrong_method_are_told_as_problems(bench: Bench) -> None:
    service = client(bench.counter())

    missing = await service.get("/v1/nothing")
    wrong = await service.get("/v1/notes")

    assert problem(missing)["title"] == "Not found"
    assert problem(wrong)["title"] == "Method Not Allowed"
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert wrong.headers["allow"] == "POST"


@pytest.mark.parametrize("given", ["story-1", "a" * 64])
async def test_a_correlation_id_is_taken_over(bench: Bench, given: str) -> None:
    service = client(bench.counter())

    answer = await service.post("/v1/notes", json={}, headers={"X-Correlation-Id": given})

    (envelope,) = bench.publisher.envelopes
    assert answer.headers["X-Correlation-Id"] == given
    assert envelope.extension("correlationid") == given


@pytest.mark.parametrize("given", [b"a" * 65, b"\xe9", b"a b", b""])
async def test_what_is_no_correlation_id_is_replaced_by_one(bench: Bench, given: bytes) -> None:
    service = client(bench.counter())

    answer = await service.post("/v1/notes", json={}, headers=[(b"X-Correlation-Id", given)])

    (envelope,) = bench.publisher.envelopes
    assert answer.status_code == 202
    assert envelope.extension("correlationid") == answer.headers["X-Correlation-Id"]
    assert len(answer.headers["X-Correlation-Id"]) == 36


async def test_a_trace_is_taken_over_if_it_is_one(bench: Bench) -> None:
    service = client(bench.counter())
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    await service.post("/v1/notes", json={}, headers={"traceparent": trace})
    await service.post("/v1/notes", json={}, headers={"traceparent": trace.upper()})

    first, second = bench.publisher.envelopes
    assert first.extension("shoptrace") == trace
    assert second.extension("shoptrace") is None
