"""The imitated Meta: the wire format of sends, statuses and media, and failures on demand."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import cast

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from knative.local.fake_meta import VERSION, FakeMeta
from knative.local.meta_outbox import Outbox
from knative.local.meta_statuses import StatusSender
from knative.local.server import serve

SECRET = "app-secret"
SENT = {"messaging_product": "whatsapp", "to": "15551234", "type": "text", "text": {"body": "hi"}}


class Webhook:
    """The shop's side: keeps signed payloads, refusing the first `refusals`."""

    def __init__(self, refusals: int = 0) -> None:
        self.bodies: list[dict[str, object]] = []
        self.refusals = refusals
        self.app = Starlette(routes=[Route("/webhooks/whatsapp", self.take, methods=["POST"])])

    async def take(self, request: Request) -> Response:
        body = await request.body()
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=503)
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        assert request.headers["x-hub-signature-256"] == f"sha256={signature}"
        self.bodies.append(json.loads(body))
        return Response()

    def statuses(self) -> list[dict[str, object]]:
        return [report(body) for body in self.bodies]


def report(body: Mapping[str, object]) -> dict[str, object]:
    entry = cast(
        "list[dict[str, list[dict[str, dict[str, list[dict[str, object]]]]]]]", body["entry"]
    )
    return entry[0]["changes"][0]["value"]["statuses"][0]


@asynccontextmanager
async def fake_meta(webhook: Webhook) -> AsyncGenerator[httpx.AsyncClient, None]:
    async with serve(webhook.app) as port:
        statuses = StatusSender(
            f"http://127.0.0.1:{port}/webhooks/whatsapp", SECRET, pause_seconds=0.01
        )
        app = FakeMeta(Outbox(), statuses, base_url="http://media", access_token="token")
        async with serve(app) as own:
            headers = {"authorization": "Bearer token"}
            url = f"http://127.0.0.1:{own}"
            async with httpx.AsyncClient(base_url=url, headers=headers) as client:
                yield client
        await statuses.close()


async def send(client: httpx.AsyncClient, **extra: object) -> httpx.Response:
    return await client.post(f"/{VERSION}/555/messages", json=SENT | extra)


async def sent(client: httpx.AsyncClient, **query: str) -> list[dict[str, object]]:
    answer = await client.get("/control/sent", params=query)
    return cast("list[dict[str, object]]", answer.json()["messages"])


async def wait_for_statuses(webhook: Webhook, client: httpx.AsyncClient, count: int) -> None:
    deadline = time.monotonic() + 5
    while len(webhook.bodies) < count:
        assert time.monotonic() < deadline
        await sent(client)


async def test_a_send_is_answered_as_meta_does_and_its_statuses_follow() -> None:
    webhook = Webhook(refusals=1)
    async with fake_meta(webhook) as client:
        answer = (await send(client, biz_opaque_callback_data="ours")).json()
        await wait_for_statuses(webhook, client, 2)

        kept = await sent(client, to="15551234")

    wamid = answer["messages"][0]["id"]
    assert answer == {
        "messaging_product": "whatsapp",
        "contacts": [{"input": "15551234", "wa_id": "15551234"}],
        "messages": [{"id": wamid}],
    }
    assert wamid.startswith("wamid.")
    assert [(each["id"], each["status"]) for each in webhook.statuses()] == [
        (wamid, "sent"),
        (wamid, "delivered"),
    ]
    assert webhook.statuses()[0]["biz_opaque_callback_data"] == "ours"
    assert kept[0]["body"] == SENT | {"biz_opaque_callback_data": "ours"}
    assert (kept[0]["number"], kept[0]["phoneNumberId"]) == (1, "555")


async def test_whoever_waits_for_a_message_gets_it_when_it_comes() -> None:
    async with fake_meta(Webhook()) as client:
        await send(client)
        assert await sent(client, after="1", wait="0.05") == []

        await send(client, to="1999")

        assert [each["to"] for each in await sent(client, after="1", wait="5")] == ["1999"]
        assert await sent(client, to="nobody") == []
        await client.delete("/control/sent")
        assert await sent(client) == []


async def test_sends_fail_as_often_as_asked_with_the_code_asked_for() -> None:
    async with fake_meta(Webhook()) as client:
        await client.post("/control/failures", json={"next": 2, "code": 131056, "status": 429})

        answers = [await send(client) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [429, 429, 200]
        assert answers[0].json()["error"]["code"] == 131056
        assert len(await sent(client)) == 1


async def test_an_ambiguous_send_is_taken_but_its_answer_breaks_off() -> None:
    webhook = Webhook()
    async with fake_meta(webhook) as client:
        await client.post("/control/failures", json={"drop": True, "statuses": False})

        with pytest.raises(httpx.RemoteProtocolError):
            await send(client)

        assert len(await sent(client)) == 1
    assert webhook.bodies == []


async def test_a_send_can_be_slow() -> None:
    async with fake_meta(Webhook()) as client:
        await client.post("/control/failures", json={"delayMs": 200})
        began = time.monotonic()

        await send(client)

        assert time.monotonic() - began >= 0.2


async def test_uploaded_media_is_described_and_served_to_the_bearer() -> None:
    async with fake_meta(Webhook()) as client:
        uploaded = await client.post(
            "/control/media", content=b"\x89PNG", headers={"content-type": "image/png"}
        )
        media_id = uploaded.json()["id"]

        described = (await client.get(f"/{VERSION}/{media_id}")).json()
        content = await client.get(f"/content/{media_id}")
        refused = await client.get(f"/content/{media_id}", headers={"authorization": "Bearer no"})
        missing = await client.get(f"/{VERSION}/1")

    assert described["url"] == f"http://media/content/{media_id}"
    assert (described["mime_type"], described["file_size"]) == ("image/png", 4)
    assert described["sha256"] == hashlib.sha256(b"\x89PNG").hexdigest()
    assert (content.content, content.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert (refused.status_code, missing.status_code) == (401, 400)


async def test_what_meta_refuses_is_refused() -> None:
    async with fake_meta(Webhook()) as client:
        url = f"/{VERSION}/555/messages"
        stranger = await client.post(url, json=SENT, headers={"authorization": "Bearer wrong"})
        nonsense = await client.post(url, content=b"[")
        read = await client.post(
            url, json={"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.x"}
        )

    assert (stranger.status_code, stranger.json()["error"]["code"]) == (401, 190)
    assert (nonsense.status_code, nonsense.json()["error"]["code"]) == (400, 100)
    assert read.json() == {"success": True}
