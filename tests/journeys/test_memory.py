"""A shopper who tells their taste: it is used, explained, shown, forgotten."""

import pytest

from tests.journeys.heard import Heard
from tests.journeys.rest import settle
from tests.journeys.shop_run import ShopRun
from tests.journeys.shoppers import WhatsAppShopper

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

WISH = "show me running shoes"


def places(heard: Heard, *titles: str) -> list[int]:
    """Return where the titles stand in the list that was heard."""
    return [heard.text.index(title) for title in titles]


def test_a_taste_is_used_explained_shown_and_forgotten(shop: ShopRun) -> None:
    shopper = WhatsAppShopper(shop, "fashion")
    glide, knit = places(shopper.say(WISH), "Aero Glide", "Tempo Knit")
    assert glide < knit

    assert shopper.say("my favourite colour is green").has("green")
    settle(shop)
    glide, knit = places(shopper.say(WISH), "Aero Glide", "Tempo Knit")
    assert knit < glide

    shopper.say("why this one?")
    assert shopper.last.has("Tempo Knit", "it comes in green, which you like (you told me)")

    known = shopper.say("what do you know about me?")
    assert known.has("You told me:", "Colours: green", "What I noticed:")

    shopper.say("my size is 42")
    settle(shop)
    shopper.say(WISH)
    assert shopper.say("the first one").has("In your size, 42")

    assert shopper.say("forget that I like green").has("green")
    settle(shop)
    assert not shopper.say("what do you know about me?").has("green")
    glide, knit = places(shopper.say(WISH), "Aero Glide", "Tempo Knit")
    assert glide < knit

    shopper.say("forget my preferences")
    shopper.say("yes")
    settle(shop)
    assert shopper.say("what do you know about me?").has("don't remember anything")
