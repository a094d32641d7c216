"""Whole turns that a scripted model thinks about: what is asked, done and said."""

import pytest

from functions.seller.steps import HandOff
from shared.conversation.dialogue import Dialogue, Question
from shared.events.carts import CartRequested
from shared.events.orders import OrderCreate, OrderRequested
from shared.events.products import ProductQuery
from shared.events.sales import TranscriptLine
from shared.llm.answer import ModelAnswer
from shared.llm.scripted import calls, says
from shared.models.memory import Correction, Signal
from shared.nlu.intents import Intent
from tests.functions.seller.thinking.thinker import Thinker


@pytest.fixture
def thinker() -> Thinker:
    """Return a shopper who has said hello."""
    return Thinker(dialogue=Dialogue(language="en", greeted=True))


def search(text: str = "running shoes") -> ModelAnswer:
    return calls(("search", {"text": text}))


def test_what_the_model_asks_for_is_asked_and_its_words_end_the_turn(thinker: Thinker) -> None:
    thinker.script = [search(), says("These run well on tarmac. [[glide]]")]

    said = thinker.mean(Intent.SEARCH, "something to run in the city")

    assert [type(event) for event in thinker.asked] == [ProductQuery]
    assert said.startswith("These run well on tarmac.")
    assert "Aero Glide" in said
    assert "[[" not in said
    assert [card.product_id for card in thinker.answer.products] == ["glide"]
    assert thinker.ids() == ["pick:glide"]
    assert thinker.dialogue.question is Question.CHOOSE_PRODUCT


def test_who_asks_comes_from_the_conversation_and_never_from_the_model(thinker: Thinker) -> None:
    thinker.script = [calls(("list_orders", {})), says("You have no orders yet.")]

    thinker.mean(Intent.ORDER_HISTORY, "my orders")

    (asked,) = thinker.asked
    assert isinstance(asked, OrderRequested)
    assert asked.customer_id == "c1"


@pytest.mark.parametrize(
    "arguments",
    [
        {"customer_id": "c2"},
        {"number": "FA-100001", "customer": "c2"},
        {"number": "x' or 1=1"},
    ],
)
def test_arguments_that_are_not_there_are_refused_and_told_once(
    thinker: Thinker, arguments: dict[str, object]
) -> None:
    wrong = calls(("order_status", arguments))
    thinker.script = [wrong, says("Which order do you mean?")]

    said = thinker.mean(Intent.ORDER_STATUS, "where is it")

    assert said == "Which order do you mean?"
    assert thinker.asked == []
    told = thinker.requests[1].messages[-1]
    assert (told.role, told.tool_use_id) == ("tool", "use_1")
    assert "not in the form" in told.text


def test_wrong_twice_and_the_rules_take_over(thinker: Thinker) -> None:
    wrong = calls(("order_status", {"customer_id": "c2"}))
    thinker.script = [wrong, wrong]

    thinker.mean(Intent.ORDER_STATUS, "where is it")

    assert [type(event) for event in thinker.asked] == [OrderRequested]
    assert len(thinker.requests) == 2
    assert thinker.script == []


@pytest.mark.parametrize("name", ["delete_everything", "place_order", "refund_now"])
def test_a_tool_that_is_not_there_does_nothing(thinker: Thinker, name: str) -> None:
    thinker.script = [calls((name, {})), says("Shall I look for shoes?")]

    assert thinker.mean(Intent.SEARCH, "shoes") == "Shall I look for shoes?"
    assert thinker.asked == []


def test_a_search_cannot_end_in_a_change_of_the_cart(thinker: Thinker) -> None:
    add = calls(("add_to_cart", {"sku": "GLIDE-BLU-42", "quantity": 9}))
    thinker.script = [calls(("product_details", {"product_ids": ["glide"]})), add, says("Nice.")]

    thinker.mean(Intent.SEARCH, "running shoes")

    assert [type(event) for event in thinker.asked] == [ProductQuery]
    assert "add_to_cart" not in {tool.name for tool in thinker.requests[0].tools}
    assert thinker.tools.lines == {}


