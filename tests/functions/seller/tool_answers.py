"""What the other functions would answer the seller: a catalog, a cart and orders in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from zlib import crc32

from shared.events.carts import CartRequested, CartUpdated
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
from shared.models.cart import Cart, DeliveryChoice, LineItem, Notice, Quote, Totals
from shared.models.order import OrderStatus, OrderView
from shared.models.product import Product, ProductCard
from shared.models.wire import in_language
from tests.functions.seller.goods import BRAND, GOODS, line_of, usd, variant_of

PERCENT = {"LUNA10": 10}


@dataclass
class Tools:
    """Everything the seller can ask, with switches for what can go wrong."""

    lines: dict[str, int] = field(default_factory=dict[str, int])
    codes: tuple[str, ...] = ()
    orders: list[OrderView] = field(default_factory=list[OrderView])
    notices: tuple[Notice, ...] = ()
    failing: set[str] = field(default_factory=set[str])
    rejecting: (
        Literal["quote_expired", "quote_changed", "sold_out", "code_refused", "invalid"] | None
    ) = None
    refusing_quote: list[Notice] = field(default_factory=list[Notice])
    order_refusal: str | None = None
    faq_for_words: bool = False
    cancelled_as: OrderStatus = OrderStatus.CANCELLED
    language: str = "en"
    told: tuple[Notice, ...] = ()
    version: int = 0

    def answer(self, event: Event, now: datetime) -> Event:
        if event.type in self.failing:
            return RequestFailed(failed_type=event.type, failed_id="1", consumer="x", reason="down")
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
                return self._cart(event, now)
            case OrderCreate():
                return self._create(event, now)
            case OrderRequested():
                return self._order(event)
            case _:
                raise AssertionError(f"no tool takes {event.type}")

    def cart(self, now: datetime) -> Cart:
        lines = tuple(line_of(sku, count, self.language) for sku, count in self.lines.items())
        return Cart(
            id="cart", brand="fashion", customer_id="c1", version=self.version, lines=lines,
            codes=self.codes, totals=self.totals(lines, 0), notices=self.notices + self.told,
            priced_at=now,
        )  # fmt: skip

    def totals(self, lines: tuple[LineItem, ...], shipping: int) -> Totals:
        subtotal = sum(line.line_total.amount_minor for line in lines)
        discount = -sum(subtotal * PERCENT[code] // 100 for code in self.codes)
        return Totals(
            subtotal=usd(subtotal), discount=usd(discount), shipping=usd(shipping), tax=usd(0),
            total=usd(subtotal + discount + shipping),
        )  # fmt: skip

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

    def _cart(self, event: CartRequested, now: datetime) -> CartUpdated:
        self.told = ()
        refusal = self._change(event)
        self.version += event.action not in ("show", "quote") and refusal is None
        cart = self.cart(now)
        quote = None
        if event.action == "quote" and refusal is None:
            quote = self._quote(event, cart, now)
        return CartUpdated(
            reply_to=event.reply_to, action=event.action, changed=refusal is None, cart=cart,
            quote=quote, refusal=refusal,
        )  # fmt: skip

    def _change(self, event: CartRequested) -> Notice | None:
        sku = event.sku or ""
        match event.action:
            case "add" | "set_quantity":
                return self.put(sku, event.quantity or 1, adding=event.action == "add")
            case "remove" if self.lines.pop(sku, None) is None:
                return Notice(code="not_in_cart", sku=sku)
            case "clear":
                self.lines.clear()
            case "apply_code" | "remove_code":
                return self._code(event.code or "", applying=event.action == "apply_code")
            case "quote":
                return self._refused_quote(event)
            case _:
                pass
        return None

    def _refused_quote(self, event: CartRequested) -> Notice | None:
        if self.refusing_quote:
            return self.refusing_quote.pop()
        if not self.lines:
            return Notice(code="empty")
        if event.delivery_id not in {each.id for each in BRAND.policies.shipping.options}:
            return Notice(code="delivery_unknown")
        abroad = event.address is not None and event.address.country == "DE"
        return Notice(code="country_not_served") if abroad else None

    def put(self, sku: str, quantity: int, *, adding: bool) -> Notice | None:
        """As the cart does: as many as there are, with a notice; none more = a refusal."""
        found = variant_of(sku)
        if found is None:
            return Notice(code="product_gone", sku=sku)
        product, variant = found
        had = self.lines.get(sku, 0)
        wanted = quantity + (had if adding else 0)
        title = in_language(product.title, self.language)
        if not variant.stock:
            return Notice(code="sold_out", sku=sku, title=title, available=0)
        short = Notice(code="stock_short", sku=sku, title=title, available=variant.stock)
        if wanted > variant.stock:
            if variant.stock <= had:
                return short
            self.told = (short,)
        self.lines[sku] = min(wanted, variant.stock)
        return None

    def _code(self, code: str, *, applying: bool) -> Notice | None:
        if code not in PERCENT:
            return Notice(code="code_unknown", code_text=code)
        self.codes = (code,) if applying else ()
        return None

    def _quote(self, event: CartRequested, cart: Cart, now: datetime) -> Quote:
        option = next(
            each for each in BRAND.policies.shipping.options if each.id == event.delivery_id
        )
        assert event.address is not None
        name = in_language(option.name, event.language)
        delivery = DeliveryChoice(
            id=option.id,
            name=name,
            price=option.price,
            days_min=option.days_min,
            days_max=option.days_max,
        )
        totals = self.totals(cart.lines, option.price.amount_minor)
        return Quote(
            id=f"q{self.version}{option.id[0]}{crc32(event.address.line1.encode()):x}",
            cart_id="cart", cart_version=self.version, brand="fashion",
            customer_id="c1", lines=cart.lines, codes=cart.codes, address=event.address,
            delivery=delivery, totals=totals, expires_at=now + timedelta(minutes=15),
        )  # fmt: skip

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
                short=quote.lines[:1],
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
