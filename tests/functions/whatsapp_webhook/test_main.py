import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from functions.whatsapp_webhook import receive
from functions.whatsapp_webhook.main import FUNCTION
from knative.local.server import Message, Receive, Send, respond, serve
from shared.brands import brands
from shared.clients import redis_client
from shared.errors import DependencyError
from shared.function.dead_letters import DEAD_LETTERS
from shared.function.outbox import HANDLED, TIMERS
from shared.settings import settings
from tests.functions.whatsapp_webhook.payloads import change, message, status, text, webhook
from tests.support.drive import EPOCH, Memory, client

pytestmark = pytest.mark.usefixtures("fresh_clients")

SECRET = "app-secret"
PATH = "/webhooks/whatsapp"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "WHATSAPP_APP_SECRET": SECRET,
        "WHATSAPP_VERIFY_TOKEN": "verify-me",
        "WAKE": "false",
        "K_SERVICE": "whatsapp-webhook",
    }.items():
        monkeypatch.setenv(name, value)
    receive.recall.cache_clear()


@pytest.fixture
def with_redis(monkeypatch: pytest.MonkeyPatch, redis_url: str) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)


@pytest.fixture
async def empty_redis(with_redis: None, fresh_clients: None) -> None:  # noqa: ARG001 - ordered
    await redis_client().flushall()  # pyright: ignore[reportUnknownMemberType]


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
async def door(memory: Memory) -> AsyncIterator[httpx.AsyncClient]:
    async with client(replace(FUNCTION, ports=memory.ports)) as service:
        yield service


def signed(raw: bytes, secret: str = SECRET) -> dict[str, str]:
    return {
        "X-Hub-Signature-256": "sha256="
        + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    }


async def post(door: httpx.AsyncClient, body: object) -> httpx.Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await door.post(PATH, content=raw, headers=signed(raw))


def ours(*messages: object, contacts: object = ()) -> dict[str, object]:
    """A change on the number of the fashion brand."""
    number = brands()["fashion"].whatsapp.phone_number_id
    return change(messages, metadata={"phone_number_id": number}, contacts=contacts)


async def test_a_message_is_published_with_brand_and_channel(
    door: httpx.AsyncClient, memory: Memory
) -> None:
    answer = await post(door, webhook(ours(text("Blue shoes"))))

    (envelope,) = memory.publisher.envelopes
    assert answer.status_code == 200
    assert envelope.type == "store.chat.message.new"
    assert envelope.source == "/agent-store-multibrands/whatsapp-webhook"
    assert envelope.data["message"] == {
        "id": "wamid.A",
        "kind": "text",
        "text": "Blue shoes",
        "contactNames": [],
        "items": [],
        "forwarded": False,
        "truncated": False,
    }
    assert envelope.extensions["brand"] == "fashion"
    assert envelope.extensions["channel"] == "whatsapp"
    assert answer.headers["X-Correlation-Id"] == envelope.extensions["correlationid"]


async def test_each_thing_in_a_batch_is_its_own_event(
    door: httpx.AsyncClient, memory: Memory
) -> None:
    rotated = message("system", {"type": "user_changed_number", "wa_id": "2"}, id="wamid.S")
    first = ours(text(id="1"), message("image", {"id": "9"}, id="2"), rotated)
    second = change(statuses=[status("sent"), status("read")])

    await post(door, webhook(first, second))

    assert memory.published() == [
        "store.chat.message.new",
        "store.whatsapp.message.received",
        "store.customer.identity.changed",
        "store.whatsapp.message.status",
        "store.whatsapp.message.status",
    ]
    assert len({envelope.id for envelope in memory.publisher.envelopes}) == 5


async def test_a_repeated_webhook_has_the_same_event_ids(
    door: httpx.AsyncClient, memory: Memory
) -> None:
    await post(door, webhook(ours(text())))
    await post(door, webhook(ours(text(), text())))

    first, second = memory.publisher.envelopes
    assert first.id == second.id


