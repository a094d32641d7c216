"""Everything between shopper and seller that is not about goods."""

from datetime import UTC, datetime

import pytest

from functions.seller.planner.hand_off import people_are_in
from shared.models.brand import BusinessHours, Hours
from tests.functions.seller.goods import BRAND
from tests.functions.seller.shopper import Shopper


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("I want to talk to a person", "asked"),
        ("quero falar com um atendente", "asked"),
        ("quiero hablar con una persona", "asked"),
        ("I want to make a complaint", "complaint"),
    ],
)
def test_a_person_comes_when_asked_for(shopper: Shopper, said: str, reason: str) -> None:
    shopper.say(said)

    assert shopper.hand_off.reason == reason
    assert shopper.hand_off.answer.message


def test_an_upset_shopper_gets_a_person(shopper: Shopper) -> None:
    shopper.say("this is awful, I hate this stupid shop, worst service ever!!!")

    assert shopper.hand_off.reason in ("sentiment", "complaint")


def test_nonsense_is_asked_back_once_then_a_person_comes(shopper: Shopper) -> None:
    said = shopper.say("xkcd qwrt")
    assert "?" in said
    assert shopper.ids() == ["cat", "search", "menu"]

    shopper.say("zxcv bnml")
    assert shopper.hand_off.reason == "complexity"


def test_a_message_understood_forgives_the_one_before(shopper: Shopper) -> None:
    shopper.say("xkcd qwrt")
    shopper.say("show me bags")
    shopper.say("xkcd qwrt")

    assert shopper.dialogue.failures == 1


def test_the_agent_reads_what_it_was_about(buyer: Shopper) -> None:
    buyer.tap("person")

    assert "cart: 1 lines" in buyer.hand_off.summary


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (datetime(2026, 11, 23, 14, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 13, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), False),
    ],
)
def test_people_are_in_at_business_hours(at: datetime, *, there: bool) -> None:
    hours = BusinessHours(
        timezone="America/New_York", week={"mon": Hours(opens="09:00", closes="18:00")}
    )

    assert people_are_in(BRAND.model_copy(update={"business_hours": hours}), at) == there


def test_an_unknown_time_zone_promises_nothing() -> None:
    hours = BusinessHours(timezone="Mars/Base", week={"mon": Hours(opens="09:00", closes="18:00")})

    assert people_are_in(
        BRAND.model_copy(update={"business_hours": hours}), datetime(2026, 1, 1, tzinfo=UTC)
    )


def test_what_is_no_shop_business_is_refused_politely(shopper: Shopper) -> None:
    said = shopper.say("what's the weather tomorrow?")

    assert "Test Fashion" in said
    assert shopper.ids() == ["cat", "search", "menu"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("what is your return policy?", "You have 30 days."),
        ("how long does delivery take?", "3 to 6 days."),
        ("how can I pay?", "By card."),
        ("como funciona a devolução?", "São 30 dias."),
    ],
)
def test_questions_are_answered_from_the_faq_or_the_policies(
    shopper: Shopper, said: str, told: str
) -> None:
    assert told in shopper.say(said)


def test_the_faq_answers_even_when_the_catalog_is_silent(shopper: Shopper) -> None:
    shopper.tools.failing = {"store.product.query"}

    assert "You have 30 days." in shopper.tap("faq:returns")


def test_a_question_without_an_answer_offers_a_person(shopper: Shopper) -> None:
    shopper.tap("faq:warranty")

    assert shopper.ids() == ["faq", "person"]


def test_a_question_during_the_checkout_leads_back(buyer: Shopper) -> None:
    buyer.say("checkout")
    buyer.say("what is your return policy?")

    assert buyer.ids() == ["checkout"]
    buyer.say("12 Main Street, Springfield 12345")
    assert buyer.dialogue.address is not None


def test_a_second_wish_is_not_lost(shopper: Shopper) -> None:
    said = shopper.say("Where is my order? And what is your return policy?")

    assert "something else" in said
    assert {"order", "faq"} & set(shopper.ids())


@pytest.mark.parametrize("said", ["thanks!", "obrigada", "how are you?", "bye", "ok"])
def test_pleasantries_get_a_word_back(shopper: Shopper, said: str) -> None:
    assert shopper.say(said)
