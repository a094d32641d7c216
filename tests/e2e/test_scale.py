"""From zero and back, in the middle of a conversation."""

from tests.e2e.cluster_shop import ClusterShop
from tests.e2e.kubectl import pods, until
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shoppers import WhatsAppShopper

SLEEPERS = ("ai-seller-fashion", "cart", "intent", "whatsapp-sender")


def asleep() -> bool:
    return not any(pods(name) for name in SLEEPERS)


def test_a_conversation_outlives_the_functions_that_lead_it(shop: ClusterShop) -> None:
    script = SCRIPTS["fashion"]
    shopper = WhatsAppShopper(shop, "fashion")
    found = shopper.say(script.search)
    assert found.has(script.found) or found.choice(script.found)

    until(asleep, f"{SLEEPERS} to scale to zero", seconds=300, pause=2)
    picked = shopper.say(script.pick)

    assert picked.text
    assert pods("ai-seller-fashion")
    shopper.hears_nothing(3)
