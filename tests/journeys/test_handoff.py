"""A shopper and the people of the shop."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.desk import AtDesk
from tests.journeys.rest import settle
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import AGENTS, Json, ShopRun
from tests.journeys.shoppers import WhatsAppShopper

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

RACES = 20
LONGEST_JITTER_SECONDS = 0.4
WISHES = {
    "fashion": ("I want a person", "Ana", "Hello, Ana here."),
    "tech": ("quero falar com uma pessoa", "Ben", "Oi, aqui é o Ben."),
    "home": ("quiero hablar con una persona", "Ana", "Hola, soy Ana."),
}


@pytest.fixture(autouse=True)
def nobody_at_a_desk(shop: ShopRun) -> None:
    """Whoever asks for a person waits in the queue until somebody takes the chat."""
    for name in AGENTS:
        AtDesk(shop, name).leave()


@pytest.mark.parametrize("brand", WISHES)
def test_a_shopper_who_wants_a_person_gets_one_and_says_how_it_was(
    shop: ShopRun, brand: str
) -> None:
    wish, name, greeting = WISHES[brand]
    desk, shopper = AtDesk(shop, name), WhatsAppShopper(shop, brand, name=f"Sam of {brand}")

    shopper.say(wish)
    queued = desk.conversation_of(shopper, "queued")
    assert queued["reason"] == "asked"
    shopper.hear("1")  # the place in the queue
    waiting = desk.call("GET", "/queue").json()["conversations"]
    assert queued["id"] in [one["id"] for one in waiting]

    assert desk.act(queued, "accept").status_code == 200
    shopper.hear(name)
    assert desk.act(queued, "messages", text=greeting).status_code == 201
    assert shopper.hear().text == greeting
    shopper.write("do you have these in green?")
    shop.eventually(
        lambda: desk.read(queued)["messages"][-1]["text"] == "do you have these in green?",
        "the agent reads it",
    )
    assert desk.act(queued, "close").status_code == 200
    asked = shopper.hear(name)
    assert [one.id for one in asked.choices] == [f"rate:{stars}" for stars in (5, 4, 3, 2, 1)]
    shopper.tap(2)

    settle(shop)
    ratings = desk.call("GET", "/csat").json()["ratings"]
    assert [one["rating"] for one in ratings if one["conversationId"] == queued["id"]] == [4]
    senders = [one["sender"] for one in desk_messages(desk, queued) if one["kind"] == "text"]
    assert senders[senders.index("agent") :] == ["agent", "customer", "system", "customer", "bot"]


def desk_messages(desk: AtDesk, conversation: Json) -> list[Json]:
    return desk.read(conversation)["messages"]


def test_only_the_agent_who_has_a_conversation_can_speak_in_it(shop: ShopRun) -> None:
    ana, ben = AtDesk(shop, "Ana"), AtDesk(shop, "Ben")
    shopper = WhatsAppShopper(shop, "gaming", name="Kim of gaming")
    shopper.say("quiero hablar con una persona")
    queued = ana.conversation_of(shopper, "queued")
    shopper.hear()

    assert ana.act(queued, "accept").status_code == 200
    shopper.hear("Ana")

    assert ben.act(queued, "accept").status_code == 409
    assert ben.act(queued, "messages", text="It is Ben").status_code == 409
    assert ben.act(queued, "close").status_code == 409
    settle(shop)
    shopper.hears_nothing(0)
    assert ana.act(queued, "close").status_code == 200
    shopper.hear("Ana")


def test_an_agent_who_takes_over_while_the_seller_answers_is_the_one_who_speaks(
    shop: ShopRun,
) -> None:
    desk, script, dice = AtDesk(shop, "Ana"), SCRIPTS["fashion"], random.Random(20)
    jitters = [dice.uniform(0, LONGEST_JITTER_SECONDS) for _ in range(RACES)]

    def race(number: int) -> tuple[WhatsAppShopper, Json]:
        shopper = WhatsAppShopper(shop, "fashion", name=f"Racer {number:02d}")
        shopper.say("hello")
        conversation = desk.conversation_of(shopper, "automated")
        shopper.write(script.search)
        time.sleep(jitters[number])
        assert desk.act(conversation, "accept").status_code == 200
        return shopper, conversation

    with ThreadPoolExecutor(4) as pool:
        raced = list(pool.map(race, range(RACES)))
    settle(shop)

    for shopper, conversation in raced:
        shopper.write("anybody there?")
        whole = desk.read(conversation)
        said = [one for one in whole["messages"] if one["sender"] != "customer"]
        accepted = [one["text"] for one in said].index("accepted by Ana")
        afterwards = [one["text"] for one in said[accepted:] if one["kind"] == "text"]
        assert afterwards == ["You're now talking with Ana. How can I help?"]
        answers = [one for one in said[:accepted] if one["sender"] == "bot"][1:]
        spoken, drafted = len(answers), whole["draft"] is not None
        assert (spoken, drafted) in {(1, False), (0, True), (0, False)}, whole
    settle(shop)
    for shopper, conversation in raced:
        texts = [
            one["text"]
            for one in desk_messages(desk, conversation)
            if one["kind"] == "text" and one["sender"] != "customer"
        ]
        assert [one.text for one in shopper.everything()] == texts
        assert desk.act(conversation, "close").status_code == 200
