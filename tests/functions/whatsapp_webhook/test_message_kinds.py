import json

import pytest

from functions.whatsapp_webhook.message_kinds import read_content
from shared.models.message import (
    ActionTap,
    InboundMessage,
    Location,
    MediaRef,
    MessageKind,
    OrderedItem,
)
from shared.models.money import Money


def read(kind: str, body: object) -> InboundMessage:
    message = read_content("wamid.A", kind, {kind: body})
    assert message is not None
    return message


@pytest.mark.parametrize("kind", ["image", "audio", "video", "document", "sticker"])
def test_media_is_referred_to_by_its_id(kind: str) -> None:
    message = read(kind, {"id": "77", "mime_type": "x/y", "sha256": "abc=", "caption": " Look "})

    assert message.kind == MessageKind(kind)
    assert message.media == MediaRef(id="77", mime_type="x/y", sha256="abc=")
    assert message.text == "Look"


def test_a_document_keeps_its_name() -> None:
    message = read("document", {"id": 77, "filename": "a\x00b.pdf"})

    assert message.media == MediaRef(id="77", filename="ab.pdf")


def test_a_location_keeps_its_name_and_address() -> None:
    message = read(
        "location", {"latitude": "1.5", "longitude": -2, "name": "Home", "address": "1 A"}
    )

    assert message.location == Location(latitude=1.5, longitude=-2, name="Home", address="1 A")


def test_contacts_are_read_by_name_and_malformed_ones_left_out() -> None:
    named: list[object] = [{"name": {"formatted_name": "Ana Li"}}, {"name": {"first_name": "Bo"}}]

    message = read("contacts", [*named, 7, {"name": {"first_name": ""}}])

    assert message.contact_names == ("Ana Li", "Bo")


@pytest.mark.parametrize(
    ("body", "emoji"),
    [
        ({"message_id": "m", "emoji": "👍🏽"}, "👍🏽"),
        ({"message_id": "m", "emoji": ""}, None),
        ({"message_id": "m"}, None),
    ],
)
def test_a_reaction_without_emoji_was_removed(body: object, emoji: str | None) -> None:
    message = read("reaction", body)

    assert (message.kind, message.emoji, message.reply_to) == (MessageKind.REACTION, emoji, "m")


def test_a_templates_quick_reply_is_a_tap_on_its_payload() -> None:
    message = read("button", {"payload": "track:AS-1", "text": "Track"})

    assert (message.action, message.text) == (ActionTap(id="track:AS-1", title="Track"), "Track")


def test_a_quick_reply_without_payload_is_known_by_its_text() -> None:
    assert read("button", {"text": "Track"}).action == ActionTap(id="Track", title="Track")


def test_a_reply_button_is_a_tap() -> None:
    message = read(
        "interactive", {"type": "button_reply", "button_reply": {"id": "a", "title": "A"}}
    )

    assert (message.kind, message.action) == (MessageKind.ACTION, ActionTap(id="a", title="A"))


@pytest.mark.parametrize(
    ("response", "text"),
    [
        ({"flow_token": "t", "city": "São Paulo", "n": 2}, "city: São Paulo\nn: 2"),
        ({"values": {"zip": "1"}}, 'values: {"zip": "1"}'),
        ("just text", "just text"),
        (5, "5"),
        ([], "Sent"),
        (None, "Sent"),
        ({"flow_token": "t"}, "Sent"),
    ],
)
def test_a_form_is_read_as_lines_whatever_json_it_holds(response: object, text: str) -> None:
    body = {"nfm_reply": {"name": "flow", "body": "Sent", "response_json": json.dumps(response)}}

    message = read("interactive", body)

    assert (message.kind, message.text) == (MessageKind.FORM, text)


@pytest.mark.parametrize("response", ["{", "", "NaN", "[" * 100_000])
def test_a_form_that_is_not_json_is_read_by_its_body(response: str) -> None:
    message = read("interactive", {"nfm_reply": {"body": "Sent", "response_json": response}})

    assert message.text == "Sent"


def test_a_product_asked_about_is_a_hint() -> None:
    message = read("interactive", {"type": "product", "product": {"product_retailer_id": "p1"}})

    assert (message.kind, message.product_hint) == (MessageKind.TEXT, "p1")


def test_an_order_keeps_what_is_readable_and_prices_as_hints() -> None:
    items = [
        {"product_retailer_id": "a", "quantity": "2", "item_price": 30, "currency": "USD"},
        {"product_retailer_id": "b", "quantity": 1, "item_price": "19.99", "currency": "BRL"},
        {"product_retailer_id": "c", "quantity": 3, "item_price": 500, "currency": "JPY"},
        {"product_retailer_id": "d", "quantity": 1, "item_price": "NaN", "currency": "USD"},
        {"product_retailer_id": "e", "quantity": 1, "item_price": 1, "currency": "dollars"},
        {"product_retailer_id": "f", "quantity": 0},
        "junk",
    ]

    message = read("order", {"catalog_id": "1", "text": "quick please", "product_items": items})

    assert message.text == "quick please"
    assert message.items == (
        OrderedItem(
            product_id="a", quantity=2, price_hint=Money(amount_minor=3000, currency="USD")
        ),
        OrderedItem(
            product_id="b", quantity=1, price_hint=Money(amount_minor=1999, currency="BRL")
        ),
        OrderedItem(product_id="c", quantity=3, price_hint=Money(amount_minor=500, currency="JPY")),
        OrderedItem(product_id="d", quantity=1),
        OrderedItem(product_id="e", quantity=1),
    )


def test_an_unheard_of_type_is_none() -> None:
    assert read_content("wamid.A", "hologram", {"hologram": {}}) is None
