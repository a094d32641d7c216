"""The tools a model may ask for."""

import re

import pytest

from functions.seller.thinking.allowed import allowed_tools
from functions.seller.thinking.catalogue import TOOLS, Group, specs
from shared.nlu.intents import Intent
from shared.nlu.meaning import Understanding

NOT_FOR_A_MODEL = re.compile(
    "customer|user|brand|conversation|price|discount|amount|total|currency|refund|confirm|quote"
)
FILTERS = {"min_price", "max_price"}
"""They leave products out; they set no price."""
EVERYTHING = frozenset(TOOLS)


def meaning(intent: Intent, confidence: float = 0.9) -> Understanding:
    return Understanding(language="en", language_confidence=1, intent=intent, confidence=confidence)


def of(*groups: Group) -> frozenset[str]:
    return frozenset(name for name, tool in TOOLS.items() if tool.group in groups)


def test_no_tool_takes_who_asks_what_it_costs_or_a_yes() -> None:
    named = {name for tool in TOOLS.values() for name in tool.arguments.model_fields}

    assert {name for name in named if NOT_FOR_A_MODEL.search(name)} == FILTERS


def test_what_costs_money_or_can_not_be_undone_is_led_by_the_rules() -> None:
    assert {name for name, tool in TOOLS.items() if tool.flow} == {
        "cancel_order",
        "change_address",
        "checkout",
        "clear_cart",
        "exchange_order",
        "forget_all_preferences",
        "hand_off",
        "pay_order",
        "refund_order",
        "return_order",
        "show_memory",
        "why_suggested",
    }


def test_every_tool_is_explained_and_takes_nothing_more() -> None:
    told = specs(EVERYTHING)

    assert [spec.name for spec in told] == sorted(TOOLS)
    assert all(spec.description for spec in told)
    assert {str(spec.parameters["additionalProperties"]) for spec in told} == {"False"}


@pytest.mark.parametrize(
    ("understood", "allowed"),
    [
        (None, of(Group.READ)),
        (meaning(Intent.SEARCH), of(Group.READ)),
        (meaning(Intent.FAQ), of(Group.READ)),
        (meaning(Intent.ADD_TO_CART), of(Group.READ, Group.CART)),
        (meaning(Intent.CANCEL_ORDER), of(Group.READ, Group.ORDERS)),
        (meaning(Intent.UNCLEAR), EVERYTHING),
        (meaning(Intent.SEARCH, 0.5), EVERYTHING),
    ],
)
def test_a_message_that_is_surely_about_one_thing_allows_no_other(
    understood: Understanding | None, allowed: frozenset[str]
) -> None:
    assert allowed_tools(understood) == allowed


def test_a_second_wish_in_a_message_allows_its_tools_too() -> None:
    both = meaning(Intent.SEARCH).model_copy(update={"alternatives": ((Intent.CHECKOUT, 0.9),)})

    assert allowed_tools(both) == of(Group.READ, Group.CART)