async def test_what_was_published_is_marked_so_that_the_relay_can_see_what_the_broker_lost(
    door: httpx.AsyncClient, memory: Memory
) -> None:
    await post(door, webhook(ours(text())))

    (mark,) = await memory.store.find(HANDLED, {})
    assert mark["envelopes"][0]["id"] == memory.publisher.envelopes[0].id
    assert "confirm_at" in mark


@pytest.mark.usefixtures("empty_redis")
async def test_a_message_known_to_redis_is_not_published_again(
    door: httpx.AsyncClient, memory: Memory
) -> None:
    await post(door, webhook(ours(text())))
    answer = await post(door, webhook(ours(text(), text(id="wamid.B"))))

    assert answer.status_code == 200
    assert [one.subject for one in memory.publisher.envelopes] == ["wamid.A", "wamid.B"]


@pytest.mark.usefixtures("empty_redis")
async def test_a_message_that_the_broker_refused_is_left_to_the_relay(
    door: httpx.AsyncClient, memory: Memory
) -> None:
    memory.publisher.fail = True
    refused = await post(door, webhook(ours(text())))
    memory.publisher.fail = False
    repeated = await post(door, webhook(ours(text())))

    assert (refused.status_code, repeated.status_code) == (200, 200)
    assert memory.published() == []
    (timer,) = await memory.store.find(TIMERS, {})
    assert timer["envelope"]["type"] == "store.chat.message.new"
    assert timer["not_before"] <= datetime.now(UTC)


@pytest.mark.usefixtures("empty_redis")
async def test_a_message_that_neither_broker_nor_ledger_takes_is_sent_again_by_meta(
    door: httpx.AsyncClient, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: object, **__: object) -> None:
        raise DependencyError("mongodb")

    memory.publisher.fail = True
    with monkeypatch.context() as broken:
        broken.setattr(memory.store, "update", down)
        refused = await post(door, webhook(ours(text())))
    memory.publisher.fail = False
    repeated = await post(door, webhook(ours(text())))

    assert (refused.status_code, repeated.status_code) == (503, 200)
    assert memory.published() == ["store.chat.message.new"]


@pytest.mark.usefixtures("empty_redis")
async def test_a_flood_is_answered_with_one_notice_and_200(
    door: httpx.AsyncClient, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGES_PER_MINUTE", "3")
    monkeypatch.setattr(receive, "now", lambda: EPOCH)
    settings.cache_clear()

    answers = [await post(door, webhook(ours(text(id=f"wamid.{n}")))) for n in range(6)]
    other = {**text(id="wamid.other"), "from": "15550000001"}
    await post(door, webhook(ours(other, contacts=[])))

    assert {answer.status_code for answer in answers} == {200}
    assert memory.published() == [
        *["store.chat.message.new"] * 3,
        "store.whatsapp.message.send",
        "store.chat.message.new",
    ]
    notice = memory.publisher.envelopes[3]
    assert notice.data["answer"]["message"] == (
        "I'm getting too many requests. Please wait a moment."
    )
    assert notice.data["address"]["phone"] == "16505551234"
    assert notice.extensions["to"] == "whatsapp-sender"


async def test_without_redis_everything_is_let_in(
    door: httpx.AsyncClient, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("MESSAGES_PER_MINUTE", "1")

    answers = [await post(door, webhook(ours(text(id=f"wamid.{n}")))) for n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert memory.published() == ["store.chat.message.new"] * 3


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 401),
        (signed(b"other"), 403),
        (signed(b"{}", "other-secret"), 403),
        ({"X-Hub-Signature-256": "sha256=zz"}, 403),
    ],
)
async def test_an_unsigned_or_wrongly_signed_webhook_leaves_nothing_behind(
    door: httpx.AsyncClient, memory: Memory, headers: dict[str, str], expected: int
) -> None:
    raw = json.dumps(webhook(ours(text()))).encode()

    answer = await door.post(PATH, content=raw, headers=headers)

    assert answer.status_code == expected
    assert answer.headers["content-type"] == "application/problem+json"
    assert memory.publisher.envelopes == []
    assert memory.store.collections == {}


