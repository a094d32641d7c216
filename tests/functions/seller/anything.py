"""Strategies for everything a turn can meet: messages, meanings, notes, shops in any state.

Built once: Hypothesis takes long to make strategies, not to draw from them.
"""

from typing import Final

from hypothesis import strategies as st

from functions.seller.planner.tapped import verbs
from shared.conversation.dialogue import Choice, Dialogue, Listing, OrderTask, Question, Shown
from shared.events.products import Search
from shared.models.cart import Address, Notice
from shared.models.message import (
    ActionTap,
    InboundMessage,
    Location,
    MessageKind,
    OrderedItem,
    PageView,
)
from shared.nlu.entities import Address as SaidAddress, Entities, Price
from shared.nlu.intents import FaqTopic, Intent
from shared.nlu.meaning import Understanding
from tests.functions.seller.goods import usd
from tests.functions.seller.shopper import START
from tests.functions.seller.tool_answers import Tools

ODD: Final = ("", " ", "0", "³", "{x}", "{", "%s", ":", "5", "42", "ok 👍", "\u202e", "x" * 300)
SAID: Final = ("yes", "no", "blue", "LUNA10", "12 Main Street, Springfield 12345", "TOTE-1")
WORDS: Final = st.sampled_from(ODD + SAID) | st.text(max_size=12)
IDS: Final = st.sampled_from(
    ["glide", "sprint", "tote", "clutch", "gone", "GLIDE-BLU-42", "TOTE-1", "FA-100001", "5"]
)
ARGS: Final = IDS | st.sampled_from(["", "opt", "edit", "clear", "cancel", "address", "similar"])


