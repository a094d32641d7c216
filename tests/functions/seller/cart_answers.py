"""What the cart function would answer the seller: lines, codes, quotes in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zlib import crc32

from shared.events.carts import CartRequested, CartUpdated
from shared.models.cart import Cart, DeliveryChoice, LineItem, Notice, Quote, Totals
from shared.models.wire import in_language
from tests.functions.seller.goods import BRAND, line_of, usd, variant_of

PERCENT = {"LUNA10": 10}


@dataclass
class CartTools:
    """A cart, with switches for what can go wrong."""

    lines: dict[str, int] = field(default_factory=dict[str, int])
    codes: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    refusing_quote: list[Notice] = field(default_factory=list[Notice])
    language: str = "en"
    told: tuple[Notice, ...] = ()
    version: int = 0

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

    def answer_cart(self, event: CartRequested, now: datetime) -> CartUpdated:
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
