"""The tools a model may ask for: arguments, what becomes of a call, when it is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from functions.seller.thinking.arguments import (
    Arguments,
    CartLine,
    CartSku,
    Code,
    Forget,
    Nothing,
    Order,
    Products,
    Recommend,
    Remember,
    SearchFor,
    ShopQuestion,
)
from shared.llm.request import ToolSpec
from shared.nlu.intents import Intent

_WORDS: Final = Path(__file__).with_name("tools.yaml")


class Group(StrEnum):
    """What tools are about; a message that is surely about one gets the others only to read."""

    READ = "read"
    CART = "cart"
    ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool.

    Attributes:
        arguments: what the model may say.
        group: what it is about.
        flow: the rules take the turn over, as if the shopper had plainly meant this. Whatever costs
            money, cannot be undone or needs a yes is such a flow: it asks the shopper, and only
            the shopper's own answer goes on.
    """

    arguments: type[Arguments]
    group: Group
    flow: Intent | None = None


TOOLS: Final[Mapping[str, Tool]] = {
    "search": Tool(SearchFor, Group.READ),
    "product_details": Tool(Products, Group.READ),
    "recommend": Tool(Recommend, Group.READ),
    "answer_question": Tool(ShopQuestion, Group.READ),
    "show_cart": Tool(Nothing, Group.READ),
    "remember": Tool(Remember, Group.READ),
    "forget_preference": Tool(Forget, Group.READ),
    "forget_all_preferences": Tool(Nothing, Group.READ, Intent.FORGET_PREFERENCE),
    "show_memory": Tool(Nothing, Group.READ, Intent.VIEW_MEMORY),
    "why_suggested": Tool(Nothing, Group.READ, Intent.WHY_THIS),
    "hand_off": Tool(Nothing, Group.READ, Intent.HAND_OFF),
    "add_to_cart": Tool(CartLine, Group.CART),
    "set_quantity": Tool(CartLine, Group.CART),
    "remove_from_cart": Tool(CartSku, Group.CART),
    "apply_code": Tool(Code, Group.CART),
    "remove_code": Tool(Code, Group.CART),
    "clear_cart": Tool(Nothing, Group.CART, Intent.CLEAR_CART),
    "checkout": Tool(Nothing, Group.CART, Intent.CHECKOUT),
    "list_orders": Tool(Nothing, Group.ORDERS),
    "order_status": Tool(Order, Group.ORDERS),
    "pay_order": Tool(Order, Group.ORDERS, Intent.PAY),
    "cancel_order": Tool(Order, Group.ORDERS, Intent.CANCEL_ORDER),
    "return_order": Tool(Order, Group.ORDERS, Intent.RETURN_ORDER),
    "exchange_order": Tool(Order, Group.ORDERS, Intent.EXCHANGE_ORDER),
    "refund_order": Tool(Order, Group.ORDERS, Intent.REFUND),
    "change_address": Tool(Order, Group.ORDERS, Intent.CHANGE_ADDRESS),
}


def specs(allowed: frozenset[str]) -> tuple[ToolSpec, ...]:
    """Return what the model is told of the tools it may use now."""
    return tuple(spec for spec in _all_specs() if spec.name in allowed)


@cache
def _all_specs() -> tuple[ToolSpec, ...]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    words: dict[str, Any] = yaml.load(_WORDS.read_text("utf-8"), Loader=loader)  # noqa: S506 (a safe loader)
    return tuple(
        ToolSpec(
            name=name,
            description=words[name]["use"],
            parameters=_schema(tool.arguments, words[name].get("with", {})),
        )
        for name, tool in sorted(TOOLS.items())
    )


def _schema(arguments: type[Arguments], words: Mapping[str, str]) -> dict[str, object]:
    schema: dict[str, Any] = arguments.model_json_schema()
    schema.pop("title", None)
    schema.pop("description", None)
    for name, property_ in schema.get("properties", {}).items():
        property_.pop("title", None)
        if name in words:
            property_["description"] = words[name]
    return schema
