"""Shoppers who buy by tapping what comes first, many at once, whatever breaks meanwhile."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.journeys import stock
from tests.journeys.shop_run import ShopRun
from tests.journeys.shoppers import WhatsAppShopper
from tests.journeys.stubborn import Stubborn

WISHES = {
    "fashion": ("running shoes under $150", "12 Main Street, Springfield 12345"),
    "tech": ("fone bluetooth até 200 dólares", "Rua Augusta 1500, São Paulo, 01304-001"),
    "home": ("lámpara por menos de 150 dólares", "Av. Reforma 222, Ciudad de México, 06600"),
    "beauty": ("a mascara under $40", "350 Fifth Avenue, New York, NY 10118"),
    "gaming": ("un control inalámbrico", "Calle Mayor 12, 28013 Madrid"),
}
MOST_TAPS = 12
PATIENCE_SECONDS = 240.0


@dataclass(frozen=True)
class Bought:
    """One shopper's purchase.

    Attributes:
        written: messages the shopper sent.
        news: messages the shop sent on its own.
    """

    shopper: WhatsAppShopper
    number: str
    written: int
    news: int


def stock_up(shop: ShopRun) -> None:
    """Let nothing that is wished for run out."""
    stock.stock_up(shop, {brand: wish for brand, (wish, _) in WISHES.items()})


def buyer(shop: ShopRun, place: int, *, doubles: float = 0.0) -> WhatsAppShopper:
    """Return a shopper of one of the brands, whose webhooks Meta may send twice."""
    brand = list(WISHES)[place % len(WISHES)]
    client = shop.browser(transport=Stubborn(doubles, seed=place))
    return WhatsAppShopper(shop, brand, patience=PATIENCE_SECONDS, client=client)


def buy(shopper: WhatsAppShopper) -> Bought:
    """Search, tap the first choice until there is a link, pay, hear that it is confirmed."""
    wish, address = WISHES[shopper.brand]
    heard = shopper.say(wish)
    written = 1
    while not heard.link:
        heard = shopper.say(address) if heard.asks_location else shopper.tap(1)
        written += 1
        assert written < MOST_TAPS, f"this leads nowhere: {[h.text for h in shopper.everything()]}"
    number = heard.number
    assert shopper.pay().status_code == 200
    shopper.hear(number)
    return Bought(shopper, number, written, news=1)


def buy_at_once(shoppers: Sequence[WhatsAppShopper], together: int) -> list[Bought]:
    """Let everybody buy, so many at the same time."""
    with ThreadPoolExecutor(together) as pool:
        return list(pool.map(buy, shoppers))