def few(strategy: st.SearchStrategy[str], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


PRICES: Final = st.none() | st.builds(
    Price,
    amount_minor=st.sampled_from([0, 1, 15000, 10**9]),
    currency=st.sampled_from([None, "USD", "BRL", "JPY", "KRW"]),
)
ENTITIES: Final = st.builds(
    Entities,
    terms=few(WORDS),
    category=st.sampled_from([None, "shoes", "bags", "none"]),
    colours=few(st.sampled_from(["blue", "pink", "black"])),
    excluded_colours=few(st.sampled_from(["blue", "black"])),
    sizes=few(st.sampled_from(["42", "44", "XXL"])),
    max_price=PRICES,
    min_price=PRICES,
    quantity=st.sampled_from([None, -1, 0, 1, 2, 99, 10**6]),
    ordinal=st.sampled_from([None, -2, -1, 0, 1, 2, 12]),
    relative=st.sampled_from(
        [None, "cheaper", "pricier", "cheapest", "bigger", "smaller", "other"]
    ),
    product_ids=few(IDS, 3),
    order_number=st.sampled_from([None, "FA-100001", "ZZ-9"]),
    order_digits=st.sampled_from([None, "100001"]),
    code=st.sampled_from([None, "LUNA10", "NOPE"]),
    rating=st.sampled_from([None, -1, 1, 5, 9]),
    address=st.none()
    | st.builds(
        SaidAddress, line1=st.none() | WORDS, city=st.none() | WORDS, country=st.none() | WORDS
    ),
    delivery=st.sampled_from([None, "standard", "pickup"]),
    option_values=st.dictionaries(st.sampled_from(["size", "colour", "x"]), WORDS, max_size=2),
    faq_topic=st.sampled_from([None, *FaqTopic]),
)
UNDERSTANDINGS: Final = st.none() | st.builds(
    Understanding,
    language=st.sampled_from(["en", "pt", "es", "de", ""]),
    language_confidence=st.just(1.0),
    intent=st.sampled_from(Intent),
    confidence=st.sampled_from([0.0, 0.3, 0.5, 0.9]),
    alternatives=st.lists(st.tuples(st.sampled_from(Intent), st.just(0.9)), max_size=2).map(tuple),
    entities=ENTITIES,
    sentiment=st.sampled_from([0.0, 0.2, 0.5, 1.0]),
)


def tap_of(verb: str, args: tuple[str, ...]) -> ActionTap:
    return ActionTap(id=":".join((verb, *args)))


TAPS: Final = st.builds(
    tap_of,
    st.sampled_from([*verbs(), "?"]),
    few(ARGS, 3),
)
MESSAGES: Final = st.builds(
    InboundMessage,
    id=st.just("m"),
    kind=st.sampled_from(MessageKind),
    text=WORDS,
    action=st.none() | TAPS,
    location=st.none()
    | st.builds(Location, latitude=st.just(1.0), longitude=st.just(2.0), address=st.none() | WORDS),
    emoji=st.sampled_from([None, "", "👍", "❤️"]),
    items=st.lists(
        st.builds(OrderedItem, product_id=IDS, quantity=st.sampled_from([1, 200])), max_size=14
    ).map(tuple),
    product_hint=st.sampled_from([None, "glide", "gone"]),
    page=st.none()
    | st.builds(
        PageView, product_id=st.none() | IDS, category=st.sampled_from([None, "shoes", "x"])
    ),
)
ADDRESSES: Final = st.none() | st.builds(
    Address, line1=st.just("12 Main Street"), city=st.sampled_from(["", "Springfield"])
)
DIALOGUES: Final = st.builds(
    Dialogue,
    language=st.sampled_from([None, "en", "pt", "es", "xx"]),
    greeted=st.booleans(),
    proactive=st.booleans(),
    held_news=few(st.just("{news}")),
    listing=st.none()
    | st.builds(
        Listing,
        search=st.sampled_from([None, Search(text="x", colours=("blue",), price_min=usd(5))]),
        total=st.sampled_from([0, 4, 40]),
        products=st.lists(
            st.builds(Shown, product_id=IDS, title=WORDS, price=st.just(usd(9900))), max_size=9
        ).map(tuple),
    ),
    choice=st.none()
    | st.builds(
        Choice,
        product_id=IDS,
        title=WORDS,
        price=st.just(usd(100)),
        values=st.just({"size": ("41", "42"), "colour": ("blue",)}),
        options=st.sampled_from([{}, {"colour": "blue"}, {"size": "42"}, {"size": "99"}]),
        sku=st.sampled_from([None, "TOTE-1", "GONE"]),
        adding=st.booleans(),
        quantity=st.sampled_from([None, 1, 500]),
    ),
    question=st.sampled_from(Question),
    cart=st.sampled_from([None, Tools(lines={"TOTE-1": 1}).cart(START)]),
    in_checkout=st.booleans(),
    address=ADDRESSES,
    address_draft=ADDRESSES,
    recipient=st.sampled_from([None, "Ana"]),
    delivery_id=st.sampled_from([None, "standard", "gone"]),
    order_number=st.sampled_from([None, "FA-100001"]),
    orders=st.sampled_from([(), ("FA-100001",)]),
    task=st.none()
    | st.builds(OrderTask, action=st.sampled_from(["cancel", "return", "change_address"])),
    failures=st.sampled_from([0, 1, 3]),
)
SHOPS: Final = st.builds(
    Tools,
    lines=st.dictionaries(st.sampled_from(["TOTE-1", "GLIDE-BLU-42"]), st.integers(1, 99)),
    failing=st.sets(
        st.sampled_from(
            [
                "store.product.query",
                "store.product.recommend",
                "store.cart.request",
                "store.order.create",
                "store.order.request",
            ]
        ),
        max_size=2,
    ),
    rejecting=st.sampled_from([None, "sold_out", "quote_changed", "invalid", "code_refused"]),
    order_refusal=st.sampled_from([None, "too_late", "needs_person", "window_over", "odd"]),
    notices=st.sampled_from([(), (Notice(code="price_changed"), Notice(code="merged"))]),
    refusing_quote=st.lists(
        st.builds(
            Notice,
            code=st.sampled_from(
                ["stock_short", "product_gone", "delivery_unknown", "address_missing"]
            ),
            sku=st.just("TOTE-1"),
        ),
        max_size=5,
    ),
)
"""Shops where anything may be down, refused, noticed or sold out."""
