"""From what a model asks for to the event that asks for it, or to what is wrong with it."""

from dataclasses import dataclass

from pydantic import ValidationError

from functions.seller.planner.tools import UNADDRESSED
from functions.seller.steps import PlannerInput
from functions.seller.thinking.arguments import (
    Arguments,
    CartLine,
    CartSku,
    Code,
    Order,
    Products,
    Recommend,
    Remember,
    SearchFor,
    ShopQuestion,
)
from functions.seller.thinking.catalogue import TOOLS
from shared.events.carts import CartAction, CartRequested
from shared.events.event import Event
from shared.events.orders import OrderRequested
from shared.events.products import ProductQuery, ProductRecommend, Search
from shared.grounds.facts import Facts
from shared.llm.request import ToolUse
from shared.llm.structured import problems_of
from shared.models.money import Money, exponent
from shared.nlu.entities import Entities
from shared.nlu.intents import Intent

_CART: dict[str, CartAction] = {
    "show_cart": "show",
    "add_to_cart": "add",
    "set_quantity": "set_quantity",
    "remove_from_cart": "remove",
    "apply_code": "apply_code",
    "remove_code": "remove_code",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An event to publish; its result goes back to the model."""

    event: Event


@dataclass(frozen=True, slots=True)
class Flow:
    """The rules take over, as if the shopper had plainly said this."""

    intent: Intent
    entities: Entities


@dataclass(frozen=True, slots=True)
class Noted:
    """Something to remember; nothing is asked of anybody."""

    wish: Remember


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with the call, a line each, for the model to mend."""

    problems: tuple[str, ...]


Meant = Asked | Flow | Noted | Wrong


def meant(use: ToolUse, given: PlannerInput, allowed: frozenset[str], facts: Facts) -> Meant:
    """Return what becomes of a tool call; `facts` are those the model has been told so far."""
    tool = TOOLS.get(use.name)
    if tool is None or use.name not in allowed:
        return Wrong((f"{use.name}: there is no such tool here",))
    try:
        arguments = tool.arguments.model_validate_json(use.arguments or "{}")
    except ValidationError as error:
        return Wrong(problems_of(error))
    unknown = _unknown(use.name, arguments, given, facts)
    if unknown:
        return Wrong((unknown,))
    if tool.flow is not None:
        number = arguments.number if isinstance(arguments, Order) else None
        return Flow(tool.flow, Entities(order_number=number))
    if isinstance(arguments, Remember):
        return Noted(arguments)
    return Asked(_event(use.name, arguments, given))


def _unknown(name: str, arguments: Arguments, given: PlannerInput, facts: Facts) -> str:
    """Return what the arguments name that neither the shopper nor a tool ever did."""
    words = given.turn.message.text.casefold() if given.turn.message else ""
    match arguments:
        case CartLine() | CartSku() if arguments.sku not in facts.skus:
            return f"sku: {name} takes only a SKU from a tool's result"
        case Code() if arguments.code.casefold() not in words:
            return "code: the shopper wrote no such code"
        case Remember() if arguments.value.casefold() not in words:
            return "value: the shopper did not say that"
        case _:
            return ""


def _event(name: str, arguments: Arguments, given: PlannerInput) -> Event:
    language = given.dialogue.language or given.brand.language
    customer = given.customer_id
    if name in _CART:
        return CartRequested(
            customer_id=customer,
            action=_CART[name],
            language=language,
            sku=arguments.sku if isinstance(arguments, CartLine | CartSku) else None,
            quantity=arguments.quantity if isinstance(arguments, CartLine) else None,
            code=arguments.code if isinstance(arguments, Code) else None,
        )
    if isinstance(arguments, Recommend):
        return ProductRecommend(
            reply_to=UNADDRESSED,
            kind=arguments.kind,
            language=language,
            customer_id=customer,
            product_id=arguments.product_id,
            category=arguments.category,
        )
    if isinstance(arguments, SearchFor | Products | ShopQuestion):
        return _query(arguments, given, language)
    number = arguments.number if isinstance(arguments, Order) else None
    action = "list" if name == "list_orders" else "status"
    return OrderRequested(customer_id=customer, action=action, number=number)


def _query(
    arguments: SearchFor | Products | ShopQuestion, given: PlannerInput, language: str
) -> ProductQuery:
    match arguments:
        case SearchFor():
            return ProductQuery(
                reply_to=UNADDRESSED,
                kind="search",
                language=language,
                customer_id=given.customer_id,
                search=_search(arguments, given.brand.currency),
            )
        case Products():
            return ProductQuery(
                reply_to=UNADDRESSED,
                kind="details",
                language=language,
                customer_id=given.customer_id,
                product_ids=arguments.product_ids,
            )
        case ShopQuestion():
            return ProductQuery(
                reply_to=UNADDRESSED, kind="faq", language=language, question=arguments.question
            )


def _search(wanted: SearchFor, currency: str) -> Search:
    def money(amount: int | None) -> Money | None:
        if amount is None:
            return None
        return Money(amount_minor=amount * 10 ** exponent(currency), currency=currency)

    return Search(
        text=wanted.text,
        category=wanted.category,
        colours=wanted.colours,
        sizes=wanted.sizes,
        manufacturers=wanted.manufacturers,
        price_min=money(wanted.min_price),
        price_max=money(wanted.max_price),
        sort=wanted.sort,
    )
