"""Everything between shopper and seller that is not about goods."""

from datetime import UTC, datetime

import pytest

from functions.seller.planner.hand_off import people_are_in
from shared.conversation.dialogue import Question
from shared.events.sales import SalesEscalationResolved
from shared.models.brand import BusinessHours, Hours
from shared.models.message import MessageKind
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


def test_forgetting_is_explained_and_confirmed(buyer: Shopper) -> None:
    asked = buyer.say("delete all my data")
    assert "can't be undone" in asked
    assert not buyer.reply.erase_customer

    buyer.say("yes")

    assert buyer.reply.erase_customer
    assert buyer.dialogue.cart is None


def test_forgetting_needs_its_own_yes(shopper: Shopper) -> None:
    shopper.say("delete all my data")
    shopper.say("no")

    assert not shopper.reply.erase_customer
    assert shopper.dialogue.question == Question.NONE


@pytest.mark.parametrize(
    ("language", "said"), [("pt", "português"), ("es", "español"), ("en", "English")]
)
def test_a_language_is_chosen_by_tap(shopper: Shopper, language: str, said: str) -> None:
    assert said in shopper.tap(f"lang:{language}")
    assert shopper.dialogue.language == language


def test_an_unknown_language_is_asked_back(shopper: Shopper) -> None:
    shopper.tap("lang:xx")

    assert shopper.ids() == ["lang:en", "lang:pt", "lang:es"]


@pytest.mark.parametrize(("stars", "ids"), [(5, ["cat"]), (2, ["person"])])
def test_a_rating_is_taken_and_a_bad_one_met(shopper: Shopper, stars: int, ids: list[str]) -> None:
    shopper.tap(f"rate:FA-100001:{stars}")

    assert shopper.reply.rating is not None
    assert (shopper.reply.rating.score, shopper.reply.rating.order_number) == (stars, "FA-100001")
    assert shopper.ids() == ids
    assert shopper.reply.signals[0].satisfaction == (stars - 1) / 4


@pytest.mark.parametrize("tap", ["rate:FA-1", "rate:FA-1:9", "rate:FA-1:x", "rate"])
def test_a_rating_that_is_none_is_asked_again(shopper: Shopper, tap: str) -> None:
    shopper.send(MessageKind.ACTION, action={"id": tap})

    assert shopper.reply.rating is None
    assert shopper.dialogue.question == Question.RATE


def test_the_menu_leads_to_everything(shopper: Shopper) -> None:
    shopper.say("help")

    for action in list(shopper.ids()):
        assert shopper.send(MessageKind.ACTION, action={"id": action})


def test_handed_back_the_seller_picks_up() -> None:
    shopper = Shopper(handed_back_summary="wants a bigger size")

    said = shopper.say("show me bags")

    assert "It's me again" in said
    assert "wants a bigger size" not in said, "an agent's note is not for the shopper"


def test_an_agent_who_hands_back_is_followed_by_a_word(shopper: Shopper) -> None:
    resolved = SalesEscalationResolved(
        conversation="c",
        conversation_id="c|1",
        agent_id="a",
        reason="handed_back",
        handed_back=True,
    )

    assert "It's me again" in shopper.hear(resolved)


def test_asked_whether_it_is_human_the_seller_says_what_it_is(shopper: Shopper) -> None:
    said = shopper.say("are you human?")

    assert "not a person" in said
    assert "person" in shopper.ids()
