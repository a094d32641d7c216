import pytest

from tests.journeys.purchase import check_out, deliver, fill_cart, ship
from tests.journeys.scripts import SCRIPTS, Script
from tests.journeys.shop_run import ShopRun
from tests.journeys.shoppers import Shopper, WebShopper, WhatsAppShopper
from tests.journeys.stock import stock_of

pytestmark = pytest.mark.journey


def buy(shop: ShopRun, shopper: Shopper, script: Script) -> str:
    """From the first wish to the paid order; return its number."""
    words, before = script.words, stock_of(shop, script.brand)

    fill_cart(shopper, script)
    assert shopper.say(script.quantity).has(words["quantity"])
    assert shopper.say(script.cart).has(words["quantity"])
    assert shopper.say(script.code).has(words["code"], "-$")
    quote = check_out(shopper, script)
    assert quote.has(words["quantity"], words["delivery"], script.town)
    number = shopper.say(script.yes).number
    waiting = shop.order(number)
    assert waiting["status"] == "pending_payment"

    assert shopper.pay().status_code == 200
    shopper.hear(number)
    order = shop.order(number)
    assert order["status"] == "confirmed"
    assert order["paid"] == order["totals"]["total"] == waiting["totals"]["total"]
    assert order["totals"]["discount"]["amountMinor"] < 0
    bought = {line["sku"]: line["quantity"] for line in order["lineItems"]}
    after = stock_of(shop, script.brand)
    assert {sku: before[sku] - left for sku, left in after.items() if left != before[sku]} == bought
    return number


def receive(shop: ShopRun, shopper: Shopper, script: Script, number: str) -> None:
    """From the paid order to the rating."""
    assert shopper.say(script.where).has(number)
    assert ship(shop, number)["status"] == "shipped"
    shopper.hear(number, "DHL", "JD0001")
    assert deliver(shop, number)["status"] == "delivered"
    asked = shopper.hear(number)
    assert len(asked.choices) == 5
    shopper.tap(1)
    shopper.hears_nothing(1)


@pytest.mark.parametrize("brand", SCRIPTS)
def test_a_whatsapp_shopper_buys_with_every_brand(shop: ShopRun, brand: str) -> None:
    shopper, script = WhatsAppShopper(shop, brand), SCRIPTS[brand]

    number = buy(shop, shopper, script)
    receive(shop, shopper, script, number)


def test_the_same_purchase_works_in_the_web_chat(shop: ShopRun) -> None:
    shopper, script = WebShopper(shop, "fashion"), SCRIPTS["fashion"]

    number = buy(shop, shopper, script)
    receive(shop, shopper, script, number)
