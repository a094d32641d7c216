"""A cart that a tool showed in one turn is known to the model in the next."""

import pytest

from shared.conversation.dialogue import Dialogue, Question
from shared.events.carts import CartRequested
from shared.llm.scripted import calls, says
from shared.nlu.intents import Intent
from tests.functions.seller.thinking.thinker import Thinker

SHOW = calls(("show_cart", {}))


@pytest.fixture
def thinker() -> Thinker:
    """Return a shopper who has two things in the cart, of which nobody spoke yet."""
    shopper = Thinker(dialogue=Dialogue(language="en", greeted=True))
    shopper.tools.lines |= {"GLIDE-BLU-42": 1, "SPRINT-RED-41": 2}
    return shopper


def skus(notes: Dialogue) -> list[str]:
    return [line.sku for line in notes.cart.lines] if notes.cart else []


def test_the_second_line_of_a_cart_shown_before_can_be_removed(thinker: Thinker) -> None:
    thinker.script = [SHOW, says("Two things are in it.")]
    thinker.mean(Intent.VIEW_CART, "what do I have?")
    second = skus(thinker.dialogue)[1]
    thinker.script = [calls(("remove_from_cart", {"sku": second})), says("It is out.")]

    thinker.mean(Intent.REMOVE_FROM_CART, "remove the second one")

    (known, *_) = thinker.requests[2].messages
    assert f'"sku": "{second}"' in known.text
    assert isinstance(thinker.asked[-1], CartRequested)
    assert thinker.tools.lines == {"GLIDE-BLU-42": 1}
    assert skus(thinker.dialogue) == ["GLIDE-BLU-42"]


def test_what_the_cart_was_before_is_kept_when_no_tool_showed_it(thinker: Thinker) -> None:
    thinker.script = [SHOW, says("Two things are in it."), says("Gladly.")]
    thinker.mean(Intent.VIEW_CART, "what do I have?")
    before = thinker.dialogue.cart

    thinker.mean(Intent.SMALL_TALK, "thanks a lot")

    assert before is not None
    assert thinker.dialogue.cart == before


def test_a_quote_made_before_does_not_outlive_a_look_at_the_cart(thinker: Thinker) -> None:
    thinker.script = [calls(("checkout", {}))]
    thinker.mean(Intent.CHECKOUT, "buy it")
    thinker.say("12 Main Street, Springfield 12345")
    thinker.tap("ship:standard")
    assert thinker.dialogue.quote is not None
    thinker.dialogue = thinker.dialogue.noting(question=Question.NONE)
    thinker.script = [SHOW, says("Two things are in it.")]

    thinker.mean(Intent.VIEW_CART, "what do I have?")

    assert thinker.dialogue.quote is None
