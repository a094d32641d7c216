"""Whom a stored event is about is found without reading it again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from shared.events.event import Event
from shared.events.registry import event_classes
from shared.events.whatsapp import WhatsAppMessageSeen
from shared.function.about import PEOPLE, THREADS, about, about_text
from shared.function.dead_letters import DEAD_LETTERS, bury, bury_raw
from shared.function.outbox import handled_document
from shared.function.serving import event_delivery
from tests.support.drive import EPOCH, Memory, envelope_of

PERSONAL = ("customer_id", "phone", "user_id", "web_id", "conversation", "conversation_id")
OTHERS = {"phone_number_id"}
"""Ends like a person's, is the shop's."""


def test_customers_and_their_names_are_found_wherever_they_are() -> None:
    found = about(
        [{"data": {"customerId": "c1", "replyTo": {"conversation": "fashion|web|c2"}}}],
        {"body": {"address": {"phone": "1555", "userId": "US.1", "phoneNumberId": "105"}}},
        None,
        {"conversationId": "fashion|web|c3|1", "title": "c4", "conversation": ""},
    )

    assert found == ["1555", "US.1", "c1", "c2", "c3"]


def test_what_looks_like_a_person_is_found_in_a_text() -> None:
    text = '{"from":"15550001111","user_id":"US.1349","parent":"BR.ENT.77","amount":150,"t":"US"}'

    assert about_text(text) == ["15550001111", "BR.ENT.77", "US.1349"]


def fields(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield name
        for inner in _models(field.annotation):
            yield from fields(inner, seen)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


@pytest.mark.parametrize("event", event_classes().values(), ids=lambda one: one.type)
def test_every_field_of_an_event_that_names_a_person_is_known(event: type[Event]) -> None:
    personal = {
        name for name in fields(event, set()) if name.endswith(PERSONAL) and name not in OTHERS
    }

    assert {to_camel(name) for name in personal} <= PEOPLE | THREADS


def test_a_marker_tells_whom_its_events_answer_and_caller_are_about() -> None:
    entry = {
        "envelopes": [{"data": {"customerId": "c1"}}],
        "result": {"body": {"customerId": "c2"}},
    }

    document = handled_document("m", entry, EPOCH, caller="web-id")

    assert document["about"] == ["c1", "c2", "web-id"]
    assert document["confirm_at"] == EPOCH + timedelta(seconds=10)


async def test_a_dead_letter_tells_whom_it_is_about() -> None:
    memory = Memory()
    envelope = envelope_of(
        WhatsAppMessageSeen.model_validate(
            {
                "conversation": "b|whatsapp|c1",
                "address": {"phone": "15550001111"},
                "messageId": "m",
                "at": EPOCH,
            }
        )
    )
    delivery = event_delivery("x", envelope, memory.ports(), EPOCH)

    await bury(delivery, "reason")
    await bury_raw(delivery, "key", "reason", {"json": '{"from":"15550002222"}'})

    letters = memory.store.collections[DEAD_LETTERS].values()
    assert [one["about"] for one in letters] == [["15550001111", "c1"], ["15550002222"]]
