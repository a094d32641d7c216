"""The function that understands, with a model to ask: asked once, told once, under one id."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import NoReturn

import pytest

from functions.intent.main import FUNCTION
from shared.brands import brands
from shared.events.chat import ChatIntentDetected, ChatMessageNew
from shared.function import fault
from shared.llm.scripted import ScriptedModel, says
from shared.models.message import ChannelAddress, InboundMessage, MessageKind, PageView
from shared.settings import settings
from tests.functions.seller.goods import BRAND
from tests.support.drive import Memory, client, deliver, envelope_of

pytestmark = [pytest.mark.stores, pytest.mark.usefixtures("fresh_clients")]

ODD = "something the aunt could wear at the thing in June, no idea really"
READ = says('{"intent": "recommend"}')
EVENT = ChatMessageNew(
    address=ChannelAddress(phone_number_id="100", phone="15550100200", user_id="US.1"),
    sent_at=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
    message=InboundMessage(id="m1", kind=MessageKind.TEXT, text=ODD),
)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, redis_url: str) -> Iterator[Memory]:
    """A shop of one brand, with Redis."""
    monkeypatch.setenv("BRAND_FILE_fashion.yaml", json.dumps(BRAND.wire()))
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    brands.cache_clear()
    yield Memory()
    brands.cache_clear()


def read_by(model: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    def model_of(brand_id: str) -> ScriptedModel:
        assert brand_id == "fashion"
        return model

    monkeypatch.setattr("functions.intent.main.reading_model", model_of)


def detected(memory: Memory) -> list[tuple[str, str]]:
    """Return id and intent of what was published, each delivery of it."""
    return [
        (one.id, ChatIntentDetected.model_validate(one.data).understanding.intent)
        for one in memory.publisher.envelopes
        if one.type == ChatIntentDetected.type
    ]


async def test_a_doubled_message_is_read_once_and_told_as_it_was(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ScriptedModel([READ])
    read_by(model, monkeypatch)
    service = client(replace(FUNCTION, ports=memory.ports))
    envelope = envelope_of(EVENT)

    for _ in range(2):
        assert await deliver(service, envelope) == 204

    assert len(model.requests) == 1
    assert len(set(detected(memory))) == 1
    assert detected(memory)[0][1] == "recommend"


async def test_killed_after_it_was_told_it_may_be_told_otherwise_but_under_the_same_id(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ScriptedModel([READ, says("no form at all")])
    read_by(model, monkeypatch)
    service = client(replace(FUNCTION, ports=memory.ports))
    envelope = envelope_of(EVENT)

    def dies(point: str) -> None:
        if point == "published":
            raise_killed()

    with monkeypatch.context() as killing:
        killing.setattr(fault, "reach", dies)
        assert await deliver(service, envelope) == 500
    assert await deliver(service, envelope) == 204

    told = detected(memory)
    assert len({id_ for id_, _ in told}) == 1
    assert told[0][1] == "recommend"
    assert len(model.requests) == 2


def raise_killed() -> NoReturn:
    """Stand for kill -9."""
    raise RuntimeError


async def test_this_is_the_product_on_the_shoppers_page(memory: Memory) -> None:
    page = PageView(product_id="glide")
    message = InboundMessage(
        id="m2", kind=MessageKind.TEXT, text="do you have this in red?", page=page
    )
    asked = EVENT.model_copy(update={"message": message})

    async with client(replace(FUNCTION, ports=memory.ports)) as api:
        await deliver(api, envelope_of(asked, cause="m2", brand="fashion"))

    assert [intent for _, intent in detected(memory)] == ["choose_option"]
