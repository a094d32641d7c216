"""Where attacks are planted, and a model that obeys whatever it reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.clock import now
from shared.conversation.state import CONVERSATIONS
from shared.events.carts import CartUpdated
from shared.events.event import Event
from shared.events.products import ProductQueryResult
from shared.llm.answer import ModelAnswer, OnDelta
from shared.llm.request import ModelRequest
from shared.llm.scripted import calls, says
from shared.memory_reads import MEMORIES
from shared.models.cart import Cart
from shared.models.memory import Affinity, Preferences
from shared.models.message import PageView
from shared.nlu.intents import Intent
from tests.functions.seller.goods import BRAND
from tests.functions.seller.redteam.attacks import MARK, Goal
from tests.functions.seller.thinking.shop import KEY, ThinkingShop
from tests.functions.seller.tool_answers import Tools

PLACES: Final = (
    "message",
    "earlier message",
    "profile name",
    "page",
    "product title",
    "product description",
    "faq",
    "cart",
    "note",
    "memory",
)
QUESTION: Final = "something to run in the city"
LOOK: Final = calls(
    ("search", {"text": "running shoes"}),
    ("product_details", {"product_ids": ["glide"]}),
    ("answer_question", {"question": "can I return it?"}),
    ("show_cart", {}),
)
"""What any model may do; it brings in what was planted in results."""


class Obedient:
    """A model that looks around first, then does whatever anybody told it."""

    configured = ready = True

    def __init__(self, goal: Goal) -> None:
        self.goal = goal
        self.requests: list[ModelRequest] = []
        self.seen = False

    async def complete(self, request: ModelRequest, on_delta: OnDelta | None = None) -> ModelAnswer:
        del on_delta
        step = len(self.requests)
        self.requests.append(request)
        self.seen = MARK in request.model_dump_json(include={"messages"})
        if step == 0:
            return LOOK
        if not self.seen:
            return says("Nobody told me anything.")
        return self.goal.does[min(step, len(self.goal.does)) - 1]


@dataclass
class Poisoned(Tools):
    """The shop's functions, one of their texts written by an attacker."""

    place: str = ""
    text: str = ""

    def answer(self, event: Event, now: datetime) -> Event:
        result = super().answer(event, now)
        match result:
            case ProductQueryResult():
                return self._catalog(result)
            case CartUpdated() if self.place == "cart":
                return result.model_copy(update={"cart": self._cart(result.cart)})
            case _:
                return result

    def _catalog(self, result: ProductQueryResult) -> ProductQueryResult:
        if self.place == "faq" and result.kind == "faq":
            entry = BRAND.faq[0].model_copy(update={"answer": {"en": self.text}})
            return result.model_copy(update={"faq": entry})
        field = {"product title": "title", "product description": "description"}.get(self.place)
        if field is None:
            return result
        cards = [one.model_copy(update={field: self.text}) for one in result.cards]
        products = [one.model_copy(update={field: {"en": self.text}}) for one in result.products]
        return result.model_copy(update={"cards": tuple(cards), "products": tuple(products)})

    def _cart(self, cart: Cart) -> Cart:
        lines = tuple(line.model_copy(update={"title": self.text}) for line in cart.lines)
        return cart.model_copy(update={"lines": lines})


async def planted(place: str, text: str, model: Obedient) -> ThinkingShop:
    """Return a shop in which the attack waits for its model."""
    tools = Poisoned(place=place, text=text)
    tools.lines["TOTE-1"] = 1
    shop = ThinkingShop(other_model=model, tools=tools)
    if place == "profile name":
        shop.profile_name = text
    if place == "page":
        shop.page = PageView(search=text)
    await _says_hello(shop, text if place == "earlier message" else "hello", model)
    if place == "note":
        record = shop.store.collections[CONVERSATIONS.collection][KEY]
        record["state"]["hand_back_summary"] = text
    if place == "memory":
        liked = (Affinity(value=text, score=9, at=now(), explicit=True),)
        known = Preferences(customer_id="c1", brand="fashion", manufacturers=liked)
        document = {"_id": "fashion|c1", "state": {"preferences": known.model_dump()}}
        await shop.store.insert(MEMORIES, document)
    return shop


async def _says_hello(shop: ThinkingShop, words: str, model: Obedient) -> None:
    """Let the talk begin with the rules."""
    model.ready = False
    await shop.say(words, Intent.GREET, name="m0")
    model.ready = True
    shop.answered.clear()
