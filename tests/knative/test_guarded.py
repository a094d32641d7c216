"""The door's limits: on heads, on slow callers, on how many there are."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from knative.local.guarded import GuardedProtocol, Limits
from knative.local.server import Message, Receive, Send, respond, serve


class Strict(GuardedProtocol):
    """Limits that a test reaches soon."""

    limits = Limits(head_bytes=2000, headers=10, head_seconds=0.3, body_seconds=0.3, connections=3)


@dataclass
class Answer:
    """What came back until the other side hung up."""

    status: int
    detail: str
    took_seconds: float


async def echo(scope: Message, receive: Receive, send: Send) -> None:
    """Answer with the size of the body, slowly where the path says so."""
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            break
    if scope["path"] == "/slow":
        await asyncio.sleep(0.6)
    await respond(send, 200, str(size).encode())


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with serve(echo, 0, Strict) as number:
        yield number


async def ask(port: int, *parts: bytes, pause: float = 0.0) -> Answer:
    """Send parts with pauses between them; read until the other side hangs up."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = asyncio.create_task(reader.read())
    try:
        for part in parts:
            if not answered.done():
                writer.write(part)
                await asyncio.sleep(pause)
        told = await asyncio.wait_for(answered, 5)
    finally:
        writer.close()
    head, _, body = told.partition(b"\r\n\r\n")
    problem = b"problem+json" in head
    detail = json.loads(body)["detail"] if problem else body.decode()
    return Answer(int(head.split()[1]), detail, time.monotonic() - began)


def request(*headers: str, path: str = "/") -> bytes:
    lines = (f"GET {path} HTTP/1.1", "host: x", "connection: close", *headers, "", "")
    return "\r\n".join(lines).encode()


async def test_an_ordinary_request_passes(port: int) -> None:
    answer = await ask(port, request(*(f"x-{n}: 1" for n in range(8))))

    assert (answer.status, answer.detail) == (200, "0")


async def test_too_many_headers_are_refused(port: int) -> None:
    answer = await ask(port, request(*(f"x-{n}: 1" for n in range(9))))

    assert (answer.status, answer.detail) == (431, "A request may have 10 headers.")


async def test_a_head_that_is_too_large_is_refused(port: int) -> None:
    header = await ask(port, request(f"x: {'a' * 2000}"))
    path = await ask(port, request(path=f"/{'a' * 2000}"))

    assert header.status == path.status == 431
    assert header.detail == "A request's head may have 2000 bytes."


async def test_a_head_that_does_not_end_is_cut_off(port: int) -> None:
    answer = await ask(port, b"GET / HTTP/1.1\r\n", b"host: x\r\n")

    assert (answer.status, answer.detail) == (408, "The request did not come in time.")
    assert answer.took_seconds < 2


async def test_a_head_that_drips_gets_no_more_time(port: int) -> None:
    answer = await ask(port, b"GET / HTTP/1.1\r\n", *(b"x: 1\r\n" for _ in range(6)), pause=0.1)

    assert answer.status == 408


async def test_a_caller_who_says_nothing_is_hung_up_on(port: int) -> None:
    answer = await ask(port)

    assert answer.status == 408
    assert answer.took_seconds < 2


async def test_a_body_that_drips_is_cut_off(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n"

    answer = await ask(port, head, *(b"a" for _ in range(6)), pause=0.1)

    assert answer.status == 408


async def test_an_answer_may_take_longer_than_the_question(port: int) -> None:
    answer = await ask(port, request(path="/slow"))

    assert (answer.status, answer.detail) == (200, "0")


async def test_what_is_no_http_is_refused(port: int) -> None:
    answer = await ask(port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n")

    assert answer.status == 400


async def test_a_caller_above_the_number_is_turned_away_until_another_leaves(port: int) -> None:
    others = [asyncio.create_task(ask(port, request(path="/slow"))) for _ in range(3)]
    await asyncio.sleep(0.2)

    turned_away = await ask(port)

    assert (turned_away.status, turned_away.detail) == (503, "Too many connections.")
    assert [one.status for one in await asyncio.gather(*others)] == [200, 200, 200]
    assert (await ask(port, request())).status == 200
