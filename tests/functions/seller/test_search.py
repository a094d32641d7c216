import pytest

from shared.events.products import ProductQuery, ProductRecommend, Search
from shared.models.memory import Affinity, Preferences
from shared.models.message import MessageKind
from tests.functions.seller.goods import usd
from tests.functions.seller.shopper import START, Shopper


def searched(shopper: Shopper) -> Search:
    (query,) = (event for event in shopper.asked if isinstance(event, ProductQuery))
    assert query.search is not None
    return query.search


def test_everything_said_becomes_a_filter(shopper: Shopper) -> None:
    shopper.say("I want blue running shoes size 42 under $150")

    search = searched(shopper)
    assert search.category == "running-shoes"
    assert search.colours == ("blue",)
    assert search.sizes == ("42",)
    assert search.price_max == usd(15000)
    assert search.in_stock


def test_filters_alone_narrow_the_search_before(shopper: Shopper) -> None:
    shopper.say("show me running shoes")
    shopper.say("under $100")

    search = searched(shopper)
    assert (search.category, search.price_max) == ("running-shoes", usd(10000))


def test_cheaper_ones_cost_less_than_all_that_was_shown(shopper: Shopper) -> None:
    shopper.say("running shoes over $100")
    said = shopper.say("something cheaper")

    assert searched(shopper).price_max == usd(12899)
    assert "Vela Sprint" in said


def test_nothing_cheaper_is_said_as_it_is(shopper: Shopper) -> None:
    shopper.say("show me bags")
    said = shopper.say("something cheaper")

    assert "lowest prices" in said
    assert "Canvas" not in said


def test_given_up_filters_are_told(shopper: Shopper) -> None:
    said = shopper.say("pink running shoes")

    assert "pink running shoes" in said
    assert "the colour" in said
    assert "Aero Glide" in said


def test_nothing_found_offers_what_sells(shopper: Shopper) -> None:
    said = shopper.say("bags under $5")

    assert "bags" in said
    assert [type(event) for event in shopper.asked] == [ProductQuery, ProductRecommend]
    assert shopper.ids() == ["pick:glide", "pick:sprint", "pick:trail"]


def test_a_foreign_limit_is_converted_and_told(shopper: Shopper) -> None:
    said = shopper.say("running shoes under 500 reais")

    assert "about $100.00" in said
    assert searched(shopper).price_max == usd(10000)


def test_a_limit_without_a_rate_is_asked_back_and_the_answer_taken(shopper: Shopper) -> None:
    asked = shopper.say("running shoes under £200")
    assert "GBP" in asked
    assert shopper.asked == []

    shopper.say("100")

    search = searched(shopper)
    assert (search.category, search.price_max) == ("running-shoes", usd(10000))


def test_the_next_page_goes_on_where_the_last_ended(shopper: Shopper) -> None:
    shopper.tap("cat:shoes")
    listing = shopper.dialogue.listing
    assert listing is not None
    shopper.dialogue = shopper.dialogue.noting(listing=listing.model_copy(update={"total": 30}))

    shopper.say("more")

    assert searched(shopper).offset == 9


def test_the_last_page_says_so(shopper: Shopper) -> None:
    shopper.say("show me bags")

    assert "all I have" in shopper.say("more")
    assert shopper.asked == []


def test_an_old_more_button_shows_its_own_page(shopper: Shopper) -> None:
    shopper.tap("cat:shoes")
    listing = shopper.dialogue.listing
    assert listing is not None
    shopper.dialogue = shopper.dialogue.noting(listing=listing.model_copy(update={"total": 30}))

    shopper.tap("more:18")

    assert searched(shopper).offset == 18


def test_a_wish_for_ideas_uses_what_is_known(shopper: Shopper) -> None:
    shopper.preferences = Preferences(
        customer_id="c1", brand="fashion", categories=(Affinity(value="bags", score=1, at=START),)
    )

    shopper.say("what do you recommend?")

    (asked,) = shopper.asked
    assert isinstance(asked, ProductRecommend)
    assert asked.kind == "for_you"


def test_without_anything_known_ideas_are_what_sells(shopper: Shopper) -> None:
    shopper.tap("search")

    (asked,) = shopper.asked
    assert isinstance(asked, ProductRecommend)
    assert asked.kind == "trending"


def test_a_search_is_remembered(shopper: Shopper) -> None:
    shopper.say("blue running shoes under $150")

    (signal,) = shopper.reply.signals
    assert (signal.kind, signal.category, signal.colours, signal.price) == (
        "search", "running-shoes", ("blue",), usd(15000),
    )  # fmt: skip


def test_the_web_shows_cards_and_no_numbered_lines() -> None:
    shopper = Shopper(channel="web")

    said = shopper.say("show me running shoes")

    assert "1. " not in said
    assert [card.product_id for card in shopper.answer.products] == [
        "glide", "sprint", "trail", "marathon",
    ]  # fmt: skip


def test_a_silent_catalog_is_apologised_for_and_the_second_time_a_person_comes(
    shopper: Shopper,
) -> None:
    shopper.tools.failing = {"store.product.query"}

    first = shopper.say("show me bags")
    assert "notified" in first
    assert shopper.dialogue.failures == 1

    shopper.say("show me bags")
    assert shopper.hand_off.reason == "failed"


@pytest.mark.parametrize("tap", ["cat:never", "pick:never", "search:similar:never", "more:x"])
def test_an_old_button_of_something_gone_still_leads_somewhere(shopper: Shopper, tap: str) -> None:
    assert shopper.tap(tap)
    assert shopper.answer.actions


def test_a_product_from_an_advertisement_is_shown(shopper: Shopper) -> None:
    said = shopper.send(MessageKind.TEXT, text="is this available?", product_hint="glide")

    assert "Aero Glide" in said
    assert shopper.ids()[0] == "pick:glide"


@pytest.mark.parametrize(
    ("said", "sizes", "colours"),
    [
        ("I wear size 42, show me running shoes", ("42",), ()),
        ("adoro azul, quero ver tênis de corrida", (), ("blue",)),
    ],
)
def test_a_stated_preference_is_remembered_as_such(
    shopper: Shopper, said: str, sizes: tuple[str, ...], colours: tuple[str, ...]
) -> None:
    shopper.say(said)

    (signal,) = (each for each in shopper.reply.signals if each.kind == "stated")
    assert (signal.sizes, signal.colours) == (sizes, colours)


def test_a_search_states_no_preference(shopper: Shopper) -> None:
    shopper.say("blue running shoes size 42")

    assert [each.kind for each in shopper.reply.signals] == ["search"]