async def test_a_truncated_webhook_is_refused(door: httpx.AsyncClient, memory: Memory) -> None:
    raw = json.dumps(webhook(ours(text()))).encode()

    answer = await door.post(PATH, content=raw[:-5], headers=signed(raw))

    assert answer.status_code == 403
    assert memory.store.collections == {}


async def test_without_an_app_secret_every_webhook_is_refused(
    door: httpx.AsyncClient, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATSAPP_APP_SECRET", "")
    raw = b"{}"

    answer = await door.post(PATH, content=raw, headers=signed(raw, ""))

    assert answer.status_code == 403
    assert memory.store.collections == {}


async def test_more_than_three_megabytes_are_refused(
    door: httpx.AsyncClient, memory: Memory
) -> None:
    raw = b" " * (3 * 1024 * 1024 + 1)

    async def chunks() -> AsyncIterator[bytes]:
        yield raw

    declared = await post(door, raw)
    streamed = await door.post(PATH, content=chunks(), headers=signed(raw))

    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert memory.store.collections == {}


@pytest.mark.parametrize("raw", [b"", b"hello", b"[]", b"{}", b'{"entry": []}', b"\xff\xfe", b"5"])
async def test_a_signed_webhook_that_nobody_understands_is_kept_and_answered(
    door: httpx.AsyncClient, memory: Memory, raw: bytes
) -> None:
    answers = [await post(door, raw), await post(door, raw)]

    (letter,) = await memory.store.find(DEAD_LETTERS, {})
    assert [answer.status_code for answer in answers] == [200, 200]
    assert letter["consumer"] == "whatsapp-webhook"
    assert memory.publisher.envelopes == []


async def test_a_new_type_is_kept_and_its_sender_still_answered(
    door: httpx.AsyncClient, memory: Memory
) -> None:
    await post(door, webhook(ours(message("hologram", {"beam": "\ud83d"}))))

    (letter,) = await memory.store.find(DEAD_LETTERS, {})
    (envelope,) = memory.publisher.envelopes
    assert letter["reason"] == "type:hologram"
    assert json.loads(letter["raw"]["json"])["hologram"] == {"beam": "\ufffd"}
    assert envelope.data["message"]["kind"] == "unsupported"


async def test_the_challenge_is_echoed_only_for_the_token(door: httpx.AsyncClient) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "42", "hub.verify_token": "verify-me"}

    right = await door.get(PATH, params=query)
    wrong = await door.get(PATH, params={**query, "hub.verify_token": "guess"})

    assert (right.status_code, right.text) == (200, "42")
    assert wrong.status_code == 403


async def test_the_functions_a_message_needs_are_woken(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAKE", "true")
    woken: list[str] = []
    all_asked = asyncio.Event()

    async def answer(scope: Message, _receive: Receive, send: Send) -> None:
        woken.append(scope["path"])
        if len(woken) == 5:
            all_asked.set()
        await respond(send, 200)

    async with serve(answer) as port, client(replace(FUNCTION, ports=memory.ports)) as door:
        waker = receive.Waker(f"http://127.0.0.1:{port}/{{service}}")
        monkeypatch.setattr(receive, "waker", lambda: waker)
        await post(door, webhook(change(statuses=[status("sent")])))
        await post(door, webhook(ours(text())))
        await post(door, webhook(ours(text(id="wamid.B"))))
        async with asyncio.timeout(5):
            await all_asked.wait()

    assert sorted(woken) == [
        "/ai-seller-fashion/healthz",
        "/cart/healthz",
        "/intent/healthz",
        "/product-catalog/healthz",
        "/whatsapp-sender/healthz",
    ]