def test_only_a_sku_that_a_tool_showed_goes_into_the_cart(thinker: Thinker) -> None:
    add = calls(("add_to_cart", {"sku": "GLIDE-BLU-42", "quantity": 1}))
    thinker.script = [
        add,
        calls(("product_details", {"product_ids": ["glide"]})),
        add,
        says("It is in your cart."),
    ]

    thinker.mean(Intent.ADD_TO_CART, "the blue one in 42")

    assert [type(event) for event in thinker.asked] == [ProductQuery, CartRequested]
    assert thinker.tools.lines == {"GLIDE-BLU-42": 1}


def test_calls_at_once_are_made_at_once_and_each_gets_its_own_result(thinker: Thinker) -> None:
    both = calls(("product_details", {"product_ids": ["glide"]}), ("show_cart", {}))
    thinker.script = [both, says("The cart is empty so far.")]

    thinker.mean(Intent.VIEW_CART, "what about it")

    assert [type(event) for event in thinker.asked] == [ProductQuery, CartRequested]
    asked, glide, cart = thinker.requests[1].messages[-3:]
    assert asked.tool_uses == both.tool_uses
    assert (glide.tool_use_id, cart.tool_use_id) == ("use_1", "use_2")
    assert "Aero Glide" in glide.text
    assert '"lines": []' in cart.text


def test_what_no_tool_said_is_asked_again_and_the_second_time_left_out(thinker: Thinker) -> None:
    invented = says("Aero Glide costs $12.34 today. It runs well on tarmac.")
    thinker.script = [search(), invented, invented]

    said = thinker.mean(Intent.SEARCH, "running shoes")

    assert said == "It runs well on tarmac."
    assert "- $12.34" in thinker.requests[2].messages[-1].text


def test_where_nothing_is_left_the_rules_answer(thinker: Thinker) -> None:
    invented = says("Only $1.00 for you!")
    thinker.script = [invented, invented]

    said = thinker.mean(Intent.SEARCH, "running shoes", category="running-shoes")

    assert "$1.00" not in said
    assert "Aero Glide" in said
    assert [type(event) for event in thinker.asked] == [ProductQuery]


def test_the_price_of_another_product_is_asked_again_and_left_out(thinker: Thinker) -> None:
    mixed_up = says("Both run well. The Aero Glide costs $89.00. The Vela Sprint costs $89.00.")
    thinker.script = [search(), mixed_up, mixed_up]

    said = thinker.mean(Intent.SEARCH, "running shoes")

    assert said == "Both run well. The Vela Sprint costs $89.00."
    assert "- The Aero Glide costs $89.00.\n" in thinker.requests[2].messages[-1].text


def test_a_time_that_only_shares_its_number_with_a_policy_is_left_out(thinker: Thinker) -> None:
    hasty = says("Express takes 1 to 2 days. It is delivered in 1 hour. You have 30 days.")
    thinker.script = [hasty, hasty]

    said = thinker.mean(Intent.SEARCH, "how long does it take")

    assert said == "Express takes 1 to 2 days. You have 30 days."


def test_what_was_told_of_a_product_may_be_told_in_the_next_turn(thinker: Thinker) -> None:
    thinker.transcript.append(TranscriptLine(sender="bot", text="The watch runs for 36 hours."))
    thinker.script = [says("As I said: 36 hours."), says("never asked")]

    assert thinker.mean(Intent.SEARCH, "how long does it last") == "As I said: 36 hours."
    assert len(thinker.requests) == 1


def test_foreign_links_and_other_sellers_are_left_out(thinker: Thinker) -> None:
    talked_into = says("Pay at https://evil.example/pay. Max has more. They run well.")
    thinker.script = [talked_into, talked_into]

    assert thinker.mean(Intent.SEARCH, "running shoes") == "They run well."


def test_a_product_that_no_tool_showed_is_not_shown(thinker: Thinker) -> None:
    thinker.script = [search(), says("Here you are. [[made-up]] [[glide]]")]

    said = thinker.mean(Intent.SEARCH, "running shoes")

    assert [card.product_id for card in thinker.answer.products] == ["glide"]
    assert "made-up" not in said


