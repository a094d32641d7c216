"""Everything that is not business: hello, thanks, small talk, what the seller does not do."""

from functions.seller.planner.answers import row
from functions.seller.planner.asides import aside
from functions.seller.planner.cart import add
from functions.seller.planner.checkout import advance
from functions.seller.planner.faq import faq_text
from functions.seller.planner.hand_off import to_person
from functions.seller.planner.listing import list_answer, listed
from functions.seller.planner.quote_view import quote_reply
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.planner.tools import UNADDRESSED, Ending, Plan, straight, taste_of
from functions.seller.planner.variants import fold
from functions.seller.steps import Reply
from shared.conversation.dialogue import Question
from shared.events.event import Event
from shared.events.products import ProductQuery, ProductQueryResult, Search
from shared.models.message import Action, Answer
from shared.models.product import ProductCard
from shared.models.wire import in_language

_SHORTEST_QUESTION = 3
_LONGEST_SEARCH = 80
_WHO = frozenset(
    {"robot", "robo", "bot", "chatbot", "machine", "maquina", "ai", "ia"}
    | {"human", "humano", "humana", "real", "who", "quem", "quien"}
)
"""Words of small talk that ask what we are."""
_SHORTEST_WORD = 4


def greet(scene: Scene) -> Plan:
    """Say hello in the brand's words, or shortly to somebody known, and offer the way in."""
    hello = in_language(scene.brand.greeting, scene.voice.language)
    text = scene.say("hello_again") if scene.notes.greeted else hello
    answer = Answer(message=text, actions=start_actions(scene))
    return straight(Reply(answer=answer, dialogue=aside(scene.notes)))


def menu(scene: Scene) -> Plan:
    """Show all that the seller can do."""
    entries = (
        ("browse", tap_id("cat")),
        ("ideas", tap_id("search")),
        ("cart", tap_id("cart")),
        ("checkout", tap_id("checkout")),
        ("orders", tap_id("order")),
        ("questions", tap_id("faq")),
        ("person", tap_id("person")),
    )
    rows = tuple(
        row(scene.say(f"row_menu_{name}"), id_, scene.say(f"row_menu_{name}_more"))
        for name, id_ in entries
    )
    answer = Answer(message=scene.say("menu"), actions=rows, list_button=scene.say("list_menu"))
    return straight(Reply(answer=answer, dialogue=aside(scene.notes)))


def short_answer(scene: Scene, key: str) -> Plan:
    """Answer a pleasantry, and leave open what was open."""
    open_end = scene.notes.question != Question.NONE or key == "goodbye"
    actions = () if open_end else start_actions(scene)
    return straight(
        Reply(answer=Answer(message=scene.say(key), actions=actions), dialogue=aside(scene.notes))
    )


def small_talk(scene: Scene) -> Plan:
    """Chat a little; asked whether this is a person, never pretend to be one."""
    asked = set(fold(scene.text).replace("?", " ").split()) & _WHO
    key = "who_am_i" if asked else "small_talk"
    return straight(
        Reply(
            answer=Answer(
                message=scene.say(key, seller=scene.brand.seller.name),
                actions=(*start_actions(scene)[:2], scene.button("person", "person"))
                if asked
                else start_actions(scene),
            ),
            dialogue=aside(scene.notes),
        )
    )


def out_of_scope(scene: Scene) -> Plan:
    """Refuse politely what is not the shop's business, and lead back to it."""
    text = scene.say("out_of_scope", brand=scene.brand.name)
    answer = Answer(message=text, actions=start_actions(scene))
    return straight(Reply(answer=answer, dialogue=aside(scene.notes)))


def unclear(scene: Scene) -> Plan:
    """Make something of words not understood: a known question, a product's name, else ask back."""
    if len(scene.text.split()) < _SHORTEST_QUESTION and not scene.text.isalpha():
        return straight(ask_back(scene))
    return _looked_up(scene)


def yes_to_nothing(scene: Scene) -> Plan:
    """A yes that no question waits for goes on with what is most likely meant."""
    choice = scene.notes.choice
    filled = scene.notes.cart is not None and bool(scene.notes.cart.lines)
    if scene.notes.in_checkout or filled:
        return advance(scene)
    if choice and choice.sku:
        return add(scene, choice.sku, choice.quantity or 1)
    return short_answer(scene, "what_next")


def ask_back(scene: Scene) -> Ending:
    """Ask to say it in other words; after that failed too, a person takes over."""
    failures = scene.notes.failures + 1
    if failures >= scene.brand.escalation.failures_before_hand_off:
        return to_person(scene, "complexity", "hand_off_unclear")
    notes = scene.notes.noting(failures=failures)
    quote = scene.notes.quote
    if scene.notes.question == Question.CONFIRM_QUOTE and quote and quote.expires_at > scene.at:
        return quote_reply(scene, quote, notes, scene.say("unclear"))
    return Reply(
        answer=Answer(message=scene.say("unclear"), actions=start_actions(scene)),
        dialogue=aside(notes),
    )


def start_actions(scene: Scene) -> tuple[Action, ...]:
    """Return the ways in: what there is, what suits, what was ordered."""
    filled = scene.notes.cart is not None and bool(scene.notes.cart.lines)
    third = scene.button("cart", "cart") if filled else scene.button("menu", "menu")
    return scene.button("categories", "cat"), scene.button("ideas", "search"), third


def _looked_up(scene: Scene) -> Plan:
    language = scene.voice.language
    faq, found = yield (
        ProductQuery(reply_to=UNADDRESSED, kind="faq", language=language, question=scene.text),
        ProductQuery(
            reply_to=UNADDRESSED,
            kind="search",
            language=language,
            customer_id=taste_of(scene),
            search=Search(text=scene.text[:_LONGEST_SEARCH]),
        ),
    )
    if isinstance(faq, ProductQueryResult) and faq.faq:
        answer = Answer(message=faq_text(scene, faq.faq, None), actions=start_actions(scene))
        return Reply(answer=answer, dialogue=aside(scene.notes))
    cards = _named(scene.text, found)
    if cards:
        return Reply(
            answer=list_answer(scene, scene.say("maybe_these"), cards, 0),
            dialogue=listed(scene.notes, cards, None, len(cards)),
        )
    return ask_back(scene)


def _named(text: str, found: Event) -> tuple[ProductCard, ...]:
    """Return the products found whose title has one of the words."""
    cards = found.cards if isinstance(found, ProductQueryResult) else ()
    words = {word for word in fold(text).split() if len(word) >= _SHORTEST_WORD}
    return tuple(card for card in cards if words & set(fold(card.title).split()))
