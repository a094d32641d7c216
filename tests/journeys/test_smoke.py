"""The one journey that every `make test` takes; the others need `make journeys`."""

import pytest

from tests.journeys.purchase import place
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import ShopRun
from tests.journeys.shoppers import WhatsAppShopper


@pytest.mark.xdist_group("whole shop")
def test_a_whatsapp_message_becomes_a_paid_order(shop: ShopRun) -> None:
    shopper = WhatsAppShopper(shop, "fashion")

    number = place(shopper, SCRIPTS["fashion"])
    shopper.pay()
    shopper.hear(number)

    order = shop.order(number)
    assert order["status"] == "confirmed"
    assert order["paid"] == order["totals"]["total"]