def test_checkout_is_led_by_the_rules_after_the_calls_of_the_model(thinker: Thinker) -> None:
    thinker.tools.lines["GLIDE-BLU-42"] = 1
    thinker.script = [calls(("show_cart", {})), calls(("checkout", {}))]

    thinker.mean(Intent.CHECKOUT, "I'll take it all")

    assert [type(event) for event in thinker.asked] == [CartRequested, CartRequested]
    assert thinker.dialogue.question is Question.ADDRESS
    assert thinker.dialogue.in_checkout


def test_an_order_is_placed_by_the_shoppers_yes_alone(thinker: Thinker) -> None:
    thinker.tools.lines["GLIDE-BLU-42"] = 1
    thinker.script = [calls(("checkout", {}))]
    thinker.mean(Intent.CHECKOUT, "buy it")
    thinker.say("12 Main Street, Springfield 12345")
    thinker.tap("ship:standard")
    assert thinker.dialogue.question is Question.CONFIRM_QUOTE
    assert not any(isinstance(event, OrderCreate) for event in thinker.asked)

    thinker.tap("confirm:")

    assert [type(event) for event in thinker.asked] == [OrderCreate]
    assert len(thinker.requests) == 1, "no model took part in address, delivery and yes"


def test_cancelling_only_asks(thinker: Thinker) -> None:
    thinker.tools.lines["GLIDE-BLU-42"] = 1
    thinker.script = [calls(("checkout", {}))]
    thinker.mean(Intent.CHECKOUT, "buy it")
    thinker.say("12 Main Street, Springfield 12345")
    thinker.tap("ship:standard")
    thinker.tap("confirm:")
    number = thinker.dialogue.order_number
    thinker.dialogue = thinker.dialogue.noting(question=Question.NONE)
    thinker.script = [calls(("cancel_order", {"number": number}))]

    thinker.mean(Intent.CANCEL_ORDER, "I don't want it any more")

    assert [event.confirmed for event in thinker.asked if isinstance(event, OrderRequested)] == [
        False
    ]
    assert thinker.dialogue.question is Question.CANCEL_CONFIRM


def test_the_model_can_hand_off(thinker: Thinker) -> None:
    thinker.script = [calls(("hand_off", {}))]

    thinker.mean(Intent.UNCLEAR, "can someone engrave it?")

    assert isinstance(thinker.last, HandOff)
    assert thinker.last.reason == "asked"


def test_a_code_that_the_shopper_did_not_write_is_not_tried(thinker: Thinker) -> None:
    thinker.script = [calls(("apply_code", {"code": "STAFF99"})), says("Do you have a code?")]

    thinker.mean(Intent.APPLY_CODE, "is there a discount?")

    assert thinker.asked == []


def test_what_the_shopper_said_of_themselves_is_remembered(thinker: Thinker) -> None:
    both = calls(
        ("remember", {"kind": "size", "value": "42"}),
        ("remember", {"kind": "colour", "value": "gold"}),
    )
    thinker.script = [both, says("Noted, 42 it is.")]

    thinker.mean(Intent.SMALL_TALK, "I always wear 42")

    assert [
        signal.sizes + signal.colours for signal in thinker.reply.signals if signal.kind == "stated"
    ] == [("42",)]
    assert isinstance(thinker.reply.signals[0], Signal)


def test_likes_dislikes_and_what_is_no_more_are_told_as_the_rules_tell_them(
    thinker: Thinker,
) -> None:
    thinker.script = [
        calls(
            ("remember", {"kind": "feature", "value": "couro", "wanted": False}),
            ("remember", {"kind": "colour", "value": "azul"}),
            ("remember", {"kind": "size", "value": "g"}),
            ("forget_preference", {"kind": "colour", "value": "vermelho"}),
        ),
        says("Anotado."),
    ]

    thinker.mean(Intent.SMALL_TALK, "nada de couro, azul sim, uso G, vermelho já não")

    assert thinker.reply.correction == Correction(
        forget=("colour:red",), disliked=("feature:leather",)
    )
    (signal,) = [one for one in thinker.reply.signals if one.kind == "stated"]
    assert (signal.colours, signal.sizes) == (("blue",), ("G",))


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("size", "half price", "I want half price"),
        ("colour", "shiny", "I like shiny things"),
        ("category", "weapons", "I like weapons"),
        ("feature", "pays half of everything", "who pays half of everything"),
        ("size", "38", "my daughter wears 38"),
    ],
)
def test_what_is_no_taste_of_the_shoppers_own_is_not_remembered(
    thinker: Thinker, kind: str, value: str, words: str
) -> None:
    thinker.script = [calls(("remember", {"kind": kind, "value": value})), says("All right.")]

    thinker.mean(Intent.SMALL_TALK, words)

    assert [one for one in thinker.reply.signals if one.kind == "stated"] == []


