"""The journeys of tests/journeys, on a cluster."""

from tests.journeys.test_purchase import (
    test_a_whatsapp_shopper_buys_with_every_brand,
    test_the_same_purchase_works_in_the_web_chat,
)

__all__ = [
    "test_a_whatsapp_shopper_buys_with_every_brand",
    "test_the_same_purchase_works_in_the_web_chat",
]
