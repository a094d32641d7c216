"""Facts of turns in the shipped brands: what a model may truthfully speak of."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import yaml

from shared.conversation.dialogue import Dialogue
from shared.events.carts import CartUpdated
from shared.events.event import Event, ReplyTo
from shared.events.products import ProductQueryResult
from shared.grounds.facts import Facts
from shared.grounds.learning import known_before, learned
from shared.models.cart import Cart, LineItem, Totals
from shared.models.money import Money
from shared.models.product import Product
from tests.support.shop import shipped_brands, shipped_products

SAID = "half price or 50% off for something under $80? I'm two weeks in Norway"
ASKED = ReplyTo(conversation="c", turn_id="t", call_id="t.1")
LOOKED_AT = {
    "tech": ("te-kite-9", "te-kite-9-max", "te-hush-700", "te-meridian-watch-3"),
    "fashion": ("fa-aero-glide-men", "fa-high-tide-jeans"),
    "gaming": ("ga-empire-of-tiles", "ga-horizon-27-240"),
    "home": ("ho-hearth-candle", "ho-lund-3-seat-sofa"),
    "beauty": ("be-pore-edit-niacinamide",),
}
SOLD_OUT = {"tech": "te-tracker-band-5"}
TOPICS = {"warranty", "delivery", "returns", "assembly", "hours"}


def usd(minor: int) -> Money:
    return Money(amount_minor=minor, currency="USD")


def sayings(name: str) -> dict[str, list[str] | dict[str, list[str]]]:
    """Return the sentences of a file, by brand."""
    return yaml.safe_load(Path(__file__).with_name(f"{name}.yaml").read_text("utf-8"))


@cache
def known(brand: str) -> Facts:
    """Return the facts after a look at some products, the questions and, for one, the cart."""
    results = [_details(brand), *_answers(brand), *([_cart()] if brand == "fashion" else [])]
    facts = known_before(shipped_brands()[brand], Dialogue())
    for result in results:
        for language in ("en", "pt", "es") if isinstance(result, ProductQueryResult) else ("en",):
            facts = learned(facts, result, language)
    return facts


def _details(brand: str) -> ProductQueryResult:
    goods = {one.id: one for one in shipped_products(brand)}
    products = [goods[each] for each in LOOKED_AT[brand]]
    products += [_emptied(goods[each]) for each in [SOLD_OUT.get(brand)] if each]
    return ProductQueryResult(reply_to=ASKED, kind="details", products=tuple(products))


def _emptied(product: Product) -> Product:
    none = tuple(one.model_copy(update={"stock": 0}) for one in product.variants)
    return product.model_copy(update={"variants": none})


def _answers(brand: str) -> list[Event]:
    return [
        ProductQueryResult(reply_to=ASKED, kind="faq", faq=entry)
        for entry in shipped_brands()[brand].faq
        if entry.topic in TOPICS
    ]


def _cart() -> CartUpdated:
    """Two pairs of jeans with a code of 10 %."""
    line = LineItem(
        sku="FA-TRO-HIGHT-BLU-28",
        product_id="fa-high-tide-jeans",
        title="High Tide Wide-Leg Jeans",
        quantity=2,
        unit_price=usd(9200),
        line_total=usd(18400),
        discount=usd(-1840),
    )
    totals = Totals(
        subtotal=usd(18400), discount=usd(-1840), shipping=usd(0), tax=usd(0), total=usd(16560)
    )
    at = datetime(2026, 11, 22, tzinfo=UTC)
    cart = Cart(
        id="c",
        brand="fashion",
        customer_id="c1",
        version=1,
        lines=(line,),
        codes=("WELCOME10",),
        totals=totals,
        priced_at=at,
    )
    return CartUpdated(reply_to=ASKED, action="apply_code", changed=True, cart=cart)
