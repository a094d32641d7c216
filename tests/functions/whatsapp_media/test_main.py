import base64
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from functions.whatsapp_media import fetch
from functions.whatsapp_media.main import FUNCTION
from shared.clients import s3_client
from shared.events.whatsapp import WhatsAppMessageReceived
from shared.function.envelope import from_document
from shared.models.message import ChannelAddress, InboundMessage, MediaRef, MessageKind
from shared.settings import settings
from tests.support.drive import EPOCH, Memory, client, deliver, envelope_of
from tests.support.meta_server import MetaServer, error, running_meta

pytestmark = [pytest.mark.stores, pytest.mark.usefixtures("fresh_clients")]

PICTURE = b"\xff\xd8\xff picture"
BUCKET = "agent-store"


@pytest.fixture
async def meta(
    monkeypatch: pytest.MonkeyPatch, s3_environment: dict[str, str]
) -> AsyncIterator[MetaServer]:
    async with running_meta() as server:
        server.media["77"] = PICTURE
        for name, value in {
            **s3_environment,
            "WHATSAPP_API_BASE_URL": server.url,
            "WHATSAPP_ACCESS_TOKEN": "token",
            "K_SERVICE": "whatsapp-media",
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(fetch, "FIRST_PAUSE_SECONDS", 0.01)
        yield server


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
async def service(memory: Memory, meta: MetaServer) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ARG001 - first
    async with client(replace(FUNCTION, ports=memory.ports)) as one:
        yield one


def received(kind: MessageKind = MessageKind.IMAGE, **media: object) -> WhatsAppMessageReceived:
    return WhatsAppMessageReceived(
        address=ChannelAddress(phone_number_id="108", phone="16505551234"),
        profile_name="Ana",
        sent_at=EPOCH,
        message=InboundMessage(
            id="wamid.A",
            kind=kind,
            text="Like this one?",
            media=MediaRef.model_validate({"id": "77", **media}),
        ),
    )


async def passed_on(
    service: httpx.AsyncClient, memory: Memory, event: WhatsAppMessageReceived
) -> dict[str, Any]:
    """Deliver the event; return the media of the message that came out."""
    assert await deliver(service, envelope_of(event)) == 204
    envelope = memory.publisher.envelopes[-1]
    assert envelope.type == "store.chat.message.new"
    assert envelope.data["message"]["text"] == "Like this one?"
    return envelope.data["message"]["media"]


def stored(key: str) -> tuple[bytes, str]:
    found = s3_client().get_object(Bucket=BUCKET, Key=key)
    return found["Body"].read(), found["ContentType"]


async def test_a_picture_lies_in_our_store_before_the_message_goes_on(
    service: httpx.AsyncClient, memory: Memory
) -> None:
    digest = base64.b64encode(hashlib.sha256(PICTURE).digest()).decode()

    media = await passed_on(service, memory, received(sha256=digest))

    assert media["key"].startswith("media/whatsapp/2026-11-21/")
    assert media["key"].endswith(".jpg")
    assert (media["sizeBytes"], media["mimeType"]) == (len(PICTURE), "image/jpeg")
    assert stored(media["key"]) == (PICTURE, "image/jpeg")


async def test_a_second_delivery_makes_the_same_event_and_the_same_file(
    service: httpx.AsyncClient, memory: Memory
) -> None:
    await passed_on(service, memory, received())
    memory.store.collections.clear()
    await passed_on(service, memory, received())

    first, second = memory.publisher.envelopes
    assert (first.id, first.data) == (second.id, second.data)


async def test_a_days_files_are_deleted_when_its_youngest_is_30_days_old(
    service: httpx.AsyncClient, memory: Memory
) -> None:
    media = await passed_on(service, memory, received())
    timers = await memory.store.find("timers", {})
    next_day = media["key"].replace("2026-11-21", "2026-11-22")
    s3_client().put_object(Bucket=BUCKET, Key=next_day, Body=PICTURE)

    due = from_document(timers[0]["envelope"])
    answers = [await deliver(service, due) for _ in range(2)]

    assert [one["not_before"].isoformat() for one in timers] == ["2026-12-22T00:00:00+00:00"]
    assert answers == [204, 204]
    left = s3_client().list_objects_v2(Bucket=BUCKET, Prefix="media/whatsapp/").get("Contents", [])
    assert [one.get("Key") for one in left] == [next_day]
    s3_client().delete_object(Bucket=BUCKET, Key=next_day)


@pytest.mark.parametrize(
    ("described", "why"),
    [
        ({"file_size": 6 * 1024 * 1024}, "too large"),
        ({"sha256": "00" * 32}, "damaged"),
        ({"url": "http://127.0.0.1:1/x"}, "not at WhatsApp"),
        ({"url": "https://lookaside.fbsbx.com.evil.example/x"}, "not at WhatsApp"),
        ({"url": "no address"}, "not at WhatsApp"),
    ],
)
async def test_a_file_that_is_not_as_described_lets_the_message_through(
    service: httpx.AsyncClient,
    memory: Memory,
    meta: MetaServer,
    described: dict[str, object],
    why: str,
) -> None:
    meta.described["77"] = described

    media = await passed_on(service, memory, received())

    assert media["failed"] == why
    assert "key" not in media


async def test_more_bytes_than_allowed_are_not_taken_whatever_was_described(
    service: httpx.AsyncClient, memory: Memory, meta: MetaServer
) -> None:
    meta.media["77"] = b"x" * (5 * 1024 * 1024 + 1)
    meta.described["77"] = {"file_size": 10}

    media = await passed_on(service, memory, received())

    assert media["failed"] == "too large"


async def test_a_redirect_is_not_followed_with_the_token(
    service: httpx.AsyncClient, memory: Memory, meta: MetaServer
) -> None:
    async with httpx.AsyncClient(headers={"Authorization": "Bearer token"}) as asking:
        answer = await asking.get(f"{meta.url}/77")
    elsewhere = {"Location": f"{meta.url}/77"}
    meta.answers.extend(
        [
            Response(answer.content, media_type="application/json"),
            Response(status_code=302, headers=elsewhere),
        ]
    )
    meta.asked.clear()

    media = await passed_on(service, memory, received())

    assert media["failed"] == "HTTP 302"
    assert meta.asked == ["77"]


async def test_a_page_that_says_it_is_a_picture_is_kept_as_bytes(
    service: httpx.AsyncClient, memory: Memory, meta: MetaServer
) -> None:
    meta.media["77"] = b"<html><script>steal()</script>"

    media = await passed_on(service, memory, received())

    assert (media["mimeType"], media["key"][-4:]) == ("application/octet-stream", ".bin")
    assert stored(media["key"])[1] == "application/octet-stream"


async def test_a_document_may_be_larger(
    service: httpx.AsyncClient, memory: Memory, meta: MetaServer
) -> None:
    meta.media["77"] = b"x" * (6 * 1024 * 1024)
    meta.described["77"] = {"mime_type": "application/pdf"}

    media = await passed_on(service, memory, received(MessageKind.DOCUMENT))

    assert media["sizeBytes"] == 6 * 1024 * 1024
    assert media["key"].endswith(".pdf")


@pytest.mark.parametrize("refusal", [error(401, 190), error(404, 100), Response(status_code=429)])
async def test_a_refusal_is_not_asked_for_again(
    service: httpx.AsyncClient, memory: Memory, meta: MetaServer, refusal: Response
) -> None:
    meta.answers.append(refusal)

    media = await passed_on(service, memory, received())

    assert media["failed"] == f"HTTP {refusal.status_code}"
    assert meta.asked == ["77"]


async def test_trouble_at_meta_is_waited_out(
    service: httpx.AsyncClient, memory: Memory, meta: MetaServer
) -> None:
    meta.answers.extend([Response(status_code=503), Response(b"<html>", status_code=200)])

    media = await passed_on(service, memory, received())

    assert meta.asked == ["77", "77", "77"]
    assert "failed" not in media


async def test_while_our_store_is_away_messages_go_through(
    service: httpx.AsyncClient, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S3_ENDPOINT_URL", "http://127.0.0.1:1")
    s3_client.cache_clear()
    settings.cache_clear()

    media = await passed_on(service, memory, received())

    assert media["failed"] == "not stored: EndpointConnectionError"


async def test_without_a_token_the_message_goes_through(
    service: httpx.AsyncClient, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN", "")
    settings.cache_clear()

    media = await passed_on(service, memory, received())

    assert media["failed"] == "WHATSAPP_ACCESS_TOKEN is not set"
