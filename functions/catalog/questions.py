"""Questions of the sellers: search, details, frequent questions, recommendations."""

from typing import Final

from functions.catalog.answering import details, reasoned, search_page, tastes_for
from functions.catalog.cards import card
from functions.catalog.faq import answer
from functions.catalog.frequent import entries_of
from functions.catalog.live import live_catalog
from functions.catalog.recommending import Wish, recommended
from functions.catalog.search import Shelf
from shared.errors import InvalidEventError
from shared.events.products import (
    ProductQuery,
    ProductQueryResult,
    ProductRecommend,
    ProductRecommendResult,
    ProductViewed,
    Search,
)
from shared.function.decision import Emit
from shared.function.delivery import Delivery

MOST_AT_ONCE: Final = 30


async def on_query(event: ProductQuery, delivery: Delivery) -> None:
    """Answer a seller's question about products or terms."""
    shelf = _shelf(delivery)
    match event.kind:
        case "search":
            result = await _search(event, shelf, delivery)
        case "details":
            result = await _details(event, shelf, delivery)
        case "faq":
            result = await _faq(event, shelf, delivery)
    await delivery.publish(
        Emit(result, event.reply_to.conversation), *_seen(event, result, delivery)
    )


async def on_recommend(event: ProductRecommend, delivery: Delivery) -> None:
    """Recommend products to a seller."""
    shelf = _shelf(delivery)
    tastes = await tastes_for(delivery.store, shelf.brand.id, event.customer_id, delivery.now)
    wish = Wish(
        event.kind,
        max(1, min(event.limit, MOST_AT_ONCE)),
        product_id=event.product_id,
        category=event.category,
        tastes=tastes,
    )
    live = live_catalog(delivery.store)
    products = await recommended(live, delivery.store, shelf, wish, delivery.now)
    reasons = {product.id: why for product, why in products}
    cards = [card(product, event.language) for product, _ in products]
    result = ProductRecommendResult(
        reply_to=event.reply_to,
        kind=event.kind,
        cards=tuple(reasoned(each, reasons) for each in cards if each),
    )
    await delivery.publish(Emit(result, event.reply_to.conversation))


async def _search(event: ProductQuery, shelf: Shelf, delivery: Delivery) -> ProductQueryResult:
    search = event.search or Search()
    tastes = await tastes_for(delivery.store, shelf.brand.id, event.customer_id, delivery.now)
    live = live_catalog(delivery.store)
    found = await live.find(shelf, search, language=event.language, tastes=tastes)
    limit = max(1, min(search.limit, MOST_AT_ONCE))
    page = await search_page(live.fresh, found, max(0, search.offset), limit)
    return ProductQueryResult(
        reply_to=event.reply_to,
        kind=event.kind,
        cards=page.cards(event.language),
        total=found.total,
        relaxed=found.relaxed,
        corrected=found.corrected,
        facets=found.facets,
    )


async def _details(event: ProductQuery, shelf: Shelf, delivery: Delivery) -> ProductQueryResult:
    asked = event.product_ids[:MOST_AT_ONCE]
    fresh = live_catalog(delivery.store).fresh
    found = await details(fresh, delivery.store, shelf.brand.id, asked)
    products = tuple({each.id: each for each in found.values()}.values())
    cards = [card(each, event.language) for each in products]
    return ProductQueryResult(
        reply_to=event.reply_to,
        kind=event.kind,
        cards=tuple(each for each in cards if each),
        products=products,
        total=len(products),
    )


async def _faq(event: ProductQuery, shelf: Shelf, delivery: Delivery) -> ProductQueryResult:
    entries = await entries_of(delivery.store, shelf.brand)
    return ProductQueryResult(
        reply_to=event.reply_to,
        kind=event.kind,
        faq=answer(entries, event.question, event.topic),
    )


def _seen(event: ProductQuery, result: ProductQueryResult, delivery: Delivery) -> list[Emit]:
    """A shopper who is shown one product whole has looked at it; among several, only glanced."""
    if event.kind != "details" or len(result.products) != 1 or not event.customer_id:
        return []
    product = result.products[0]
    viewed = ProductViewed(
        customer_id=event.customer_id,
        product_id=product.id,
        category=product.category,
        at=delivery.now,
    )
    return [Emit(viewed, product.id)]


def _shelf(delivery: Delivery) -> Shelf:
    shelf = live_catalog(delivery.store).shelf(delivery.brand)
    if shelf is None:
        raise InvalidEventError(f"no brand {delivery.brand}")
    return shelf
