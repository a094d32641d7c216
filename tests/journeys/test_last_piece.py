"""Two shoppers want the last piece; whoever is slower is told so and led on."""

import pytest

from tests.journeys.purchase import check_out
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import ShopRun
from tests.journeys.shoppers import WhatsAppShopper
from tests.journeys.stock import set_stock, stock_of

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

MOST_TAPS = 8
WORDS = {"gaming": "agotado", "tech": "esgotado", "fashion": "sold out"}


def ready_to_confirm(shop: ShopRun, brand: str, sku: str) -> WhatsAppShopper:
    """Return a shopper before the quote for one piece."""
    shopper, script = WhatsAppShopper(shop, brand), SCRIPTS[brand]
    shopper.say(script.search)
    item = {"product_retailer_id": sku, "quantity": 1}
    shopper.send("order", {"catalog_id": "1", "product_items": [item]})
    check_out(shopper, script)
    return shopper


@pytest.mark.parametrize("brand", WORDS)
def test_the_slower_one_is_told_and_buys_something_like_it(shop: ShopRun, brand: str) -> None:
    sku = min(sku for sku, left in stock_of(shop, brand).items() if left)
    set_stock(shop, brand, sku, 1)
    quick, slow = (ready_to_confirm(shop, brand, sku) for _ in range(2))

    assert quick.say(SCRIPTS[brand].yes).link
    told = slow.say(SCRIPTS[brand].yes)

    assert told.has(WORDS[brand])
    assert told.link is None
    assert told.choices
    taps = 0
    while not slow.last.link:
        slow.tap(1)
        taps += 1
        assert taps < MOST_TAPS, f"this leads nowhere: {[one.text for one in slow.heard]}"
    bought = shop.order(slow.last.number)["lineItems"]
    assert sku not in [line["sku"] for line in bought]
    assert stock_of(shop, brand)[sku] == 0
    set_stock(shop, brand, sku, 500)
