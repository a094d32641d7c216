"""What the shopper decides: forget me, language, ratings; and people handing back."""

import pytest

from shared.conversation.dialogue import Question
from shared.events.sales import SalesEscalationResolved
from shared.models.message import MessageKind
from tests.functions.seller.shopper import Shopper


def test_forgetting_is_explained_and_confirmed(buyer: Shopper) -> None:
    asked = buyer.say("delete all my data")
    assert "can't be undone" in asked
    assert not buyer.reply.erase_customer

    buyer.say("yes")

    assert buyer.reply.erase_customer
    assert buyer.dialogue.cart is None


@pytest.mark.parametrize(
    ("language", "asked", "stays", "silent"),
    [
        ("en", "delete my data", "Orders and invoices stay without your name", "no more news"),
        ("pt", "apagar meus dados", "Pedidos e notas fiscais ficam", "não mando mais notícias"),
        ("es", "borra mis datos", "Los pedidos y las facturas quedan", "ya no mando novedades"),
    ],
)
def test_forgetting_promises_nothing_about_orders_under_way(
    shopper: Shopper, language: str, asked: str, stays: str, silent: str
) -> None:
    shopper.tap(f"lang:{language}")

    explained = shopper.say(asked)

    assert stays in explained
    assert silent in explained


def test_forgetting_needs_its_own_yes(shopper: Shopper) -> None:
    shopper.say("delete all my data")
    shopper.say("no")

    assert not shopper.reply.erase_customer
    assert shopper.dialogue.question == Question.NONE


@pytest.mark.parametrize(
    ("language", "said"), [("pt", "português"), ("es", "español"), ("en", "English")]
)
def test_a_language_is_chosen_by_tap(shopper: Shopper, language: str, said: str) -> None:
    assert said in shopper.tap(f"lang:{language}")
    assert shopper.dialogue.language == language


def test_an_unknown_language_is_asked_back(shopper: Shopper) -> None:
    shopper.tap("lang:xx")

    assert shopper.ids() == ["lang:en", "lang:pt", "lang:es"]


@pytest.mark.parametrize(("stars", "ids"), [(5, ["cat"]), (2, ["person"])])
def test_a_rating_is_taken_and_a_bad_one_met(shopper: Shopper, stars: int, ids: list[str]) -> None:
    shopper.tap(f"rate:FA-100001:{stars}")

    assert shopper.reply.rating is not None
    assert (shopper.reply.rating.score, shopper.reply.rating.order_number) == (stars, "FA-100001")
    assert shopper.ids() == ids
    assert shopper.reply.signals[0].satisfaction == (stars - 1) / 4


@pytest.mark.parametrize("tap", ["rate:FA-1", "rate:FA-1:9", "rate:FA-1:x", "rate"])
def test_a_rating_that_is_none_is_asked_again(shopper: Shopper, tap: str) -> None:
    shopper.send(MessageKind.ACTION, action={"id": tap})

    assert shopper.reply.rating is None
    assert shopper.dialogue.question == Question.RATE


def test_the_menu_leads_to_everything(shopper: Shopper) -> None:
    shopper.say("help")

    for action in list(shopper.ids()):
        assert shopper.send(MessageKind.ACTION, action={"id": action})


def test_handed_back_the_seller_picks_up() -> None:
    shopper = Shopper(handed_back_summary="wants a bigger size")

    said = shopper.say("show me bags")

    assert "It's me again" in said
    assert "wants a bigger size" not in said, "an agent's note is not for the shopper"


def test_an_agent_who_hands_back_is_followed_by_a_word(shopper: Shopper) -> None:
    resolved = SalesEscalationResolved(
        conversation="c",
        conversation_id="c|1",
        agent_id="a",
        reason="handed_back",
        handed_back=True,
    )

    assert "It's me again" in shopper.hear(resolved)
