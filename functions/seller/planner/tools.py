"""The seller's tools: events to other functions, their results, as steps of a plan.

A plan is a generator: it yields the events to publish and is sent their results. It is run again
from the start at every step, over the calls already in the turn's log.
"""

from collections.abc import Generator
from typing import Final, Literal, TypeVar

from functions.seller.planner.scene import Scene
from functions.seller.planner.stated import shops_for_other
from functions.seller.steps import HandOff, Reply
from shared.events.carts import CartRequested, CartUpdated
from shared.events.event import Event, ReplyTo
from shared.events.orders import (
    OrderCreate,
    OrderCreated,
    OrderRejected,
    OrderRequested,
    OrderResult,
)
from shared.events.products import (
    ProductQuery,
    ProductQueryResult,
    ProductRecommend,
    ProductRecommendResult,
    Search,
)
from shared.models.cart import Quote
from shared.models.product import Product, ProductCard

Ending = Reply | HandOff
Result = TypeVar("Result")
Ask = Generator[tuple[Event, ...], tuple[Event, ...], Result]
Plan = Ask[Ending]

UNADDRESSED: Final = ReplyTo(conversation="", turn_id="", call_id="")
"""Stands in until the planner numbers the call."""


def taste_of(scene: Scene) -> str | None:
    """Return whose tastes count and are learnt: nobody's where they shop for somebody else."""
    return None if shops_for_other(scene) else scene.given.customer_id


def find(scene: Scene, search: Search) -> Ask[ProductQueryResult | None]:
    """Search the catalog; None when it does not answer."""
    (found,) = yield (
        ProductQuery(
            reply_to=UNADDRESSED,
            kind="search",
            language=scene.voice.language,
            customer_id=taste_of(scene),
            search=search,
        ),
    )
    return found if isinstance(found, ProductQueryResult) else None


def details(scene: Scene, product_ids: tuple[str, ...]) -> Ask[tuple[Product, ...] | None]:
    """Get whole products, as many as there still are; None when the catalog does not answer."""
    (found,) = yield (
        ProductQuery(
            reply_to=UNADDRESSED,
            kind="details",
            language=scene.voice.language,
            customer_id=taste_of(scene),
            product_ids=product_ids,
        ),
    )
    return found.products if isinstance(found, ProductQueryResult) else None


def frequent_answer(
    scene: Scene, question: str, topic: str | None
) -> Ask[ProductQueryResult | None]:
    """Look a question up in the FAQ."""
    (found,) = yield (
        ProductQuery(
            reply_to=UNADDRESSED,
            kind="faq",
            language=scene.voice.language,
            question=question or None,
            topic=topic,
        ),
    )
    return found if isinstance(found, ProductQueryResult) else None


def recommend(
    scene: Scene,
    kind: Literal["similar", "bought_together", "for_you", "trending"],
    *,
    product_id: str | None = None,
    category: str | None = None,
) -> Ask[tuple[ProductCard, ...] | None]:
    """Get recommendations; None when the catalog does not answer."""
    (found,) = yield (
        ProductRecommend(
            reply_to=UNADDRESSED,
            kind=kind,
            language=scene.voice.language,
            customer_id=taste_of(scene),
            product_id=product_id,
            category=category,
        ),
    )
    return found.cards if isinstance(found, ProductRecommendResult) else None


def ask_cart(request: CartRequested) -> Ask[CartUpdated | None]:
    """Change, show or quote the cart."""
    (updated,) = yield (request,)
    return updated if isinstance(updated, CartUpdated) else None


def place_order(scene: Scene, quote: Quote) -> Ask[OrderCreated | OrderRejected | None]:
    """Make the confirmed quote an order."""
    (outcome,) = yield (
        OrderCreate(
            conversation=scene.given.conversation,
            customer_id=scene.given.customer_id,
            language=scene.voice.language,
            quote=quote,
        ),
    )
    return outcome if isinstance(outcome, OrderCreated | OrderRejected) else None


def ask_orders(request: OrderRequested) -> Ask[OrderResult | None]:
    """Show or change orders."""
    (result,) = yield (request,)
    return result if isinstance(result, OrderResult) else None


def straight(ending: Ending) -> Plan:
    """Return a plan that needs no tool."""
    yield from ()
    return ending
