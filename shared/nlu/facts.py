"""What holds of a message, as words that rules can ask for (`data/intents.yaml` lists them)."""

from shared.nlu.entities import Entities
from shared.nlu.reading import Reading
from shared.nlu.spotting import Spot

_LEADING = frozenset({"affirm", "deny", "greet"})
_POLITE = frozenset({"affirm", "deny", "greet", "thanks", "goodbye", "small_talk", "laugh"})
_DENIABLE = frozenset(
    {"add", "affirm", "arrive", "buy", "cancel", "change", "checkout", "code", "compare"}
    | {"discount", "exchange", "newsletter", "order", "pay", "recommend", "refund", "remove"}
    | {"return", "show", "subscribe", "take_it", "talk", "track", "want"}
)
"""What a "not" before it turns off; "I don't know my password" is still about the password."""
_ASKING = frozenset({"how", "what", "why", "who", "where", "when", "how_much"})
_THINGS = ("category", "brand", "product_word")
_SHORT = 2
_BRIEF = 4
_FEW_TERMS = 3
_REQUEST_WORDS = 8
_MOST_SENTENCES = 12


def find_facts(
    reading: Reading, entities: Entities, bare_number: int | None
) -> tuple[frozenset[str], ...]:
    """One set of facts for each sentence, and one for the message as a whole."""
    general = _general(reading, entities, bare_number)
    by_sentence: dict[int, set[str]] = {}
    for spot in _heard(reading):
        said = by_sentence.setdefault(spot.sentence, set())
        if spot.negated:
            said.add(f"not_{spot.value}")
        if not spot.negated or spot.value not in _DENIABLE:
            said.add(spot.value)
    sentences = list(by_sentence.values())[:_MOST_SENTENCES]
    whole = set[str]().union(*sentences)
    spoken = [*sentences, whole] if len(sentences) > 1 else [whole]
    return tuple(frozenset(said | general) for said in spoken)


def _heard(reading: Reading) -> list[Spot]:
    """Concepts that count: a yes, no or hello only at the beginning of a sentence."""
    covered: set[int] = set()
    heard: list[Spot] = []
    first_words: dict[int, int] = {}
    for index, token in enumerate(reading.tokens):
        if token.key.isalnum() and token.sentence not in first_words:
            first_words[token.sentence] = index
    for spot in reading.of("concept"):
        leading = all(
            index in covered or not reading.tokens[index].key.isalnum()
            for index in range(first_words.get(spot.sentence, spot.start), spot.start)
        )
        if spot.value in _POLITE and leading:
            covered.update(range(spot.start, spot.end))
        if leading or spot.value not in _LEADING:
            heard.append(spot)
    return heard


def _general(reading: Reading, entities: Entities, bare_number: int | None) -> set[str]:
    context = reading.context
    present = {
        "thing": any(reading.values(kind) for kind in _THINGS),
        "title_word": bool(reading.values("product_word")),
        "brand": bool(entities.brands),
        "category": entities.category is not None,
        "colour": bool(entities.colours or entities.excluded_colours),
        "excluded": bool(entities.excluded_colours or entities.excluded_terms),
        "price": (entities.min_price or entities.max_price) is not None,
        "size": bool(entities.sizes),
        "number": bare_number is not None or entities.rating is not None,
        "quantity": entities.quantity is not None,
        "ordinal": entities.ordinal is not None,
        "relative": entities.relative is not None,
        "picked": bool(entities.product_ids),
        "gender": entities.gender is not None,
        "attribute": bool(entities.attributes),
        "sort": entities.sort is not None,
        "order_number": (entities.order_number or entities.order_digits) is not None,
        "delivery_word": entities.delivery is not None,
        "code_given": entities.code is not None,
        "email": entities.email is not None,
        "address_like": entities.address is not None,
        "postcode": entities.postcode is not None,
        "option_value": bool(entities.option_values),
        "terms": bool(entities.terms),
        "few_terms": 0 < len(entities.terms) <= _FEW_TERMS and reading.words <= _REQUEST_WORDS,
        "question": "?" in reading.text or bool(reading.concepts & _ASKING),
        "short": reading.words <= _SHORT,
        "brief": reading.words <= _BRIEF,
        "shown": bool(context.shown_products),
        "selected": context.selected_product_id is not None or bool(context.selected_options),
        "cart_open": context.has_cart,
        "open_order": context.has_open_order,
    }
    feelings = {f"feels_{spot.value}" for spot in reading.of("feeling") if not spot.negated}
    return feelings | {fact for fact, holds in present.items() if holds}
