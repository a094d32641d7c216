import pytest

from shared.models.message import MessageKind
from tests.functions.seller.goods import usd
from tests.functions.seller.shopper import Shopper

SPOKEN = ("en", "pt", "es")
HELLO = {"en": "hi", "pt": "oi, tudo bem?", "es": "hola, buenos días"}


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize(
    "kind",
    [
        MessageKind.IMAGE, MessageKind.AUDIO, MessageKind.VIDEO, MessageKind.DOCUMENT,
        MessageKind.STICKER, MessageKind.CONTACTS, MessageKind.FORM, MessageKind.UNSUPPORTED,
        MessageKind.ORDER, MessageKind.LOCATION, MessageKind.TEXT,
    ],
)  # fmt: skip
def test_everything_that_is_not_words_gets_an_answer(kind: MessageKind, language: str) -> None:
    shopper = Shopper()
    shopper.say(HELLO[language])

    assert shopper.send(kind)
    assert shopper.dialogue.language == language
    assert shopper.dialogue.failures == 0


def test_a_picture_with_words_is_read_by_its_words(shopper: Shopper) -> None:
    assert "Canvas Tote" in shopper.send(MessageKind.IMAGE, text="do you have bags like this?")


def test_a_sticker_does_not_interrupt_the_question(buyer: Shopper) -> None:
    buyer.say("checkout")
    buyer.send(MessageKind.STICKER)
    buyer.say("12 Main Street, Springfield 12345")

    assert buyer.dialogue.address is not None


@pytest.mark.parametrize("emoji", ["❤️", "👍", None, ""])
def test_a_reaction_wants_no_answer(shopper: Shopper, emoji: str | None) -> None:
    before = shopper.dialogue

    assert shopper.send(MessageKind.REACTION, emoji=emoji, reply_to="m0") == ""
    assert shopper.dialogue.question == before.question


def test_a_place_nobody_asked_for_is_kept_after_a_yes(shopper: Shopper) -> None:
    place = {"latitude": 1.0, "longitude": 2.0, "address": "Rua Augusta 100, São Paulo"}

    shopper.send(MessageKind.LOCATION, location=place)
    shopper.tap("confirm:address")

    assert shopper.dialogue.address is not None
    assert not shopper.dialogue.in_checkout


def test_a_catalog_order_goes_into_the_cart_at_our_prices(shopper: Shopper) -> None:
    said = shopper.send(
        MessageKind.ORDER,
        items=(
            {"product_id": "GLIDE-BLU-42", "quantity": 1, "price_hint": usd(9900)},
            {"product_id": "tote", "quantity": 2, "price_hint": usd(3900)},
            {"product_id": "sprint", "quantity": 1},
            {"product_id": "CLUTCH-1", "quantity": 1},
            {"product_id": "gone-1", "quantity": 1},
        ),
    )

    assert shopper.tools.lines == {"GLIDE-BLU-42": 1, "TOTE-1": 2}
    assert "Aero Glide (blue, 42) costs $129.00 now, not $99.00" in said
    assert "Canvas Tote costs" not in said
    assert "Vela Sprint comes in several versions" in said
    assert "Evening Clutch just sold out" in said
    assert "gone-1 isn't sold any more" in said


def test_a_huge_catalog_order_ends_within_the_steps_of_a_turn(shopper: Shopper) -> None:
    items = tuple({"product_id": f"MARATHON-BLU-{34 + n % 10}", "quantity": 1} for n in range(30))

    said = shopper.send(MessageKind.ORDER, items=items)

    assert "18 more didn't fit" in said
    assert sum(shopper.tools.lines.values()) == 12
