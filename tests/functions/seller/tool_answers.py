"""What the other functions would answer the seller: a catalog, a cart and orders in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from shared.events.carts import CartRequested
from shared.events.event import Event
from shared.events.failures import RequestFailed
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
from shared.models.order import OrderStatus, OrderView
from shared.models.product import Product, ProductCard
from shared.models.wire import in_language
from tests.functions.seller.cart_answers import CartTools
from tests.functions.seller.goods import BRAND, GOODS, usd


@dataclass
class Tools(CartTools):
    """Everything the seller can ask, with switches for what can go wrong."""

    orders: list[OrderView] = field(default_factory=list[OrderView])
    failing: set[str] = field(default_factory=set[str])
    rejecting: (
        Literal["quote_expired", "quote_changed", "sold_out", "code_refused", "invalid"] | None
    ) = None
    left: int = 2
    """Pieces left of what is rejected as sold out."""
    order_refusal: str | None = None
    faq_for_words: bool = False
    cancelled_as: OrderStatus = OrderStatus.CANCELLED

    def answer(self, event: Event, now: datetime) -> Event:
        if event.type in self.failing:
            return RequestFailed(
                failed_type=event.type,
                failed_id="1",
                consumer="x",
                reason="down",
                reply_to=getattr(event, "reply_to", None),
            )
        match event:
            case ProductQuery():
                return self._query(event)
            case ProductRecommend():
                cards = [
                    card(each, event.language) for each in GOODS if each.id != event.product_id
                ]
                stocked = tuple(each for each in cards if each.in_stock)[:3]
                return ProductRecommendResult(
                    reply_to=event.reply_to, kind=event.kind, cards=stocked
                )
            case CartRequested():
                return self.answer_cart(event, now)
            case OrderCreate():
                return self._create(event, now)
            case OrderRequested():
                return self._order(event)
            case _:
                raise AssertionError(f"no tool takes {event.type}")

    def set_status(self, number: str, status: OrderStatus, **changes: object) -> OrderView:
        at = next(index for index, order in enumerate(self.orders) if order.number == number)
        self.orders[at] = self.orders[at].model_copy(update={"status": status, **changes})
        return self.orders[at]

    def _query(self, event: ProductQuery) -> ProductQueryResult:
        reply_to, kind = event.reply_to, event.kind
        if kind == "details":
            wanted = set(event.product_ids)
            found = tuple(
                each
                for each in GOODS
                if each.id in wanted or {v.sku for v in each.variants} & wanted
            )
            return ProductQueryResult(reply_to=reply_to, kind=kind, products=found)
        if kind == "faq":
            known = (each for each in BRAND.faq if self.faq_for_words or each.topic == event.topic)
            entry = next(known, None)
            return ProductQueryResult(reply_to=reply_to, kind=kind, faq=entry)
        search = event.search or Search()
        found = tuple(each for each in GOODS if matches(each, search))
        relaxed: tuple[str, ...] = ()
        if not found and search.colours:
            found = tuple(
                each for each in GOODS if matches(each, search.model_copy(update={"colours": ()}))
            )
            relaxed = ("colours",) if found else ()
        if search.sort == "price_asc":
            found = tuple(sorted(found, key=lambda each: each.variants[0].price.amount_minor))
        cards = tuple(card(each, event.language) for each in found)
        page = cards[search.offset : search.offset + search.limit]
        return ProductQueryResult(
            reply_to=reply_to, kind=kind, cards=page, total=len(cards), relaxed=relaxed
        )

    def _create(self, event: OrderCreate, now: datetime) -> OrderCreated | OrderRejected:
        quote = event.quote
        order = OrderView(
            number=f"FA-{100001 + len(self.orders)}", brand="fashion", customer_id="c1",
            status=OrderStatus.PENDING_PAYMENT, line_items=quote.lines, codes=quote.codes,
            address=quote.address, delivery=quote.delivery, totals=quote.totals, paid=usd(0),
            refunded=usd(0), payment_url="https://pay.test/1",
            payment_expires_at=now + timedelta(minutes=15), placed_at=now, updated_at=now,
        )  # fmt: skip
        if self.rejecting:
            reason, self.rejecting = self.rejecting, None
            return OrderRejected(
                reply_to=event.reply_to,
                customer_id="c1",
                order=order,
                reason=reason,
                short=tuple(
                    one.model_copy(update={"quantity": self.left}) for one in quote.lines[:1]
                ),
            )
        self.orders.append(order)
        return OrderCreated(reply_to=event.reply_to, customer_id="c1", order=order)

    def _order(self, event: OrderRequested) -> OrderResult:
        mine = [each for each in self.orders if event.number in (None, each.number)]
        found = tuple(reversed(mine)) if event.action == "list" else tuple(mine[-1:])
        refusal = self.order_refusal or (None if found else "not_found")
        if refusal is None and event.action in ("cancel", "return") and not event.confirmed:
            refusal = "needs_confirmation"
        if refusal is None and event.action in ("cancel", "return"):
            status = self.cancelled_as if event.action == "cancel" else OrderStatus.RETURNED
            found = (self.set_status(found[0].number, status),)
        return OrderResult(
            reply_to=event.reply_to,
            action=event.action,
            done=refusal is None,
            orders=found,
            refusal=refusal,
        )


def card(product: Product, language: str) -> ProductCard:
    stocked = [each for each in product.variants if each.stock]
    return ProductCard(
        product_id=product.id,
        title=in_language(product.title, language),
        price=product.variants[0].price,
        options={option.name: option.values for option in product.options},
        in_stock=bool(stocked),
    )


def matches(product: Product, search: Search) -> bool:
    colours = {each.options.get("colour") for each in product.variants}
    price = product.variants[0].price.amount_minor
    kind = next(each for each in BRAND.categories if each.id == product.category)
    synonyms = (word for words in kind.synonyms.values() for word in words)
    words = " ".join((*product.title.values(), *kind.name.values(), *synonyms)).casefold()
    return (
        search.category
        in (None, product.category, "shoes" if "shoes" in product.category else None)
        and (not search.colours or bool(colours & set(search.colours)))
        and (search.price_max is None or price <= search.price_max.amount_minor)
        and (search.price_min is None or price >= search.price_min.amount_minor)
        and all(word in words for word in search.text.casefold().split())
        and any(each.stock for each in product.variants)
    )
