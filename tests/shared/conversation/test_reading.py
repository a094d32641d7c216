"""What is at hand when a message is read."""

import pytest

from shared.conversation.dialogue import Choice, Dialogue, Listing, Question
from shared.conversation.reading import nlu_context, product_came_with
from shared.models.message import InboundMessage, MessageKind, PageView
from tests.functions.seller.goods import BRAND, usd

GLIDE = Choice(product_id="glide", title="Aero Glide", price=usd(1), values={"size": ("41",)})


def seen(product_id: str | None, hint: str | None = None) -> InboundMessage:
    page = PageView(product_id=product_id)
    return InboundMessage(id="m", kind=MessageKind.TEXT, text="?", page=page, product_hint=hint)


@pytest.mark.parametrize(
    ("notes", "counts"),
    [
        (Dialogue(), True),
        (Dialogue(viewed="tote"), True),
        (Dialogue(viewed="tote", listing=Listing(total=0, products=())), False),
        (Dialogue(viewed="tote", choice=GLIDE), False),
        (Dialogue(viewed="glide", choice=GLIDE), True),
        (Dialogue(choice=GLIDE.model_copy(update={"product_id": "tote"})), False),
        (Dialogue(question=Question.CHOOSE_VARIANT, choice=GLIDE), True),
        (Dialogue(question=Question.CONFIRM_QUOTE), False),
        (Dialogue(question=Question.ADDRESS), False),
    ],
)
def test_a_page_counts_when_it_is_new_or_nothing_was_spoken_of(
    notes: Dialogue, *, counts: bool
) -> None:
    assert product_came_with(seen("tote"), notes) == ("tote" if counts else None)


def test_what_a_message_came_with_goes_before_the_page() -> None:
    assert product_came_with(seen("tote", "trail"), Dialogue()) == "trail"


def test_what_was_settled_about_another_product_is_not_said_of_this_one() -> None:
    context = nlu_context(Dialogue(choice=GLIDE), BRAND, seen("tote"))

    assert context.selected_product_id == "tote"
    assert context.selected_options == {}


def test_without_a_page_the_choice_is_at_hand() -> None:
    context = nlu_context(Dialogue(choice=GLIDE), BRAND, seen(None))

    assert context.selected_product_id == "glide"
    assert context.selected_options == {"size": ("41",)}