def test_all_preferences_are_never_forgotten_without_the_shoppers_yes(thinker: Thinker) -> None:
    thinker.script = [calls(("forget_all_preferences", {}))]

    thinker.mean(Intent.SMALL_TALK, "wipe what you think of me")

    assert not thinker.reply.forget_tastes
    assert thinker.dialogue.question == Question.FORGET_TASTES
    thinker.mean(Intent.CONFIRM, "yes")
    assert thinker.reply.forget_tastes


def test_what_the_model_forgot_to_note_is_noted_all_the_same(thinker: Thinker) -> None:
    thinker.script = [says("Good to know!")]

    thinker.mean(Intent.STATE_PREFERENCE, "I hate red, I do", excluded_colours=("red",))

    assert thinker.reply.correction == Correction(disliked=("colour:red",))


@pytest.mark.parametrize(
    ("tool", "told"),
    [("show_memory", "don't remember anything"), ("why_suggested", "haven't shown you anything")],
)
def test_what_is_known_and_why_is_told_by_the_rules(thinker: Thinker, tool: str, told: str) -> None:
    thinker.script = [calls((tool, {}))]

    assert told in thinker.mean(Intent.SMALL_TALK, "so tell me")


def test_for_somebody_else_the_model_searches_without_the_shoppers_tastes(
    thinker: Thinker,
) -> None:
    thinker.script = [search("shoes"), says("Here.")]

    thinker.mean(Intent.SEARCH, "shoes for my son")

    (asked,) = thinker.asked
    assert isinstance(asked, ProductQuery)
    assert asked.customer_id is None


def test_a_model_that_goes_round_in_circles_is_stopped(thinker: Thinker) -> None:
    thinker.script = [search(f"shoes {number}") for number in range(6)]

    thinker.mean(Intent.SEARCH, "running shoes", category="running-shoes")

    assert thinker.script == []
    assert len(thinker.asked) == 7
    assert "Aero Glide" in thinker.answer.message


def test_a_model_that_asks_for_too_much_at_once_gets_nothing(thinker: Thinker) -> None:
    thinker.script = [calls(*[("search", {"text": f"shoes {number}"}) for number in range(13)])]

    thinker.mean(Intent.SEARCH, "running shoes", category="running-shoes")

    assert len(thinker.asked) == 1
    assert "Aero Glide" in thinker.answer.message


def test_when_the_model_fails_in_the_middle_the_rules_end_the_turn(thinker: Thinker) -> None:
    thinker.gives_up_after = 1
    thinker.script = [search()]

    said = thinker.mean(Intent.SEARCH, "running shoes", category="running-shoes")

    assert [type(event) for event in thinker.asked] == [ProductQuery, ProductQuery]
    assert "Aero Glide" in said


@pytest.mark.parametrize(
    "intent",
    [Intent.FORGET_ME, Intent.STOP_MESSAGES, Intent.HAND_OFF, Intent.COMPLAINT, Intent.CONFIRM],
)
def test_some_wishes_are_never_thought_about(thinker: Thinker, intent: Intent) -> None:
    thinker.mean(intent, "please")

    assert thinker.requests == []


def test_requests_of_a_brand_begin_alike_and_name_no_customer(thinker: Thinker) -> None:
    thinker.script = [says("Hello!"), search("bags"), says("Nothing there.")]
    thinker.mean(Intent.SMALL_TALK, "nice weather")
    thinker.mean(Intent.UNCLEAR, "hm")

    first, second, third = thinker.requests
    assert first.prefix == second.prefix == third.prefix
    assert first.tools == second.tools
    assert third.messages[: len(second.messages)] == second.messages
    assert '"c1"' not in third.model_dump_json(exclude={"scope"})
