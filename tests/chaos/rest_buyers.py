"""Shoppers who buy over REST, each with a cookie of their own."""

import httpx

from tests.bench.checkouts import ADDRESS
from tests.journeys.shop_run import Json, ShopRun
from tests.support.shop import shipped_brands

BRAND = "fashion"
PATIENCE_SECONDS = 120
PAUSE_SECONDS = 0.5
"""Between two looks: fifty who look ten times a second are all that the shop is busy with."""


class RestBuyer:
    """One browser that wants one piece.

    Attributes:
        number: of the order that was placed.
    """

    def __init__(self, shop: ShopRun, sku: str) -> None:
        self.shop = shop
        self.sku = sku
        self.client = shop.browser(shop.gateway)
        self.number = ""
        self._quote: Json = {}

    def fill(self) -> None:
        """Put the piece into the cart and get the quote."""
        item = {"brand": BRAND, "sku": self.sku, "quantity": 1}
        self.client.post("/v1/cart/items", json=item).raise_for_status()
        self._quote = self.asked_quote().raise_for_status().json()

    def asked_quote(self) -> httpx.Response:
        """Ask what the cart costs now."""
        delivery = shipped_brands()[BRAND].policies.shipping.options[0].id
        wanted = {"brand": BRAND, "address": ADDRESS, "deliveryId": delivery}
        return self.client.post("/v1/cart/quote", json=wanted)

    def order(self) -> httpx.Response:
        """Order the quote."""
        answer = self.client.post("/v1/orders", json=self._quote)
        if answer.is_success:
            self.number = answer.json()["number"]
        return answer

    def seen(self, *statuses: str) -> Json:
        """Wait until the order has one of these statuses, and its link if it is to be paid."""

        def look() -> Json:
            order: Json = self.client.get(f"/v1/orders/{self.number}").raise_for_status().json()
            payable = order["status"] != "pending_payment" or order.get("paymentUrl")
            return order if order["status"] in statuses and payable else {}

        waited = f"{self.number} to be {' or '.join(statuses)}"
        return self.shop.eventually(look, waited, seconds=PATIENCE_SECONDS, pause=PAUSE_SECONDS)

    def pay(self, order: Json) -> httpx.Response:
        """Pay on the page that the order's link leads to."""
        page = httpx.URL(order["paymentUrl"]).path
        return self.client.post(page, data={"outcome": "succeeded"})
