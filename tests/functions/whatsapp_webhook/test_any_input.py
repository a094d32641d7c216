"""Whatever is in a webhook: parsing ends, loses nothing and doubles nothing."""

import contextlib
import copy
import json
import random
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import given, settings, strategies as st

from functions.whatsapp_webhook.body import Json, UnreadableBodyError, read_json
from functions.whatsapp_webhook.parse import parse
from functions.whatsapp_webhook.parsed import Parsed
from tests.functions.whatsapp_webhook.payloads import change, message, status, text, webhook
from tests.shared_data import samples

FILES: Final = ("whatsapp/meta_inbound.json", "whatsapp/client_library_samples.json")

OURS: Final = tuple(
    json.dumps(body)
    for body in (
        webhook(change([text(), text(id="b", context={"id": "c"})], [status("read")])),
        webhook(change([message("image", {"id": "1", "caption": "x"})]), change([text()])),
        webhook(change([message("interactive", {"list_reply": {"id": "1", "title": "x"}})])),
        webhook(change([message("interactive", {"nfm_reply": {"response_json": '{"a": 1}'}})])),
        webhook(change([message("contacts", [{"name": {"formatted_name": "A"}}])])),
        webhook(change([message("reaction", {"message_id": "m", "emoji": "x"})])),
        webhook(change([message("location", {"latitude": 1.0, "longitude": 2.0})])),
        webhook(change([message("system", {"type": "user_changed_number", "wa_id": "2"})])),
        webhook(
            change(
                [
                    message(
                        "order",
                        {
                            "product_items": [
                                {
                                    "product_retailer_id": "a",
                                    "quantity": 1,
                                    "item_price": 1,
                                    "currency": "USD",
                                }
                            ]
                        },
                    )
                ]
            )
        ),
    )
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@pytest.mark.parametrize("file", FILES)
def test_every_sample_alone_is_understood_or_kept(file: str) -> None:
    for name, body in samples(file).items():
        parsed = parse(body)

        assert count(parsed) == elements(body), name
        assert [found.unread for found in parsed.messages] == [None] * len(parsed.messages), name
        assert {item.reason for item in parsed.unknown} <= {
            "field:group_lifecycle_update",
            "field:group_settings_update",
            "field:group_participants_update",
            "system",
        }, name


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("seed", range(5))
def test_samples_batched_and_shuffled_come_out_one_by_one(file: str, size: int, seed: int) -> None:
    bodies = list(samples(file).values())
    random.Random(seed).shuffle(bodies)

    for start in range(0, len(bodies), size):
        batch = bodies[start : start + size]
        alone = [parse(body) for body in batch]

        assert parse({"entry": [entry for body in batch for entry in entries(body)]}) == joined(
            alone
        )
        assert count(parse(in_one_entry(batch))) == sum(map(count, alone))


@given(anything)
def test_any_json_is_parsed_without_an_error(body: Json) -> None:
    parsed = parse(body)

    assert count(parsed) >= 1


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_one_error(raw: bytes) -> None:
    with contextlib.suppress(UnreadableBodyError):
        assert count(parse(read_json(raw))) >= 1


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(OURS), st.randoms(use_true_random=False), anything)
def test_a_mutated_webhook_loses_and_doubles_nothing(
    template: str, chance: random.Random, junk: Json
) -> None:
    body = json.loads(template)
    for _ in range(chance.randint(1, 3)):
        mutate(body, chance, junk)

    parsed = parse(body)

    assert count(parsed) == elements(body)
    json.dumps([found.message.wire() for found in parsed.messages])


def mutate(body: Json, chance: random.Random, junk: Json) -> None:
    """Replace, remove or double one node somewhere in `body`."""
    places = list(containers(body))
    place = chance.choice(places)
    if isinstance(place, dict) and place:
        key = chance.choice(list(place))
        if chance.random() < 0.3:
            del place[key]
        else:
            place[key] = copy.deepcopy(junk)
    elif isinstance(place, list) and place:
        place.insert(chance.randrange(len(place)), copy.deepcopy(chance.choice([junk, place[0]])))


def containers(value: Json) -> Iterator[dict[str, Json] | list[Json]]:
    """Yield every object and list in `value`."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from containers(item)
    elif isinstance(value, list):
        yield value
        for item in value:
            yield from containers(item)


def count(parsed: Parsed) -> int:
    """Return how many things were found."""
    return sum(map(len, (parsed.messages, parsed.statuses, parsed.rotations, parsed.unknown)))


def joined(parts: list[Parsed]) -> Parsed:
    """Return the parts as one."""
    return Parsed(
        messages=tuple(found for part in parts for found in part.messages),
        statuses=tuple(found for part in parts for found in part.statuses),
        rotations=tuple(found for part in parts for found in part.rotations),
        unknown=tuple(found for part in parts for found in part.unknown),
    )


def entries(body: Json) -> list[Json]:
    """Return the list under `entry`, found here without the parser's help."""
    return items(body, "entry")


def in_one_entry(bodies: list[Json]) -> Json:
    """Return all changes of `bodies` under one entry."""
    changes = [one for body in bodies for entry in entries(body) for one in items(entry, "changes")]
    return {"entry": [{"changes": changes}]}


def elements(body: Json) -> int:
    """Return how many things a webhook holds; an empty container is one."""
    return sum(map(_in_entry, entries(body))) or 1


def _in_entry(entry: Json) -> int:
    return sum(map(_in_change, items(entry, "changes"))) or 1


def _in_change(raw: Json) -> int:
    if not isinstance(raw, dict) or raw.get("field") != "messages":
        return 1
    value = raw.get("value")
    return len(items(value, "messages")) + len(items(value, "statuses")) or 1


def items(container: Json, key: str) -> list[Json]:
    """Return the list under `key`, empty if it is none."""
    value = container.get(key) if isinstance(container, dict) else None
    return value if isinstance(value, list) else []
