"""A message counts as read and somebody types: once, in time, and whatever Meta says to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
from starlette.responses import Response

from functions.whatsapp_sender.main import FUNCTION
from shared.clock import now
from shared.conversation.state import ConversationState
from shared.conversation.turn import Turn
from shared.events.whatsapp import WhatsAppMessageSeen
from shared.models.message import ChannelAddress, InboundMessage, MessageKind
from tests.support.drive import Memory, client, deliver, envelope_of
from tests.support.meta_server import CutOff, MetaServer, error, running_meta

pytestmark = pytest.mark.usefixtures("fresh_clients")

ADDRESS = ChannelAddress(phone_number_id="108", phone="16505551234")
READ = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A"}
TYPING = {**READ, "typing_indicator": {"type": "text"}}


@dataclass
class Shop:
    """The sender with an imitated Meta."""

    service: httpx.AsyncClient
    meta: MetaServer
    memory: Memory

    async def seen(
        self, cause: str = "cause", *, ago: timedelta = timedelta(), again: int = 0
    ) -> None:
        """Deliver that the message is being answered."""
        event = WhatsAppMessageSeen(
            conversation="c", message_id="wamid.A", address=ADDRESS, at=now() - ago, again=again
        )
        assert await deliver(self.service, envelope_of(event, cause=cause)) == 204

    async def answering(self, message_id: str) -> None:
        """Let a turn for a message run."""
        message = InboundMessage(id=message_id, kind=MessageKind.TEXT, text="hi")
        state = ConversationState(
            brand="fashion",
            channel="whatsapp",
            customer_id="c1",
            address=ADDRESS,
            language="en",
            opened_at=now(),
            last_message_at=now(),
            active_turn=Turn(turn_id="t", started_at=now(), message=message),
        )
        await self.memory.store.insert("conversations", {"_id": "c", "state": state.model_dump()})


@pytest.fixture
async def shop(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    memory = Memory()
    async with running_meta() as meta:
        monkeypatch.setenv("WHATSAPP_API_BASE_URL", meta.url)
        monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN", "token")
        async with client(replace(FUNCTION, ports=memory.ports)) as service:
            yield Shop(service, meta, memory)


async def test_while_the_answer_is_made_somebody_types(shop: Shop) -> None:
    await shop.answering("wamid.A")

    await shop.seen()

    assert shop.meta.sent == [("108", TYPING)]
    assert await shop.memory.store.find("outbound", {}) == []


@pytest.mark.parametrize("answering", [None, "wamid.B"])
async def test_once_it_is_answered_it_is_only_read(shop: Shop, answering: str | None) -> None:
    if answering:
        await shop.answering(answering)

    await shop.seen()

    assert shop.meta.sent == [("108", READ)]


async def test_a_message_is_marked_once_whatever_is_delivered_again(shop: Shop) -> None:
    await shop.seen("one")
    await shop.seen("one")
    await shop.seen("two")

    assert len(shop.meta.sent) == 1


async def test_while_the_answer_takes_longer_somebody_types_again(shop: Shop) -> None:
    await shop.answering("wamid.A")
    await shop.seen("one")

    await shop.seen("two", again=3)
    await shop.seen("three", again=3)

    assert shop.meta.sent == [("108", TYPING)] * 2


async def test_once_it_is_answered_nobody_types_again(shop: Shop) -> None:
    await shop.seen("one")

    await shop.seen("two", again=3)

    assert shop.meta.sent == [("108", READ)]


async def test_what_comes_late_is_left_alone(shop: Shop) -> None:
    await shop.seen(ago=timedelta(seconds=26))

    assert shop.meta.sent == []


@pytest.mark.parametrize("answer", [error(400, 100), Response(status_code=503), CutOff()])
async def test_trouble_at_meta_is_no_trouble_here(shop: Shop, answer: Response) -> None:
    shop.meta.answers.append(answer)

    await shop.seen()

    assert len(shop.meta.sent) == 1
    assert await shop.memory.store.find("dead_letters", {}) == []
