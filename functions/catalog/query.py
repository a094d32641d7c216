"""From a search to a Tantivy query, and what is given up when nothing matches."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from tantivy import FieldType, Occur, Order, Query

from functions.catalog import fields
from functions.catalog.colours import canonical
from functions.catalog.documents import MATCHES_ANY_GENDER
from functions.catalog.entries import trait
from functions.catalog.units import Unit
from functions.catalog.words import fold, term
from shared.events.products import Search

_TITLE, _BODY, _EXACT, _FOREIGN, _OTHER_WAY, _FUZZY = 4.0, 1.0, 2.0, 0.7, 0.8, 0.3
_SHELF: Final = 8.0
"""A product of the category that the words name goes before one that only mentions it."""
_FUZZY_FROM: Final = 5
_MOST_OF: Final = 3
"""From so many words on, all but one is tried before any."""

TEXT: Final = "text"


class Words(IntEnum):
    """How many of the words must match."""

    ALL = 0
    KINDS = 1
    """All, where what the category is called counts too: «footwear»."""
    MOST = 2
    ANY = 3
    NONE = 4


def relaxations(search: Search) -> Iterator[tuple[str, ...]]:
    """Yield what to give up, the least first: nothing, each thing alone, then more and more.

    The order is spec'd: words, sizes, colours, attributes, then the price. The category, gender
    and manufacturer are never given up: another kind of thing is no answer.
    """
    present = {
        TEXT: search.text.strip(),
        "sizes": search.sizes,
        "colours": search.colours,
        "attributes": search.attributes,
        "price_max": search.price_max,
        "price_min": search.price_min,
    }
    names = [name for name, value in present.items() if value]
    yield ()
    yield from ((name,) for name in names)
    yield from (tuple(names[:count]) for count in range(2, len(names) + 1))


def relaxed(search: Search, given_up: tuple[str, ...]) -> Search:
    """Return the search without what was given up, but for its words: see `words_to_try`."""
    dropped = [name for name in given_up if name != TEXT]
    fresh = Search()
    return search.model_copy(update={name: getattr(fresh, name) for name in dropped})


def words_to_try(search: Search, found: tuple[Unit, ...], *, give_up: bool) -> tuple[Words, ...]:
    """Return how many words to ask for, the most first.

    Words are dropped entirely only where another filter still says what is wanted.
    """
    if not found:
        return (Words.NONE,) if _narrows(search) or not search.text.strip() else ()
    if not give_up:
        return (Words.ALL, Words.KINDS)
    fewer = (Words.MOST, Words.ANY) if len(found) >= _MOST_OF else (Words.ANY,)
    partial = fewer if len(found) > 1 else ()
    return (*partial, Words.NONE) if _narrows(search) else partial


def order_field(search: Search, *, has_words: bool) -> tuple[str, Order] | None:
    """Return which field orders the hits inside the index; none means text relevance."""
    if search.sort == "relevance":
        return None if has_words else (fields.POPULARITY, Order.Desc)
    return {
        "price_asc": (fields.PRICE, Order.Asc),
        "price_desc": (fields.PRICE, Order.Desc),
        "newest": (fields.UPDATED, Order.Desc),
        "popular": (fields.POPULARITY, Order.Desc),
    }[search.sort]


@dataclass(frozen=True, slots=True)
class Said:
    """What the words of a search say.

    Attributes:
        units: the words, each with other ways to say it.
        shelves: categories that the words name.
        language: of the shopper.
    """

    units: tuple[Unit, ...]
    shelves: tuple[str, ...]
    language: str


def build(brand: str, search: Search, said: Said, wanted: Words) -> Query:
    """Return the query; `search` has its prices in the brand's currency."""
    parts = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters(brand, search)]
    if wanted is not Words.NONE and said.units:
        asked = [_unit(each, said.language, kinds=wanted is Words.KINDS) for each in said.units]
        least = {Words.MOST: len(asked) - 1, Words.ANY: 1}.get(wanted, len(asked))
        should = [(Occur.Should, each) for each in asked]
        parts.append((Occur.Must, Query.boolean_query(should, least)))
        shelves = [_any(fields.CATEGORY, [each]) for each in said.shelves]
        parts += [(Occur.Should, Query.const_score_query(each, _SHELF)) for each in shelves]
    return Query.boolean_query(parts)


def filters(brand: str, search: Search) -> list[Query]:
    """Return everything that must hold of one and the same variant."""
    chosen = [_any(fields.BRAND, [brand])]
    if search.category:
        chosen.append(_any(fields.CATEGORY, [search.category]))
    if search.gender:
        chosen.append(_any(fields.GENDER, [fold(search.gender), MATCHES_ANY_GENDER]))
    if search.manufacturers:
        chosen.append(_any(fields.MANUFACTURER, [term(each) for each in search.manufacturers]))
    if search.colours:
        chosen.append(_any(fields.COLOUR, [canonical(each) for each in search.colours]))
    if search.sizes:
        chosen.append(_any(fields.SIZE, [term(each) for each in search.sizes]))
    chosen += [_any(fields.TRAIT, [trait(*each)]) for each in search.attributes.items()]
    if search.in_stock:
        chosen.append(Query.term_query(fields.schema(), fields.IN_STOCK, field_value=True))
    low, high = search.price_min, search.price_max
    if low or high:
        chosen.append(
            _price(low.amount_minor if low else None, high.amount_minor if high else None)
        )
    return chosen


def _narrows(search: Search) -> bool:
    return any(
        (
            search.category,
            search.gender,
            search.manufacturers,
            search.colours,
            search.sizes,
            search.attributes,
            search.price_min,
            search.price_max,
        )
    )


def _any(field: str, values: list[str]) -> Query:
    if len(values) == 1:
        return Query.term_query(fields.schema(), field, values[0], "basic")
    return Query.term_set_query(fields.schema(), field, values)


def _price(low: int | None, high: int | None) -> Query:
    return Query.range_query(fields.schema(), fields.PRICE, FieldType.Integer, low, high)


def _unit(unit: Unit, language: str, *, kinds: bool) -> Query:
    said = [(unit.words, 1.0), *((way, _OTHER_WAY) for way in unit.ways if way)]
    asked = [Query.boost_query(_phrase(way, language, kinds=kinds), share) for way, share in said]
    if unit.mended and len(unit.words[0]) >= _FUZZY_FROM:
        asked.append(_near(unit.words[0]))
    return asked[0] if len(asked) == 1 else Query.disjunction_max_query(asked)


def _phrase(spoken: tuple[str, ...], language: str, *, kinds: bool) -> Query:
    return Query.boolean_query(
        [(Occur.Must, _word(each, language, kinds=kinds)) for each in spoken]
    )


def _word(word: str, language: str, *, kinds: bool) -> Query:
    asked = [_boosted(fields.WORDS, word, _EXACT)]
    for code, stem in fields.stems(word).items():
        share = 1.0 if code == language else _FOREIGN
        asked.append(_boosted(fields.title(code), stem, _TITLE * share))
        asked.append(_boosted(fields.body(code), stem, _BODY * share))
        if kinds:
            asked.append(_boosted(fields.kind(code), stem, _BODY * share))
    return Query.disjunction_max_query(asked, 0.1)


def _boosted(field: str, word: str, boost: float) -> Query:
    return Query.boost_query(Query.term_query(fields.schema(), field, word, "freq"), boost)


def _near(word: str) -> Query:
    near = Query.fuzzy_term_query(fields.schema(), fields.WORDS, word, 1)
    return Query.boost_query(near, _FUZZY)
