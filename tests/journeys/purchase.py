"""The stations of a purchase, on whichever channel."""

from tests.journeys.heard import Heard
from tests.journeys.scripts import Script
from tests.journeys.shop_run import Json, ShopRun
from tests.journeys.shoppers import Shopper, WebShopper


def fill_cart(shopper: Shopper, script: Script) -> Heard:
    """Find a product, choose a variant, add it; return the cart as it was shown."""
    found = shopper.say(script.search)
    assert found.has(script.found) or found.choice(script.found), found
    shopper.say(script.pick)
    for option in script.options:
        shopper.say(option)
    return shopper.say(script.add)


def check_out(shopper: Shopper, script: Script) -> Heard:
    """Give address and delivery; return the quote."""
    asked = shopper.say(script.checkout)
    assert asked.asks_location or isinstance(shopper, WebShopper), asked
    heard = shopper.say(script.address)
    if isinstance(shopper, WebShopper):  # a browser has no profile name
        heard = shopper.say("Alex Doe")
    assert len(heard.choices) >= 2, f"no choice of deliveries: {heard}"
    return shopper.say(script.delivery)


def place(shopper: Shopper, script: Script) -> str:
    """Buy one thing up to the payment link; return the order's number."""
    fill_cart(shopper, script)
    check_out(shopper, script)
    placed = shopper.say(script.yes)
    assert placed.link, placed
    return placed.number


def ship(shop: ShopRun, number: str, tracking: str = "JD0001") -> Json:
    """Hand an order to a carrier."""
    body = {"carrier": "DHL", "trackingNumber": tracking}
    answer = shop.admin("POST", f"/v1/admin/orders/{number}/ship", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def deliver(shop: ShopRun, number: str) -> Json:
    """Record that an order arrived."""
    answer = shop.admin("POST", f"/v1/admin/orders/{number}/deliver", json={})
    assert answer.status_code == 200, answer.text
    return answer.json()
